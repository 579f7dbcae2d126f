// The cheap look before RE2: a rule's secret consists of certain bytes and has a least length, so where no
// such run of bytes is near the keyword the pattern cannot match. Saves most of the calls, and compiling
// the pattern of a rule whose keyword is a common word.
import type { Rule } from '../model/rule.ts';
import { isTokenPattern } from '../rules/shorthand.ts';
import { parsePattern, widthOf, type PatternNode } from '../rules/patternSyntax.ts';

/** Whether a match of the rule is possible in `bytes[from, to)` around the keyword at [start, end). */
export type MayMatch = (
  bytes: Uint8Array,
  window: { readonly from: number; readonly to: number },
  keyword: { readonly start: number; readonly end: number },
) => boolean;

/** The look for one rule and one of its keywords. */
export function valueRunOf(rule: Rule, keyword: string): MayMatch {
  const look = runLookOf(rule, keyword);
  const secret = groupSource(rule.pattern, '(?P<secret>');
  const isWord = /^\w(?:.*\w)?$/su.test(keyword);
  if (secret === undefined || !isWord || !isTokenPattern(rule.pattern, secret)) return look;
  return (bytes, window, place) =>
    !isInLongWord(bytes, window, place) && look(bytes, window, place);
}

function runLookOf(rule: Rule, keyword: string): MayMatch {
  const secret = knownSecretNode(rule.pattern);
  if (secret === undefined) return () => true;
  const least = Math.min(widthOf(secret).min, 4096);
  if (least < 8) return () => true;
  const allowed = bytesOf(secret);
  if (allowed.every((flag) => flag === 1)) return () => true;
  return standsInSecret(rule, keyword)
    ? (bytes, window, place) => runAround(bytes, window, place, { allowed, least })
    : (bytes, window) => holdsRun(bytes, window, { allowed, least });
}

const wordBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /\w/u.test(String.fromCharCode(byte)) ? 1 : 0,
);

// A token ends at bytes that are no letter, digit or underscore, or at an edge of the content. Base64 of zeros is nothing
// but `AAAA`, in which every byte ends a keyword: 0.7 MB/s without this look.
function isInLongWord(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  let left = start;
  while (left > from && wordBytes[bytes[left - 1]!] === 1) left--;
  // A window of the user's own may end at the keyword: then nothing is known of what lies there.
  if (left === from && from > 0 && left < start) return true;
  let right = end;
  while (right < to && wordBytes[bytes[right]!] === 1) right++;
  return right === to && right > end && to < bytes.length;
}

// RE2 takes more than our reader knows (`\pL`): such a pattern goes without the look.
function knownSecretNode(pattern: string): PatternNode | undefined {
  try {
    return secretNode(pattern);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// Parsing a whole pattern takes a millisecond, the secret's group alone far less; where flags from outside
// could reach it, the whole is parsed.
function secretNode(pattern: string): PatternNode | undefined {
  const opening = '(?P<secret>';
  const source = groupSource(pattern, opening);
  if (source === undefined) return undefined;
  const before = pattern.slice(0, pattern.indexOf(opening));
  const isPlain = !/\(\?[a-zA-Z-]*i[a-zA-Z-]*\)/u.test(before) && isBalanced(before);
  return isPlain ? parsePattern(source) : groupNamed(parsePattern(pattern), 'secret');
}

function isBalanced(source: string): boolean {
  let depth = 0;
  walkPattern(source, (char) => {
    if (char === '(') depth++;
    else if (char === ')') depth--;
  });
  return depth === 0;
}

interface Run {
  /** By byte: 1 where it may be part of the secret. */
  readonly allowed: Uint8Array;
  readonly least: number;
}

// The keyword is part of the secret: the run goes through it.
function runAround(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { start, end }: { readonly start: number; readonly end: number },
  { allowed, least }: Run,
): boolean {
  let right = end;
  const farthest = Math.min(to, start + least);
  while (right < farthest && allowed[bytes[right] ?? 0] === 1) right++;
  if (right - start >= least) return true;
  let left = start;
  while (left > from && right - left < least && allowed[bytes[left - 1] ?? 0] === 1) left--;
  return right - left >= least;
}

function holdsRun(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { allowed, least }: Run,
): boolean {
  // Looks at every `least`-th byte first: a run that long holds one of them.
  for (let at = from + least - 1; at < to; at += least) {
    if (allowed[bytes[at] ?? 0] !== 1) continue;
    let left = at;
    while (left > from && at - left < least && allowed[bytes[left - 1] ?? 0] === 1) left--;
    let right = at + 1;
    while (right < to && right - left < least && allowed[bytes[right] ?? 0] === 1) right++;
    if (right - left >= least) return true;
  }
  return false;
}

function groupNamed(node: PatternNode, name: string): PatternNode | undefined {
  switch (node.kind) {
    case 'group':
      return node.name === name ? node.item : groupNamed(node.item, name);
    case 'repeat':
      return groupNamed(node.item, name);
    case 'sequence':
    case 'choice':
      for (const item of node.items) {
        const found = groupNamed(item, name);
        if (found !== undefined) return found;
      }
      return undefined;
    default:
      return undefined;
  }
}

function bytesOf(node: PatternNode): Uint8Array {
  const allowed = new Uint8Array(256);
  const visit = (part: PatternNode): void => {
    if (part.kind === 'chars') for (const code of part.set) allowed[code] = 1;
    else if (part.kind === 'group' || part.kind === 'repeat') visit(part.item);
    else if (part.kind !== 'assertion') part.items.forEach(visit);
  };
  visit(node);
  return allowed;
}

// Whether every secret of the rule begins with one of its keywords, as tokens with a prefix do. (shapeOf of
// patternShape.ts would tell more, but takes a millisecond for a rule.)
function standsInSecret(rule: Rule, keyword: string): boolean {
  const source = groupSource(rule.pattern, '(?P<secret>');
  if (source === undefined) return false;
  const keywords = rule.keywords.map((word) => word.toLowerCase());
  const prefixes = literalPrefixes(source);
  return (
    prefixes.some((prefix) => prefix.includes(keyword)) &&
    prefixes.every((prefix) => keywords.some((word) => prefix.includes(word)))
  );
}

// The literal beginnings of a pattern, lower-case, one for each alternative of a leading group or of the whole.
function literalPrefixes(source: string): string[] {
  const alternatives = alternativesOf(source);
  if (alternatives.length > 1) return alternatives.flatMap(literalPrefixes);
  if (source.startsWith('(?:')) {
    const inner = groupSource(source, '(?:');
    if (inner === undefined) return [''];
    const rest = source.slice(inner.length + 4);
    if (/^[?*{]/u.test(rest)) return [''];
    const tail = rest.startsWith('(') ? '' : literalPrefix(rest);
    return alternativesOf(inner).flatMap((part) =>
      literalPrefixes(part).map((prefix) =>
        literalPrefix(part).length === unescapedLength(part) ? prefix + tail : prefix,
      ),
    );
  }
  return [literalPrefix(source)];
}

function literalPrefix(source: string): string {
  let text = '';
  for (let at = 0; at < source.length; at++) {
    let char = source.charAt(at);
    if (char === '\\') {
      char = source.charAt(++at);
      if (/[A-Za-z0-9]/u.test(char)) break;
    } else if (/[[(.*+?{|^$]/u.test(char)) {
      break;
    }
    // A repeated character is no fixed one.
    if (/^[?*{]/u.test(source.slice(at + 1, at + 2))) break;
    text += char;
  }
  return text.toLowerCase();
}

function unescapedLength(source: string): number {
  return source.replace(/\\/gu, '').length;
}

// Split at the bars outside groups and classes.
function alternativesOf(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  walkPattern(source, (char, at) => {
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) {
      parts.push(source.slice(start, at));
      start = at + 1;
    }
  });
  parts.push(source.slice(start));
  return parts;
}

// The text between a group's opening and its closing parenthesis.
function groupSource(pattern: string, opening: string): string | undefined {
  const start = pattern.indexOf(opening);
  if (start < 0) return undefined;
  const rest = pattern.slice(start + opening.length);
  let depth = 1;
  let end: number | undefined;
  walkPattern(rest, (char, at) => {
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) end ??= at;
  });
  return end === undefined ? undefined : rest.slice(0, end);
}

// Calls back for the characters that stand outside classes and are not escaped.
function walkPattern(source: string, visit: (char: string, at: number) => void): void {
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') {
      inClass = true;
      // A `]` at the start of a class is a member.
      if (source.charAt(at + 1) === '^') at++;
      if (source.charAt(at + 1) === ']') at++;
    } else visit(char, at);
  }
}
