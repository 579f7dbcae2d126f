// The lines of --replace-text and --replace-message of git-filter-repo: one expression a line, `PATTERN==>REPLACEMENT`, split at
// the last `==>`; literals are replaced first, in the order of the file, then regular expressions of Python's `re` on bytes
// (git-filter-repo(1), "--replace-text"; FilteringOptions.get_replace_text).

/** A text as it is stored somewhere, bytes as latin1 characters. */
export interface StoredText {
  readonly text: string;
  /** Up to `contextLength` bytes before it, at the places where its first letter continues a word. */
  readonly after?: readonly string[];
}

export interface Expressions {
  /** With a line end each; bytes as latin1 characters. */
  readonly lines: readonly string[];
  /** Texts so short or plain that they may stand for something else, and are replaced as whole words only. */
  readonly riskyTexts: readonly string[];
}

export const replacement = '***REMOVED***';
export const contextLength = 12;

/** Shorter ones are replaced between word boundaries only (bytes). */
const leastFreeLength = 8;
/** A word of letters of one case, or of digits, up to this length may well stand elsewhere with another meaning. */
const longestPlainWord = 11;
const plainWord = /^(?:[A-Z]?[a-z]+|[A-Z]+|\d+)$/u;

/** Expressions under which none of the texts is left, each longer text before those that it holds. */
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
  const literals: string[] = [];
  const regexes: string[] = [];
  const words: string[] = [];
  for (const text of sorted) {
    if (isBlock(text)) continue;
    if (mayStandElsewhere(text)) words.push(...wordPatterns(text, known.get(text) ?? []));
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
    riskyTexts: sorted.filter((text) => !isBlock(text) && mayStandElsewhere(text)),
  };
}

/** Whether a text could be a word of its own that has nothing to do with the secret. */
export function mayStandElsewhere(text: string): boolean {
  if (text.length < leastFreeLength) return true;
  return text.length <= longestPlainWord && plainWord.test(text);
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
function wordPatterns(text: string, contexts: Iterable<string>): string[] {
  const before = /^\w/u.test(text) ? '(?<![0-9A-Za-z_])' : '';
  const behind = /\w$/u.test(text) ? '(?![0-9A-Za-z_])' : '';
  const pattern = escapeBytes(text);
  return [
    ...[...contexts].toSorted().map((context) => `(?<=${escapeBytes(context)})${pattern}`),
    `${before}${pattern}${behind}`,
  ];
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
