// A compressed bitmap as git stores it in a split index: runs of equal words and literal words
// (bitmap-format documentation, "Appendix A: Serialization format for an EWAH bitmap").

export interface EwahBitmap {
  /** Positions of the set bits, ascending. */
  readonly positions: readonly number[];
  /** Offset just after the bitmap. */
  readonly end: number;
}

/** Reads a bitmap; undefined when it is damaged or sets a bit at or above `limit`. */
export function readEwah(bytes: Buffer, start: number, limit: number): EwahBitmap | undefined {
  if (start + 8 > bytes.length) return undefined;
  const words = bytes.readUInt32BE(start + 4);
  const end = start + 8 + words * 8 + 4;
  if (end > bytes.length) return undefined;
  const positions: number[] = [];
  let position = 0;
  for (let word = 0; word < words;) {
    const high = bytes.readUInt32BE(start + 8 + word * 8);
    const low = bytes.readUInt32BE(start + 12 + word * 8);
    word++;
    const runLength = ((low >>> 1) | ((high & 1) << 31)) >>> 0;
    const runEnd = position + runLength * 64;
    if ((low & 1) === 1) {
      if (runEnd > limit + 64) return undefined;
      for (let bit = position; bit < runEnd; bit++) positions.push(bit);
    }
    position = runEnd;
    const literals = high >>> 1;
    if (literals > words - word) return undefined;
    for (const last = word + literals; word < last; word++, position += 64) {
      pushBits(bytes.readUInt32BE(start + 12 + word * 8), position, positions);
      pushBits(bytes.readUInt32BE(start + 8 + word * 8), position + 32, positions);
    }
  }
  return (positions.at(-1) ?? -1) < limit ? { positions, end } : undefined;
}

function pushBits(bits: number, position: number, positions: number[]): void {
  for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) positions.push(position + bit);
}
