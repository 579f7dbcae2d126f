// The whole name around a keyword hit: `self.db_password`, `DB_PASSWORD`, `spring.datasource.password`,
// with what encloses it.

export interface NameSpan {
  /** Offsets in the window's text, without quotes, sigils and leading dashes. */
  readonly start: number;
  readonly end: number;
  /** The quote that encloses the name, with its backslashes; empty where none does. */
  readonly quote: string;
  /** Where to go on reading: after the closing quote. */
  readonly next: number;
  /** Offset of the first character before the name, its opening quote and sigils left out. */
  readonly outer: number;
  /** `--name`, `-name` */
  readonly isFlag: boolean;
}

const longestName = 96;

/** The name around `text[from, to)`, or undefined when another keyword of the same name is to speak for it. */
export function nameAt(text: string, from: number, to: number): NameSpan | undefined {
  let start = from;
  while (start > 0 && from - start < longestName && isNamePart(text.charCodeAt(start - 1))) start--;
  let end = to;
  while (end < text.length && end - to < longestName && isNamePart(text.charCodeAt(end))) end++;
  if (from - start >= longestName || end - to >= longestName) return undefined;
  // A trailing dot, dash or arrow is no part of it: `token->`, `password-`
  while (end > to && isTrailing(text.charCodeAt(end - 1))) end--;
  // A keyword such as `pw=` takes its operator along.
  while (end > from && !isNamePart(text.charCodeAt(end - 1))) end--;
  if (laterKeyword.test(text.slice(to, end))) return undefined;
  // "import os\npassword = …" in JSON: the letter belongs to the escape.
  if (start < from && text.charCodeAt(start - 1) === 92 && /[nrt]/u.test(text.charAt(start)))
    start++;
  const isFlag = text.charCodeAt(start) === 45;
  while (start < from && isLeading(text.charCodeAt(start))) start++;
  return enclosed(text, { start, end, isFlag });
}

const laterKeyword = /pass|pwd|secret|token|key|auth|cred|_pw|-pw|salt|ticket/iu;

function enclosed(
  text: string,
  { start, end, isFlag }: { start: number; end: number; isFlag: boolean },
): NameSpan {
  let outer = start;
  while (outer > 0 && isSigil(text.charCodeAt(outer - 1))) outer--;
  const mark = text.charAt(outer - 1);
  if (mark === '"' || mark === "'" || mark === '`') {
    let slashes = outer - 1;
    while (slashes > 0 && text.charCodeAt(slashes - 1) === 92) slashes--;
    const quote = text.slice(slashes, outer);
    if (text.startsWith(quote, end)) {
      return { start, end, quote, next: end + quote.length, outer: slashes, isFlag };
    }
  }
  const entity = /&(?:quot|apos|#34|#39|#x27|#x22);$/u.exec(
    text.slice(Math.max(0, outer - 6), outer),
  )?.[0];
  if (entity !== undefined && text.startsWith(entity, end)) {
    return {
      start,
      end,
      quote: entity,
      next: end + entity.length,
      outer: outer - entity.length,
      isFlag,
    };
  }
  // "db password": a literal of several words, or 'Some\\Path.password'
  const closing = /^\\*["'`](?=\]?\s{0,4}(?:=>|[:,=]))/u.exec(text.slice(end, end + 12))?.[0];
  if (closing !== undefined) {
    const opened = text.lastIndexOf(closing, start - 1);
    const between = text.slice(opened + closing.length, start);
    if (opened >= 0 && /^[\w .\\/:-]{1,40}$/u.test(between)) {
      return { start, end, quote: closing, next: end + closing.length, outer: opened, isFlag };
    }
  }
  return { start, end, quote: '', next: end, outer, isFlag };
}

// Letters, digits, `_`, `$`, `-`, `.`, and every byte of non-ASCII text.
function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 36 ||
    code >= 128
  );
}

function isTrailing(code: number): boolean {
  return code === 46 || code === 45;
}

function isLeading(code: number): boolean {
  return code === 46 || code === 45 || code === 36;
}

// `:name` (Ruby), `@name`, `$name`, `%name`, `&name`, `--name`
function isSigil(code: number): boolean {
  return code === 58 || code === 64 || code === 36 || code === 45 || code === 38 || code === 37;
}
