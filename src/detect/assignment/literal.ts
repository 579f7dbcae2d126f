// String literals as the languages write them, read from a window of latin1 text (one character a byte).
// Works inside other literals too: JSON inside JSON is quoted by \" or \\\", see `level`.
import type { ValueEncoding } from '../../model/match.ts';
import { noteCut } from './textWindow.ts';

/** Offsets are those in the window's text. */
export interface Literal {
  /** Content, without quotes. */
  readonly start: number;
  readonly end: number;
  /** Offset after the closing quote. */
  readonly next: number;
  /** Prefix letters in lower case: `b`, `r`, `f`, `u`, `rb`, … */
  readonly prefix: string;
  /** Backslashes before the quote: 0 for an ordinary literal, 1 for one inside a JSON string. */
  readonly level: number;
  readonly quote: string;
}

const opening = /([bBrRuUfFLN@$#]{0,2})(\\*)("""|'''|``|["'`]|&(?:quot|apos|#34|#39|#x27|#x22);)/y;

/** Three quotes with two prefix letters, or an entity. */
const longestOpening = 6;

/** The literal that starts at `at` (its prefix included); undefined where none does or where it is cut. */
export function literalAt(text: string, at: number): Literal | undefined {
  opening.lastIndex = at;
  const match = opening.exec(text);
  if (match === null) {
    if (at >= text.length - longestOpening) noteCut();
    return undefined;
  }
  const [whole, prefix = '', slashes = '', mark = ''] = match;
  if (slashes.length > 7 || (prefix !== '' && slashes !== '')) return undefined;
  // C++: R"(…)"
  const isParenthesised = prefix === 'R' && mark === '"' && text.charAt(at + whole.length) === '(';
  const start = at + whole.length + Number(isParenthesised);
  const level = slashes.length;
  const lower = prefix.toLowerCase();
  const end = closingQuote(text, start, { mark, level, isRaw: lower.includes('r') });
  if (end < 0) return undefined;
  if (isParenthesised && text.charAt(end - 1) === ')') {
    return { start, end: end - 1, next: end + 1, prefix: lower, level, quote: mark };
  }
  return { start, end, next: end + level + mark.length, prefix: lower, level, quote: mark };
}

/** Whether a literal may start at `at`. */
export function opensLiteral(text: string, at: number): boolean {
  opening.lastIndex = at;
  return opening.test(text);
}

interface Closing {
  readonly mark: string;
  readonly level: number;
  readonly isRaw: boolean;
}

// At level n a quote closes the literal when exactly n backslashes (level 0: an even number) precede it;
// fewer close a literal around it: then this one is damaged.
function closingQuote(text: string, from: number, { mark, level }: Closing): number {
  if (mark.length > 3) return entityQuote(text, from, mark);
  const isLong = mark.length === 3 || mark === '`';
  let slashes = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) slashes++;
    else {
      if (code === 10 && !isLong && (slashes === 0 || slashes % 2 === 0)) return -1;
      if (code === mark.charCodeAt(0) && (mark.length === 1 || text.startsWith(mark, i))) {
        if (level === 0 ? slashes % 2 === 0 : slashes === level) return i - level;
        if (level > 0 && slashes < level) return -1;
      }
      slashes = 0;
    }
  }
  noteCut();
  return -1;
}

function entityQuote(text: string, from: number, mark: string): number {
  const end = text.indexOf(mark, from);
  const feed = text.indexOf('\n', from);
  if (end < 0 && feed < 0) noteCut();
  return feed >= 0 && feed < end ? -1 : end;
}

export interface DecodedText {
  readonly value: string;
  readonly encoding?: ValueEncoding;
}

const escape =
  /\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r?\n)|(.))|\\+$/gsu;
const shortEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
};

/** The value of a literal: UTF-8 or latin1 text, escapes resolved unless it is a raw literal. */
export function decodeLiteral(text: string, literal: Literal): DecodedText {
  const stored = decodeText(text.slice(literal.start, literal.end));
  if (literal.quote.length > 3 && stored.includes('&')) {
    return { value: decodeEntities(stored), encoding: 'html-entity' };
  }
  if (!stored.includes('\\') || literal.prefix.includes('r')) return { value: stored };
  const isUnicode = /\\u/u.test(stored);
  const value = stored.replace(
    escape,
    (
      whole,
      braced?: string,
      four?: string,
      two?: string,
      octal?: string,
      feed?: string,
      other?: string,
    ) => {
      const hex = braced ?? four ?? two;
      if (hex !== undefined) return codePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      if (feed !== undefined) return '';
      return other === undefined ? whole : (shortEscapes[other] ?? other);
    },
  );
  return { value, encoding: isUnicode ? 'unicode-escape' : 'json-escape' };
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Resolves the named entities of XML and numeric ones. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/giu,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      return codePoint(Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16));
    },
  );
}

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of a latin1 slice: UTF-8 where it is that, else latin1. */
export function decodeText(slice: string): string {
  if (/^[\x00-\x7f]*$/u.test(slice)) return slice;
  try {
    return strictUtf8.decode(Buffer.from(slice, 'latin1'));
  } catch {
    return slice;
  }
}
