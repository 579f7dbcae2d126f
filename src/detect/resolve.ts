// From raw matches to one match per secret: a pure function of the list, so that matches carried over
// from a previous version of a blob and fresh ones can be mixed.
import type { ValueEncoding } from '../model/match.ts';

/** A verified match before overlaps are resolved and lines are counted. Offsets as in `Match`. */
export interface RawMatch {
  readonly ruleId: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly value: string;
  readonly encoding?: ValueEncoding;
  /** Per kind of file, in the order of `fileKinds`. One that scores nowhere only keeps others off its place. */
  readonly scores: readonly number[];
  /** That of the rule: of two matches over the same bytes the higher one stands. */
  readonly specificity: number;
}

/**
 * Drops duplicates and all but one of the matches that overlap, and sorts by place. Of two that overlap
 * the more specific one stands; then the better scored, the longer, the first by rule id. A match that
 * only touches another, or lies beside it, stays. Those of rules in `own` keep none off that would stand without
 * them: such a rule's paths, or what is allowed, may leave it out later (scan/ownMatches.ts).
 */
export function resolve(raw: readonly RawMatch[], own: ReadonlySet<string> = noRules): RawMatch[] {
  const isOwn = ({ ruleId }: RawMatch): boolean => own.has(ruleId);
  if (own.size === 0 || !raw.some(isOwn)) return standing(raw);
  const others = standing(raw.filter((match) => !isOwn(match)));
  return [...others, ...standing(raw).filter(isOwn)].sort(byPlace);
}

const noRules: ReadonlySet<string> = new Set();

function standing(raw: readonly RawMatch[]): RawMatch[] {
  const taken = createTakenPlaces(raw);
  return [...raw]
    .sort(byMerit)
    .filter((match) => taken.take(match) && highest(match.scores) > 0)
    .sort(byPlace);
}

function byMerit(a: RawMatch, b: RawMatch): number {
  return (
    b.specificity - a.specificity ||
    highest(b.scores) - highest(a.scores) ||
    b.endOffset - b.startOffset - (a.endOffset - a.startOffset) ||
    a.startOffset - b.startOffset ||
    (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)
  );
}

function byPlace(a: RawMatch, b: RawMatch): number {
  return (
    a.startOffset - b.startOffset ||
    a.endOffset - b.endOffset ||
    (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)
  );
}

function highest(scores: readonly number[]): number {
  return Math.max(...scores);
}

interface TakenPlaces {
  /** Takes the bytes of a match, which is one of those known from the start; false where one that it overlaps has some. */
  take(match: RawMatch): boolean;
}

/**
 * In terms of the places at which matches start: two overlap where one of them starts within the other. Each is taken once,
 * and a Fenwick tree counts them, so that n matches take n log n steps, whatever they overlap.
 */
function createTakenPlaces(raw: readonly RawMatch[]): TakenPlaces {
  const starts = Float64Array.from(new Set(raw.map(({ startOffset }) => startOffset))).sort();
  const counts = new Int32Array(starts.length + 1);
  const takenBefore = (place: number): number => {
    let sum = 0;
    for (let i = place; i > 0; i -= i & -i) sum += counts[i]!;
    return sum;
  };
  return {
    take({ startOffset, endOffset }) {
      const from = placeOf(starts, startOffset);
      const to = placeOf(starts, endOffset);
      if (takenBefore(to) > takenBefore(from)) return false;
      for (let place = from; place < to; place++) {
        for (let i = place + 1; i < counts.length; i += i & -i) counts[i]!++;
      }
      return true;
    },
  };
}

/** How many of `starts`, which ascend, lie before an offset. */
function placeOf(starts: Float64Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
