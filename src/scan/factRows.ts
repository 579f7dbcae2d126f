// Rows that an earlier audit kept, with the numbers that their objects have now. `numberOf` gives such a number, -1 for an
// object that is absent; `isKept` says whether the row of an object still counts.
import { rowLength } from './matchList.ts';
import type { MatchList } from './matchList.ts';

/** Matches of the kept objects. */
export function placedAnew(
  { verdicts, rows }: MatchList,
  numbers: Int32Array,
  isKept: (fact: number) => boolean,
): MatchList {
  const kept = new Float64Array(rows.length);
  let used = 0;
  for (let at = 0; at < rows.length; at += rowLength) {
    if (!isKept(rows[at]!)) continue;
    kept.set(rows.subarray(at, at + rowLength), used);
    kept[used] = numbers[rows[at]!]!;
    used += rowLength;
  }
  return { verdicts, rows: kept.slice(0, used) };
}

/** Rows of the kept commits (ContentResult.commitRows). */
export function commitRowsAnew(
  rows: Float64Array,
  isKept: (fact: number) => boolean,
  numberOf: (fact: number) => number,
): Float64Array {
  const kept = new Float64Array(rows.length);
  let used = 0;
  for (let at = 0; at < rows.length;) {
    const end = at + 5 + rows[at + 4]!;
    if (isKept(rows[at]!)) {
      const start = used;
      kept.set(rows.subarray(at, end), start);
      kept[start] = numberOf(rows[at]!);
      kept[start + 1] = numberOf(rows[at + 1]!);
      for (let parent = 5; parent < end - at; parent++) {
        kept[start + parent] = numberOf(rows[at + parent]!);
      }
      used += end - at;
    }
    at = end;
  }
  return kept.slice(0, used);
}

/** Rows of the kept tags (ContentResult.tagRows). */
export function tagRowsAnew(
  rows: Float64Array,
  isKept: (fact: number) => boolean,
  numberOf: (fact: number) => number,
): Float64Array {
  const kept: number[] = [];
  for (let at = 0; at < rows.length; at += 2) {
    if (isKept(rows[at]!)) kept.push(numberOf(rows[at]!), numberOf(rows[at + 1]!));
  }
  return Float64Array.from(kept);
}
