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
  const best = [...raw].sort(byMerit);
  const kept: RawMatch[] = [];
  for (const match of best) if (!overlapsAny(kept, match)) insertByPlace(kept, match);
  return kept.filter(({ scores }) => highest(scores) > 0);
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

// `kept` is sorted and free of overlaps, so only the neighbours of the place can overlap.
function overlapsAny(kept: readonly RawMatch[], match: RawMatch): boolean {
  const at = placeOf(kept, match.startOffset);
  const before = kept[at - 1];
  const after = kept[at];
  return (
    (before !== undefined && before.endOffset > match.startOffset) ||
    (after !== undefined && after.startOffset < match.endOffset)
  );
}

function insertByPlace(kept: RawMatch[], match: RawMatch): void {
  kept.splice(placeOf(kept, match.startOffset), 0, match);
}

function placeOf(kept: readonly RawMatch[], startOffset: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.startOffset ?? 0) < startOffset) low = middle + 1;
    else high = middle;
  }
  return low;
}
