// A run of encoded characters around a place, on its line or wrapped over several: as MIME (RFC 2045, section 6.8) and
// PEM wrap it, with the indentation of a YAML block, or as string literals with an escaped line end between them.

/** Part of a run that stands in one piece; byte offsets in the content, half-open. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export interface StoredRun {
  /** In order; all but the last have the same length when there are several. */
  readonly pieces: readonly Piece[];
  /** The run goes on before the first or after the last piece, beyond what may be looked at. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

export interface RunLimits {
  /** By byte: 1 for the characters of the encoding. */
  readonly alphabet: Uint8Array;
  /** What may be looked at, in bytes of the content. */
  readonly from: number;
  readonly to: number;
}

/** The run that `bytes[start, end)` is part of. */
export function storedRunAt(
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: RunLimits,
): StoredRun {
  const pieces: Piece[] = [pieceAround(bytes, start, end, limits)];
  let first = pieces[0]!;
  for (let wrapped = false; ; wrapped = true) {
    const before = pieceBefore(bytes, first.from, limits);
    if (before === undefined || !fits(before, first, wrapped)) break;
    pieces.unshift(before);
    first = before;
  }
  const width = first.to - first.from;
  for (let last = pieces[pieces.length - 1]!; last.to - last.from === width;) {
    const after = pieceAfter(bytes, last.to, limits);
    if (after === undefined || !continues(after, width, pieces.length > 1)) break;
    pieces.push(after.piece);
    last = after.piece;
  }
  const last = pieces[pieces.length - 1]!;
  const isCutBefore = first.from <= limits.from && first.from > 0;
  const isCutAfter = last.to >= limits.to && last.to < bytes.length;
  return { pieces, isCutBefore, isCutAfter };
}

/** A line of a wrapped run is at least this long: MIME takes 76, PEM 64, others 60 or 72. */
const shortestLine = 40;
/** Line end, indentation, quotes and a plus sign. */
const longestJoint = 96;

function fits(before: Piece, first: Piece, wrapped: boolean): boolean {
  const length = before.to - before.from;
  if (length < shortestLine) return false;
  const next = first.to - first.from;
  return wrapped ? length === next : length >= next;
}

interface After {
  readonly piece: Piece;
  /** Whether the run ends there: padding, a line end, a quote. */
  readonly isClosed: boolean;
  readonly padding: number;
}

function continues(
  { piece, isClosed, padding }: After,
  width: number,
  isWrapped: boolean,
): boolean {
  const length = piece.to - piece.from;
  if (width < shortestLine || length > width || !isClosed) return false;
  // After a single line a word may follow that has nothing to do with it.
  return isWrapped || length === width || (width % 4 === 0 && (length + padding) % 4 === 0);
}

function pieceAround(bytes: Uint8Array, start: number, end: number, limits: RunLimits): Piece {
  const { alphabet } = limits;
  let from = start;
  while (from > limits.from && alphabet[bytes[from - 1] ?? 0] === 1) from--;
  if (from < start && isEscapedLetter(bytes, from, limits)) from++;
  let to = end;
  while (to < limits.to && alphabet[bytes[to] ?? 0] === 1) to++;
  return { from, to };
}

// What lies beyond the limits is nothing, what lies beyond the content a line end.
function byteAt(bytes: Uint8Array, at: number, limits: RunLimits): number {
  if (at >= limits.from && at < limits.to) return bytes[at] ?? 10;
  return at >= bytes.length ? 10 : 0;
}

// The letter of `\n`, `\r` and `\t`.
function isEscapedLetter(bytes: Uint8Array, at: number, limits: RunLimits): boolean {
  const letter = byteAt(bytes, at, limits);
  const isLetter = letter === 0x6e || letter === 0x72 || letter === 0x74;
  return isLetter && byteAt(bytes, at - 1, limits) === 0x5c;
}

function pieceBefore(bytes: Uint8Array, from: number, limits: RunLimits): Piece | undefined {
  const { alphabet } = limits;
  let to = from;
  let feeds = 0;
  const last = Math.max(limits.from, from - longestJoint);
  for (; to > last; to--) {
    const byte = bytes[to - 1] ?? 0;
    if (byte === 10) feeds++;
    else if (isJoint(byte)) continue;
    else if (isEscapedLetter(bytes, to - 1, limits)) {
      feeds++;
      to--;
    } else if (byte !== 0x2b || !isGap(byteAt(bytes, to - 2, limits))) break;
  }
  if (feeds === 0 || alphabet[byteAt(bytes, to - 1, limits)] !== 1) return undefined;
  const piece = pieceAround(bytes, to, to, limits);
  // Half a line does not tell where it began.
  return piece.from <= limits.from && piece.from > 0 ? undefined : piece;
}

function pieceAfter(bytes: Uint8Array, to: number, limits: RunLimits): After | undefined {
  const { alphabet } = limits;
  let from = to;
  let feeds = 0;
  const last = Math.min(limits.to, to + longestJoint);
  for (; from < last; from++) {
    const byte = bytes[from] ?? 0;
    if (byte === 10) feeds++;
    else if (isEscapedLetter(bytes, from + 1, limits)) {
      feeds++;
      from++;
    } else if (isJoint(byte)) continue;
    else if (byte !== 0x2b || from === to || !isGap(byteAt(bytes, from + 1, limits))) break;
  }
  if (feeds === 0 || alphabet[byteAt(bytes, from, limits)] !== 1) return undefined;
  let end = from;
  while (end < limits.to && alphabet[bytes[end] ?? 0] === 1) end++;
  let padding = 0;
  while (padding < 2 && byteAt(bytes, end + padding, limits) === 0x3d) padding++;
  const next = byteAt(bytes, end + padding, limits);
  return { piece: { from, to: end }, isClosed: isGap(next) || next === 0x3c, padding };
}

// Line feed, space, tab, CR, quotes, backslash.
function isGap(byte: number): boolean {
  return byte === 10 || isJoint(byte);
}

function isJoint(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 34 || byte === 39 || byte === 0x5c;
}
