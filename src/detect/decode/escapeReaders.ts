// Reads one escape of each kind from bytes. By hand, for a hostile line is full of them: with regular expressions text of
// nothing but entities was decoded four times more slowly, and a row of backslashes took the square of its length.
import type { Encoding } from './encodedKeywords.ts';

export type Escaping = Exclude<Encoding, 'base64' | 'hex'>;

export interface Escape {
  /** Where reading goes on. */
  readonly end: number;
  /** What it stands for, see `write`; -1 where there is no escape. */
  readonly code: number;
}

export interface EscapeReader {
  /** The byte with which every escape begins. */
  readonly mark: number;
  /** The escape that begins with the mark at an offset. */
  read(bytes: Buffer, at: number): Escape;
  /** Writes what a code stands for; returns the offset behind it. */
  write(into: Buffer, at: number, code: number): number;
}

const ampersand = 0x26;
const semicolon = 0x3b;
const backslash = 0x5c;
const percent = 0x25;

export const escapeReaders: Readonly<Record<Escaping, EscapeReader>> = {
  percent: {
    mark: percent,
    read(bytes, at) {
      const code = hexValue(bytes, at + 1, at + 3);
      return code < 0 ? nothingTo(at + 1) : { end: at + 3, code };
    },
    write(into, at, code) {
      into[at] = code;
      return at + 1;
    },
  },
  backslash: { mark: backslash, read: backslashEscape, write: writeUtf8 },
  entity: { mark: ampersand, read: entity, write: writeUtf8 },
};

function nothingTo(end: number): Escape {
  return { end, code: -1 };
}

// `\u{3d}`, `\u003d`, `\x3d`, `\/`, after any number of backslashes.
function backslashEscape(bytes: Buffer, at: number): Escape {
  let letter = at + 1;
  while (bytes[letter] === backslash) letter++;
  const start = letter + 1;
  let end = start;
  let code = -1;
  if (bytes[letter] === 0x2f) code = 0x2f;
  else if (bytes[letter] === 0x78) code = hexValue(bytes, start, (end = start + 2));
  else if (bytes[letter] === 0x75 && bytes[start] === 0x7b) {
    end = digitsEnd(bytes, start + 1, 16, 6);
    if (bytes[end] === 0x7d) code = hexValue(bytes, start + 1, end++);
  } else if (bytes[letter] === 0x75) code = hexValue(bytes, start, (end = start + 4));
  return code < 0 ? nothingTo(letter) : { end, code };
}

const named: readonly (readonly [name: string, code: number])[] = [
  ['amp;', 0x26],
  ['lt;', 0x3c],
  ['gt;', 0x3e],
  ['quot;', 0x22],
  ['apos;', 0x27],
];

function entity(bytes: Buffer, at: number): Escape {
  if (bytes[at + 1] !== 0x23) {
    for (const [name, code] of named) {
      if (standsAt(bytes, at + 1, name)) return { end: at + 1 + name.length, code };
    }
    return nothingTo(at + 1);
  }
  const isHex = ((bytes[at + 2] ?? 0) | 0x20) === 0x78;
  const start = at + (isHex ? 3 : 2);
  const end = isHex ? digitsEnd(bytes, start, 16, 6) : digitsEnd(bytes, start, 10, 7);
  if (end === start || bytes[end] !== semicolon) return nothingTo(at + 1);
  const code = Number.parseInt(bytes.toString('latin1', start, end), isHex ? 16 : 10);
  return { end: end + 1, code };
}

function standsAt(bytes: Buffer, at: number, lower: string): boolean {
  for (let i = 0; i < lower.length; i++) {
    const byte = bytes[at + i] ?? 0;
    const isUpper = byte >= 0x41 && byte <= 0x5a;
    if ((isUpper ? byte | 0x20 : byte) !== lower.charCodeAt(i)) return false;
  }
  return true;
}

/** Where the digits end that begin at an offset, of which so many count at most. */
function digitsEnd(bytes: Buffer, from: number, base: number, most: number): number {
  let end = from;
  while (end < from + most && (digitOf[bytes[end] ?? 0] ?? 16) < base) end++;
  return end;
}

/** The value of hexadecimal digits; -1 where there are none, or something else is among them. */
function hexValue(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = digitOf[bytes[at] ?? 0] ?? 16;
    if (digit > 15) return -1;
    value = value * 16 + digit;
  }
  return to > from ? value : -1;
}

const digitOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? 16 : digit;
});

/** UTF-8 (RFC 3629); what is no character, half of a pair among it, becomes U+FFFD. */
function writeUtf8(into: Buffer, at: number, code: number): number {
  if (code < 0x80) {
    into[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    into[at] = 0xc0 | (code >> 6);
    into[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  const point = code > 0x10ffff || (code & 0x1ff800) === 0xd800 ? 0xfffd : code;
  if (point < 0x10000) {
    into[at] = 0xe0 | (point >> 12);
    into[at + 1] = 0x80 | ((point >> 6) & 0x3f);
    into[at + 2] = 0x80 | (point & 0x3f);
    return at + 3;
  }
  into[at] = 0xf0 | (point >> 18);
  into[at + 1] = 0x80 | ((point >> 12) & 0x3f);
  into[at + 2] = 0x80 | ((point >> 6) & 0x3f);
  into[at + 3] = 0x80 | (point & 0x3f);
  return at + 4;
}
