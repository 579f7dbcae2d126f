// A tolerant walk over JSON bytes that keeps positions: what a parser throws away. It looks only at what its caller asks
// for, checks no more than it needs, never recurses (a hostile file may nest a million deep) and never throws.

/** A range of bytes, 0-based and half-open. */
export interface ByteRange {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What every walk returns where the text is damaged or ends too early. */
export const damaged = -1;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const closeBrackets: ReadonlyMap<number, number> = new Map([
  [openBracket, 0x5d],
  [openBrace, 0x7d],
]);
/** Strings longer than this are images and the like: there a native search for their end pays. */
const shortString = 256;

/** Whether an object, an array or a string begins at `at`. */
export const isObject = (bytes: Buffer, at: number): boolean => bytes[at] === openBrace;
export const isArray = (bytes: Buffer, at: number): boolean => bytes[at] === openBracket;
export const isString = (bytes: Buffer, at: number): boolean => bytes[at] === quote;

/**
 * Calls `visit` with each key of the object that begins at `at` (its escapes left as they are) and the offset of the
 * value; `visit` returns the value's end. Returns the object's end, or `damaged`.
 */
export function eachMember(
  bytes: Buffer,
  at: number,
  visit: (key: string, valueAt: number) => number,
): number {
  return eachItem(bytes, at, (keyAt) => {
    const keyEnd = isString(bytes, keyAt) ? stringEnd(bytes, keyAt) : damaged;
    if (keyEnd === damaged) return damaged;
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== 0x3a) return damaged;
    const key = bytes.toString('latin1', keyAt + 1, keyEnd - 1);
    return visit(key, skipSpace(bytes, colon + 1));
  });
}

/** Calls `visit` with the offset of each element of the array that begins at `at`; as `eachMember` otherwise. */
export function eachElement(bytes: Buffer, at: number, visit: (at: number) => number): number {
  return eachItem(bytes, at, visit);
}

function eachItem(bytes: Buffer, at: number, visit: (at: number) => number): number {
  const close = closeBrackets.get(bytes[at] ?? 0);
  let offset = skipSpace(bytes, at + 1);
  if (bytes[offset] === close) return offset + 1;
  for (;;) {
    const end = visit(offset);
    if (end === damaged) return damaged;
    offset = skipSpace(bytes, end);
    if (bytes[offset] === close) return offset + 1;
    if (bytes[offset] !== 0x2c) return damaged;
    offset = skipSpace(bytes, offset + 1);
  }
}

/** The end of the value that begins at `at`, whatever it is, or `damaged`. */
export function valueEnd(bytes: Buffer, at: number): number {
  if (isString(bytes, at)) return stringEnd(bytes, at);
  if (isObject(bytes, at) || isArray(bytes, at)) return nestEnd(bytes, at);
  // A number or a word; what follows it is the caller's to check.
  let end = at;
  while (end < bytes.length && isWordByte(bytes[end]!)) end++;
  return end > at ? end : damaged;
}

/** Letters, digits, `+`, `-`, `.` and a few more: all but white space, brackets, commas, colons and quotes. */
function isWordByte(byte: number): boolean {
  return (
    byte > 0x20 &&
    byte !== quote &&
    byte !== 0x2c &&
    byte !== 0x3a &&
    (byte | 0x20) !== 0x7b &&
    (byte | 0x20) !== 0x7d
  );
}

/** The end of an object or an array; that its brackets are of one kind is not checked. */
function nestEnd(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let offset = at; offset < bytes.length; offset++) {
    const byte = bytes[offset]!;
    if (byte === quote) {
      const end = stringEnd(bytes, offset);
      if (end === damaged) return damaged;
      offset = end - 1;
    } else if (byte === openBracket || byte === openBrace) depth++;
    else if ((byte === 0x5d || byte === 0x7d) && --depth === 0) return offset + 1;
  }
  return damaged;
}

/** The end (behind the closing quote) of the string that begins at `at`, or `damaged`. */
export function stringEnd(bytes: Buffer, at: number): number {
  const near = Math.min(bytes.length, at + shortString);
  let offset = at + 1;
  for (; offset < near; offset++) {
    const byte = bytes[offset]!;
    if (byte === quote) return offset + 1;
    if (byte === backslash) offset++;
  }
  for (;;) {
    const end = bytes.indexOf(quote, offset);
    if (end < 0) return damaged;
    let slashes = 0;
    while (end - slashes > offset && bytes[end - slashes - 1] === backslash) slashes++;
    if (slashes % 2 === 0) return end + 1;
    offset = end + 1;
  }
}

/** The first offset from `at` on that is no white space of JSON (RFC 8259, section 2). */
export function skipSpace(bytes: Buffer, at: number): number {
  let offset = at;
  for (; offset < bytes.length; offset++) {
    const byte = bytes[offset]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return offset;
}
