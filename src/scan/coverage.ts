// The receipt of a scan: counts of what was read, and everything that was not under a reason.
import type { UnreadPart } from '../detect/archiveMatches.ts';
import type { Oid } from '../model/oid.ts';
import type { DisplayPath } from '../model/path.ts';
import type { Problem, ProblemKind } from '../model/problem.ts';
import type { Coverage, Skipped } from '../model/report.ts';

export type CoverageCounts = Pick<
  Coverage,
  | 'commits'
  | 'trees'
  | 'blobs'
  | 'bytes'
  | 'messages'
  | 'worktreeFiles'
  | 'missingObjects'
  | 'verifiedObjects'
>;

export interface CoverageBuilder {
  /** Something (or `count` of it) left out by its nature or by a limit; `example` is an oid or a display path. */
  skip(reason: string, bytes: number, example: string, count?: number): void;
  /**
   * What of an archive was not read. A member that is locked or damaged is left out by its nature; what a limit of ours cut
   * off should have been read: it is a problem, too.
   */
  unreadPart(part: UnreadPart, at: { readonly oid: Oid } | { readonly path: DisplayPath }): void;
  /** Something that should have been read and was not. */
  problem(problem: Problem): void;
  /** `isWhole` is false for a repository that is shallow or partial by itself. */
  build(counts: CoverageCounts, isWhole: boolean): Coverage;
}

const mostExamples = 5;
/** A partial clone lacks objects by the hundred thousand: beyond this many problems of one kind they are counted. */
const mostProblemsOfAKind = 100;

/** Collects in any order; what it builds is sorted. `complete` is false as soon as there is one problem. */
export function createCoverage(): CoverageBuilder {
  const skipped = new Map<string, { count: number; bytes: number; examples: string[] }>();
  const problems: Problem[] = [];
  function skip(reason: string, bytes: number, example: string, count = 1): void {
    const entry = skipped.get(reason) ?? { count: 0, bytes: 0, examples: [] };
    entry.count += count;
    entry.bytes += bytes;
    entry.examples.push(example);
    skipped.set(reason, entry);
  }

  return {
    skip,
    unreadPart({ reason, bytes, count }, at) {
      skip(reason, bytes, 'oid' in at ? at.oid : at.path, count);
      if (reason !== 'archive-limit') return;
      const message = 'archive unpacks to more than is looked at; it was read in part';
      problems.push({ kind: reason, message, ...at });
    },
    problem(problem) {
      problems.push(problem);
    },
    build: (counts, isWhole) => ({
      complete: isWhole && problems.length === 0,
      ...counts,
      skipped: [...skipped.entries()]
        .map(([reason, { count, bytes, examples }]): Skipped => {
          return { reason, count, bytes, examples: examples.sort().slice(0, mostExamples) };
        })
        .sort((left, right) => compare(left.reason, right.reason)),
      problems: shorten(sortProblems(problems)),
    }),
  };
}

function sortProblems(problems: readonly Problem[]): Problem[] {
  const keyOf = ({ kind, path, oid, message }: Problem): string =>
    [kind, path ?? '', oid ?? '', message].join('\0');
  const byKey = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...byKey.entries()].sort(([left], [right]) => compare(left, right)).map(([, p]) => p);
}

const moreOfThisKind = ' more problems of this kind';

/** Problems of a kind, those included that the list only counts. */
export function problemCount(problems: readonly Problem[], kind: ProblemKind): number {
  const counts = problems
    .filter((problem) => problem.kind === kind)
    .map(({ message }) => (message.endsWith(moreOfThisKind) ? Number.parseInt(message, 10) : 1));
  return counts.reduce((sum, count) => sum + count, 0);
}

function shorten(problems: readonly Problem[]): Problem[] {
  const counts = new Map<string, number>();
  const kept: Problem[] = [];
  for (const problem of problems) {
    const count = (counts.get(problem.kind) ?? 0) + 1;
    counts.set(problem.kind, count);
    if (count <= mostProblemsOfAKind) kept.push(problem);
  }
  for (const [kind, count] of counts) {
    const at = kept.findLastIndex((problem) => problem.kind === kind);
    const last = kept[at];
    if (count <= mostProblemsOfAKind || last === undefined) continue;
    const message = `${count - mostProblemsOfAKind}${moreOfThisKind}`;
    kept.splice(at + 1, 0, { kind: last.kind, message });
  }
  return kept;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
