// Applies git deltas (gitformat-pack, "Deltified representation") and tells which bytes of the result
// were copied from the base. Hot and plain: one call per delta of the history.

/** A run of bytes that a delta copies unchanged: `result[to, to + length)` is `base[from, from + length)`. */
export interface KeptRanges {
  /** Triples from, to, length, in ascending order of `to`; grown by `applyDelta`, reused between calls. */
  triples: Int32Array;
  /** Number of triples in use. */
  count: number;
}

export function createKeptRanges(): KeptRanges {
  return { triples: new Int32Array(3 * 256), count: 0 };
}

/** Sizes in the header of a delta: of its base and of its result; undefined when it is damaged. */
export function deltaSizes(
  delta: Buffer,
  length: number,
): { baseSize: number; resultSize: number; start: number } | undefined {
  let at = 0;
  const sizes: number[] = [];
  while (sizes.length < 2) {
    let size = 0;
    let factor = 1;
    let byte: number;
    do {
      if (at >= length || at > 20) return undefined;
      byte = delta[at++] ?? 0;
      size += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    sizes.push(size);
  }
  const [baseSize, resultSize] = sizes;
  if (baseSize === undefined || resultSize === undefined) return undefined;
  return { baseSize, resultSize, start: at };
}

/**
 * Applies `delta[start, deltaLength)` to `base[0, baseSize)`, writing `result[0, resultSize)`. Copies are
 * recorded in `kept` when it is given; neighbouring copies that continue each other are joined.
 * Returns false when an instruction is damaged, reaches outside the base or does not fill the result.
 */
export function applyDelta(
  delta: Buffer,
  start: number,
  deltaLength: number,
  base: Buffer,
  baseSize: number,
  result: Buffer,
  resultSize: number,
  kept?: KeptRanges,
): boolean {
  let at = start;
  let to = 0;
  if (kept) kept.count = 0;
  while (at < deltaLength) {
    const op = delta[at++]!;
    if (op & 0x80) {
      let from = 0;
      let length = 0;
      if (op & 0x01) from = delta[at++]!;
      if (op & 0x02) from |= delta[at++]! << 8;
      if (op & 0x04) from |= delta[at++]! << 16;
      if (op & 0x08) {
        from |= delta[at++]! << 24;
        // Rare, and kept apart: numbers beyond 2^31 would make this loop allocate.
        if (from < 0) from += 2 ** 32;
      }
      if (op & 0x10) length = delta[at++]!;
      if (op & 0x20) length |= delta[at++]! << 8;
      if (op & 0x40) length |= delta[at++]! << 16;
      if (length === 0) length = 0x10000;
      if (at > deltaLength || from + length > baseSize || to + length > resultSize) return false;
      if (length < 48) for (let i = 0; i < length; i++) result[to + i] = base[from + i]!;
      else base.copy(result, to, from, from + length);
      if (kept) keep(kept, from, to, length);
      to += length;
    } else if (op !== 0) {
      if (at + op > deltaLength || to + op > resultSize) return false;
      if (op < 48) for (let i = 0; i < op; i++) result[to + i] = delta[at + i]!;
      else delta.copy(result, to, at, at + op);
      at += op;
      to += op;
    } else return false;
  }
  return to === resultSize;
}

function keep(kept: KeptRanges, from: number, to: number, length: number): void {
  const end = kept.count * 3;
  const { triples } = kept;
  if (end > 0) {
    const previousLength = triples[end - 1]!;
    if (triples[end - 3]! + previousLength === from && triples[end - 2]! + previousLength === to) {
      triples[end - 1] = previousLength + length;
      return;
    }
  }
  if (end + 3 > triples.length) {
    const larger = new Int32Array(triples.length * 2);
    larger.set(triples);
    kept.triples = larger;
  }
  kept.triples[end] = from;
  kept.triples[end + 1] = to;
  kept.triples[end + 2] = length;
  kept.count++;
}
