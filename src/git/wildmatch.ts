// git's glob matching: `*`, `?`, `[…]`, `**` and backslash on bytes, as gitignore(5) and gitglossary(7) describe it
// and `git check-ignore` behaves. A pattern becomes a list of byte sets and wildcards once; matching then takes at
// most pattern × text steps, so that a hostile .gitignore cannot make it exponential. What a line of an ignore file
// means beyond its glob is the business of ignorePattern.ts.

export interface WildmatchOptions {
  /** Wildcards do not cross `/`, and `**` between slashes spans folders. Without it `**` is `*`. */
  readonly pathname: boolean;
  /** The text to match is folded to lower case by the caller (`core.ignoreCase`). */
  readonly ignoreCase: boolean;
}

/** Whether the whole text (a latin1 string, one character a byte) matches. */
export type Wildmatch = (text: string) => boolean;

/** `star` stays within a path part, `globstar` does not, `folders` is `**` with its slash: any number of folders. */
type Wildcard = 'star' | 'globstar' | 'folders';
/** 256 entries, 1 for each byte that matches. */
type ByteSet = Uint8Array;
/** A glob in pieces; other dialects than git's can be put into them, too. */
export type Token = ByteSet | Wildcard;

const slash = 0x2f;

/** Compiles a glob (a latin1 string). A pattern that git can never match (an unclosed `[`) gives a matcher that never does. */
export function compileWildmatch(pattern: string, options: WildmatchOptions): Wildmatch {
  const tokens = tokenize(pattern, options);
  return tokens === undefined ? () => false : compileTokens(tokens);
}

/** Matches whole texts, in at most tokens × text steps. */
export function compileTokens(tokens: readonly Token[]): Wildmatch {
  const firstWildcard = tokens.findIndex(isWildcard);
  if (firstWildcard < 0) {
    const sets = tokens.filter(isByteSet);
    return (text) => text.length === sets.length && matchesAt(sets, text, 0);
  }
  const lastWildcard = tokens.findLastIndex(isWildcard);
  const head = tokens.slice(0, firstWildcard).filter(isByteSet);
  const middle = tokens.slice(firstWildcard, lastWildcard + 1);
  const tail = tokens.slice(lastWildcard + 1).filter(isByteSet);
  return (text) => {
    const tailStart = text.length - tail.length;
    return (
      tailStart >= head.length &&
      matchesAt(tail, text, tailStart) &&
      matchesAt(head, text, 0) &&
      matchesMiddle(middle, text.slice(head.length, tailStart))
    );
  };
}

function isByteSet(token: Token): token is ByteSet {
  return typeof token !== 'string';
}

function isWildcard(token: Token): boolean {
  return typeof token === 'string';
}

function matchesAt(sets: readonly ByteSet[], text: string, start: number): boolean {
  return sets.every((set, i) => set[text.charCodeAt(start + i)] === 1);
}

/** Keeps, token by token, the positions of the text that can be reached. */
function matchesMiddle(tokens: readonly Token[], text: string): boolean {
  if (tokens.length === 1 && tokens[0] === 'star') return !text.includes('/');
  if (tokens.length === 1 && tokens[0] === 'globstar') return true;
  let reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  for (const token of tokens) {
    const next = new Uint8Array(text.length + 1);
    let isInside = false;
    let isReachable = false;
    for (let at = 0; at <= text.length; at++) {
      const previousByte = at === 0 ? -1 : text.charCodeAt(at - 1);
      const wasReached = reached[at] === 1;
      let isReached: boolean;
      if (typeof token !== 'string') {
        isReached = at > 0 && reached[at - 1] === 1 && token[previousByte] === 1;
      } else if (token === 'folders') {
        isReached = wasReached || (isInside && previousByte === slash);
        isInside ||= wasReached;
      } else {
        if (token === 'star' && previousByte === slash) isInside = false;
        isInside ||= wasReached;
        isReached = isInside;
      }
      if (isReached) {
        next[at] = 1;
        isReachable = true;
      }
    }
    if (!isReachable) return false;
    reached = next;
  }
  return reached[text.length] === 1;
}

function tokenize(pattern: string, options: WildmatchOptions): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    if (character === '*') {
      const end = skipStars(pattern, at);
      const wildcard = wildcardOf(pattern, at, end, options);
      tokens.push(wildcard);
      at = wildcard === 'folders' ? end + 1 : end;
    } else if (character === '[') {
      const bracket = parseBracket(pattern, at + 1, options);
      if (bracket === undefined) return undefined;
      tokens.push(bracket.set);
      at = bracket.end;
    } else if (character === '?') {
      tokens.push(anyByte(options));
      at++;
    } else {
      // An escaped letter is compared as it stands, even where case is ignored: with the text folded, `\A` never matches.
      const isEscape = character === '\\';
      if (isEscape && at + 1 >= pattern.length) return undefined;
      const literal = isEscape ? pattern.charAt(at + 1) : fold(character, options.ignoreCase);
      tokens.push(setOf(literal.charCodeAt(0)));
      at += isEscape ? 2 : 1;
    }
  }
  return tokens;
}

function skipStars(pattern: string, start: number): number {
  let end = start;
  while (pattern.charAt(end) === '*') end++;
  return end;
}

function wildcardOf(
  pattern: string,
  start: number,
  end: number,
  { pathname }: WildmatchOptions,
): Wildcard {
  if (!pathname) return 'globstar';
  if (end - start < 2) return 'star';
  const isAfterSlash = start === 0 || pattern.charAt(start - 1) === '/';
  if (!isAfterSlash) return 'star';
  if (pattern.charAt(end) === '/') return 'folders';
  return end === pattern.length || pattern.startsWith('\\/', end) ? 'globstar' : 'star';
}

function fold(text: string, ignoreCase: boolean): string {
  return ignoreCase ? foldAscii(text) : text;
}

/** Lower case for A to Z alone: bytes above 127 are parts of characters that git does not fold. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

/** The set of one byte. */
export function setOf(byte: number): ByteSet {
  const set = new Uint8Array(256);
  set[byte] = 1;
  return set;
}

function anyByte({ pathname }: WildmatchOptions): ByteSet {
  const set = new Uint8Array(256).fill(1);
  if (pathname) set[slash] = 0;
  return set;
}

/** Reads `[…]` from just after its `[`; undefined when it does not end or names an unknown class. */
function parseBracket(
  pattern: string,
  start: number,
  options: WildmatchOptions,
): { set: ByteSet; end: number } | undefined {
  const set = new Uint8Array(256);
  const isNegated = pattern.charAt(start) === '!' || pattern.charAt(start) === '^';
  const first = isNegated ? start + 1 : start;
  let previous = -1;
  let at = first;
  // A `]` that comes first is a member.
  while (at === first || pattern.charAt(at) !== ']') {
    if (at >= pattern.length) return undefined;
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '-' && previous >= 0 && next !== '' && next !== ']') {
      const high = next === '\\' ? at + 2 : at + 1;
      if (high >= pattern.length) return undefined;
      addRange(set, previous, pattern.charCodeAt(high), options.ignoreCase);
      previous = -1;
      at = high + 1;
    } else if (character === '[' && next === ':') {
      const close = pattern.indexOf(']', at + 2);
      if (close < 0) return undefined;
      if (close > at + 2 && pattern.charAt(close - 1) === ':') {
        const isMember = namedClasses[pattern.slice(at + 2, close - 1)];
        if (isMember === undefined) return undefined;
        addClass(set, isMember, options.ignoreCase);
        previous = -1;
        at = close + 1;
      } else {
        set[character.charCodeAt(0)] = 1;
        previous = character.charCodeAt(0);
        at++;
      }
    } else {
      const member = character === '\\' ? at + 1 : at;
      if (member >= pattern.length) return undefined;
      previous = pattern.charCodeAt(member);
      set[previous] = 1;
      at = member + 1;
    }
  }
  if (isNegated) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] === 1 ? 0 : 1;
  if (options.pathname) set[slash] = 0;
  return { set, end: at + 1 };
}

/** Adds a range. Where case is ignored the (folded) text also matches through its upper-case form. */
function addRange(set: ByteSet, low: number, high: number, ignoreCase: boolean): void {
  for (let byte = low; byte <= high; byte++) {
    set[byte] = 1;
    if (ignoreCase && byte >= 0x41 && byte <= 0x5a) set[byte + 0x20] = 1;
  }
}

function addClass(set: ByteSet, isMember: (byte: number) => boolean, ignoreCase: boolean): void {
  for (let byte = 0; byte < 128; byte++) if (isMember(byte)) addRange(set, byte, byte, ignoreCase);
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const isAlpha = (byte: number): boolean => isLower(byte) || isUpper(byte);
const isAlnum = (byte: number): boolean => isAlpha(byte) || isDigit(byte);
const isGraph = (byte: number): boolean => byte > 0x20 && byte < 0x7f;

/** The POSIX classes as git has them: ASCII alone, and white space without vertical tab and form feed. */
const namedClasses: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: isAlnum,
  alpha: isAlpha,
  blank: (byte) => byte === 0x20 || byte === 0x09,
  cntrl: (byte) => byte < 0x20 || byte === 0x7f,
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: (byte) => byte >= 0x20 && byte < 0x7f,
  punct: (byte) => isGraph(byte) && !isAlnum(byte),
  space: (byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d,
  upper: isUpper,
  xdigit: (byte) =>
    isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46),
};
