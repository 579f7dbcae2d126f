// The lines of --replace-text and --replace-message of git-filter-repo: one expression a line, `PATTERN==>REPLACEMENT`, split at
// the last `==>`; literals are replaced first, in the order of the file, then regular expressions of Python's `re` on bytes
// (git-filter-repo(1), "--replace-text"; FilteringOptions.get_replace_text).

/** A text as it is stored somewhere, bytes as latin1 characters. */
export interface StoredText {
  readonly text: string;
  /** What stands before it on its line, up to `contextLength` bytes, at places that a word boundary does not tell. */
  readonly after?: readonly string[];
}

export interface Expressions {
  /** With a line end each; bytes as latin1 characters. */
  readonly lines: readonly string[];
  /** Texts so short that they may stand for something else; they are replaced as whole words only. */
  readonly shortTexts: readonly string[];
  /** Plain words, which are replaced only behind what stood before them. */
  readonly plainWords: readonly string[];
}

export const replacement = '***REMOVED***';
export const contextLength = 64;
/** So much of a context is asked for: enough to tell the place, and short enough to hold when the line changes. */
const contextAsked = 12;

/** Shorter ones are replaced between word boundaries only (bytes). */
const leastFreeLength = 8;
/** A word of letters of one case, or of digits, up to this length may well stand elsewhere with another meaning. */
const longestPlainWord = 11;
const plainWord = /^(?:[A-Z]?[a-z]+|[A-Z]+|\d+)$/u;

/** Expressions under which none of the texts is left where it is a secret, each longer text before those that it holds. */
export function expressionsFor(texts: readonly StoredText[]): Expressions {
  const known = new Map<string, Set<string>>();
  for (const { text, after = [] } of texts) {
    if (text === '') continue;
    const contexts = known.get(text) ?? new Set();
    for (const context of after) contexts.add(context);
    known.set(text, contexts);
  }
  const sorted = [...known.keys()].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const blocks = sorted.filter((text) => isBlock(text));
  const others = sorted.filter((text) => !isBlock(text));
  const [literals, regexes, words]: [string[], string[], string[]] = [[], [], []];
  for (const text of others) {
    const contexts = contextsOf(known.get(text) ?? [], sorted);
    if (isPlainWord(text)) words.push(...contexts.map((context) => behind(context, text)));
    else if (mayStandElsewhere(text)) words.push(...wordPatterns(text, contexts));
    // A literal goes first: it must not take a piece out of a block that is still to be found.
    else if (isLiteral(text) && !blocks.some((block) => block.includes(text))) literals.push(text);
    else regexes.push(escapeBytes(text));
  }
  const patterns = [...new Set([...blocks.map(blockPattern), ...regexes, ...words])];
  return {
    lines: [
      ...literals.map((text) => `literal:${text}==>${replacement}\n`),
      ...patterns.map((pattern) => `regex:${pattern}==>${replacement}\n`),
    ],
    shortTexts: others.filter((text) => mayStandElsewhere(text) && !isPlainWord(text)),
    plainWords: others.filter((text) => isPlainWord(text)),
  };
}

/** Whether a text could stand elsewhere and have nothing to do with the secret. */
export function mayStandElsewhere(text: string): boolean {
  return text.length < leastFreeLength || isPlainWord(text);
}

/** `celery`, `welcome`, `12345678`: to replace every one of them would spoil the rest of the text. */
export function isPlainWord(text: string): boolean {
  return text.length <= longestPlainWord && plainWord.test(text);
}

/** Contexts as they are, and as they are once the other texts in them are replaced. */
function contextsOf(contexts: Iterable<string>, texts: readonly string[]): string[] {
  const asked = new Set<string>();
  for (const context of contexts) {
    let replaced = context;
    for (const text of texts) replaced = replaced.replaceAll(text, replacement);
    asked.add(context.slice(-contextAsked));
    asked.add(replaced.slice(-contextAsked));
  }
  return [...asked].toSorted();
}

function isBlock(text: string): boolean {
  return /[\r\n]/u.test(text);
}

/** The file is read line by line, ends of lines taken off; a NUL is no text. */
function isLiteral(text: string): boolean {
  return !text.includes('\0');
}

/** A private key has the same lines under any line end and indentation. */
function blockPattern(text: string): string {
  const lines = text.split(/\r?\n|\r/u).map((line) => line.replace(/^[ \t]+|[ \t]+$/gu, ''));
  return lines.map(escapeBytes).join(String.raw`[ \t]*\r?\n[ \t]*`);
}

/** The text as a word, and behind each context in which it continues one (`-pPASSWORD`). */
function wordPatterns(text: string, contexts: readonly string[]): string[] {
  const before = /^\w/u.test(text) ? '(?<![0-9A-Za-z_])' : '';
  const after = /\w$/u.test(text) ? '(?![0-9A-Za-z_])' : '';
  return [
    ...contexts.filter((context) => context !== '').map((context) => behind(context, text)),
    `${before}${escapeBytes(text)}${after}`,
  ];
}

/** The text behind a context; behind none as a line of its own. */
function behind(context: string, text: string): string {
  const pattern = escapeBytes(text);
  if (context === '') return String.raw`(?m:^${pattern}(?=\r?$))`;
  return `(?<=${escapeBytes(context)})${pattern}`;
}

/** For Python's `re` on bytes: letters and digits as they are, all else escaped. */
export function escapeBytes(text: string): string {
  return text.replace(/[^0-9A-Za-z_]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code > 0x20 && code < 0x7f
      ? `\\${character}`
      : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
