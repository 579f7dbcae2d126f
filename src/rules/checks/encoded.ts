// Keys that are random bytes in an encoding: the number of bytes and the padding give them away.

/** 64 random bytes in standard base64 (Azure storage and Cosmos DB keys): 88 characters, `==` at the end. */
export function isBase64Of64Bytes(value: string): boolean {
  return /^[A-Za-z0-9+/]{86}==$/u.test(value) && hasManyBytes(Buffer.from(value, 'base64'));
}

/** Base64, either alphabet, of bytes that are no text: at least half of the values differ. */
export function isRandomBase64(value: string): boolean {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/u.test(value)) return false;
  return hasManyBytes(Buffer.from(value, 'base64'));
}

/** Whether a value mixes letters and digits as random text does, and is no plain hexadecimal counter. */
export function isMixed(value: string): boolean {
  return /[0-9]/u.test(value) && /[A-Za-z]/u.test(value);
}

/** Whether a value holds a digit. */
export function hasDigit(value: string): boolean {
  return /[0-9]/u.test(value);
}

/**
 * Whether a value of 16 characters or more looks drawn by chance rather than named by a person: long
 * and without separators, or letters and digits changing places often. `prod_index_2023` is no token.
 */
export function isRandomToken(value: string): boolean {
  if (value.length < 12 || !/[0-9]/u.test(value)) return false;
  const pieces = value.split(/[-_.]/u).filter((piece) => piece !== '');
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  const digitRuns = longest.match(/[0-9]+/gu)?.length ?? 0;
  if (digitRuns < 2 && pieces.length < 4) return false;
  if (longest.length >= 30 && isMixed(longest)) return true;
  const changes = value.match(/[A-Za-z][0-9]|[0-9][A-Za-z]/gu)?.length ?? 0;
  const words = pieces.filter((piece) => /^[A-Z]?[a-z]{3,}$/u.test(piece)).length;
  return changes >= 2 && words <= 1;
}

/** Whether a value has upper-case and lower-case letters. */
export function isMixedCase(value: string): boolean {
  return /[a-z]/u.test(value) && /[A-Z]/u.test(value);
}

/** Whether the longest part of a value (between `-`, `_`, `.` and `:`) shows as many different characters as chance would. */
export function hasVariety(value: string): boolean {
  const parts = value.split(/[-_.:]/u);
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return new Set(longest).size >= Math.min(16, longest.length) * 0.6;
}

/** Not the nil UUID nor one made of a single digit. */
export function isRandomUuid(value: string): boolean {
  return new Set(value.replaceAll('-', '')).size >= 6;
}

function hasManyBytes(bytes: Uint8Array): boolean {
  return new Set(bytes).size >= bytes.length / 2;
}
