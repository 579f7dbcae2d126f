// The matches of a scan in compact form. One secret stands in hundreds of versions of a file, so the places
// are rows of integers and what they have in common is kept once.
import type { SealedMatch } from '../model/match.ts';

/** What matches of one secret under one rule and judgement share. */
export interface Verdict {
  readonly ruleId: string;
  readonly secretId: string;
  readonly fingerprint: string;
  /** See Match.scores. */
  readonly scores: readonly number[];
}

/** Rows of `rowLength` integers: object, verdict number, start and end offset, line, column, endLine, endColumn. */
export interface MatchList {
  readonly verdicts: readonly Verdict[];
  readonly rows: Float64Array;
}

export const rowLength = 8;

export interface MatchListBuilder {
  /** True when it is the first match of its secret, rule and judgement. */
  add(object: number, match: SealedMatch): boolean;
  build(): MatchList;
}

export function createMatchListBuilder(): MatchListBuilder {
  const verdicts: Verdict[] = [];
  const numbers = new Map<string, number>();
  let rows = new Float64Array(rowLength * 256);
  let used = 0;

  function numberOf(match: SealedMatch): number {
    const { ruleId, secretId, fingerprint, scores } = match;
    const key = `${fingerprint}${scores.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, verdicts.length);
    return verdicts.push({ ruleId, secretId, fingerprint, scores }) - 1;
  }

  return {
    add(object, match) {
      if (used + rowLength > rows.length) {
        const larger = new Float64Array(rows.length * 2);
        larger.set(rows);
        rows = larger;
      }
      const before = verdicts.length;
      rows[used++] = object;
      rows[used++] = numberOf(match);
      rows[used++] = match.startOffset;
      rows[used++] = match.endOffset;
      rows[used++] = match.line;
      rows[used++] = match.column;
      rows[used++] = match.endLine;
      rows[used++] = match.endColumn;
      return verdicts.length > before;
    },
    build: () => ({ verdicts, rows: rows.slice(0, used) }),
  };
}

/** One match at its place, read back from a row. */
export interface PlacedMatch extends SealedMatch {
  readonly object: number;
}

/** All matches of several lists, ordered by object, then offset, then rule: the same whatever thread found them. */
export function mergeMatchLists(lists: readonly MatchList[]): PlacedMatch[] {
  const matches = lists.flatMap(({ verdicts, rows }) => {
    const placed: PlacedMatch[] = [];
    for (let at = 0; at < rows.length; at += rowLength) {
      placed.push({
        object: rows[at]!,
        ...verdicts[rows[at + 1]!]!,
        startOffset: rows[at + 2]!,
        endOffset: rows[at + 3]!,
        line: rows[at + 4]!,
        column: rows[at + 5]!,
        endLine: rows[at + 6]!,
        endColumn: rows[at + 7]!,
      });
    }
    return placed;
  });
  return matches.sort(
    (left, right) =>
      left.object - right.object ||
      left.startOffset - right.startOffset ||
      (left.ruleId < right.ruleId ? -1 : left.ruleId > right.ruleId ? 1 : 0),
  );
}
