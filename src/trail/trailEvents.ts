// Every commit's tree against those of all its parents: where a secret comes in, spreads, goes out. Answers
// in numbers (secret, commit, path, blob); lines, authors and dates are added for what is reported.
//
// Cost: a commit whose tree has the shape of its parents' costs one comparison, any other the directories in
// which the shapes differ. A hostile tree can spell a billion paths in ten objects, so paths are bounded.
import { compareTrees, isSettled, tellFirstPlaces } from './compareTrees.ts';
import type { TrailEvent, TrailGround, Walk } from './compareTrees.ts';
import type { CommitTable } from './commitTable.ts';
import type { SoughtTrees } from './soughtTrees.ts';

/** Everything that happened to the sought secrets, under numbers. */
export interface TrailEvents {
  /** In topological order of commits; within one commit in no order to rely on. */
  readonly list: readonly TrailEvent[];
  /** Per commit with news the set of secrets that it holds and no parent does. */
  readonly fresh: ReadonlyMap<number, number>;
  /** Per secret the last commit that holds it at no path while a parent does, or -1. */
  readonly lastRemoval: Int32Array;
  /** Secrets that a parent outside the selection holds, as a set. */
  readonly heldBefore: number;
  /** A limit was met: events are missing, though every secret still has its first one. */
  readonly isTruncated: boolean;
}

/** Directories compared and events told, for one commit and in all. */
export interface EventLimits {
  readonly perCommit: number;
  readonly total: number;
}

export interface EventOptions {
  readonly secretCount: number;
  /** Per commit whether its events are asked for; all when left out. Parents count in any case. */
  readonly selection?: Uint8Array;
  readonly limits?: EventLimits;
  /** Asked now and then; once true nothing but first places is told. */
  readonly isLate?: () => boolean;
}

/** An event that is told takes up to 3 kB and 50 µs by the time it stands in a report. */
const defaultLimits: EventLimits = { perCommit: 100_000, total: 1_000_000 };

/** The events of all selected commits. */
export function traceEvents(ground: TrailGround, options: EventOptions): TrailEvents {
  const { commits, roots, shapes, sets } = ground;
  const { selection, limits = defaultLimits, isLate = () => false } = options;
  const list: TrailEvent[] = [];
  const fresh = new Map<number, number>();
  const lastRemoval = new Int32Array(options.secretCount).fill(-1);
  let heldBefore = 0;
  let isTruncated = false;
  let left = limits.total;

  for (const commit of commits.order) {
    if (selection !== undefined && selection[commit] === 0) continue;
    const parents = commits.parents.subarray(
      commits.parentStart[commit],
      commits.parentStart[commit + 1],
    );
    const own = shapes.shapeOf(roots[commit]!);
    const theirs = Array.from(parents, (parent) => shapes.shapeOf(roots[parent]!));
    if (selection !== undefined) {
      for (const [i, parent] of parents.entries()) {
        if (selection[parent] === 0) {
          heldBefore = sets.union(heldBefore, shapes.secretsOf(theirs[i]!));
        }
      }
    }
    if (isSettled(own, theirs)) continue;

    const ownSet = shapes.secretsOf(own);
    const before = theirs.reduce((set, shape) => sets.union(set, shapes.secretsOf(shape)), 0);
    const news = sets.minus(ownSet, before);
    if (news.length > 0) fresh.set(commit, sets.of(news));
    for (const secret of sets.minus(before, ownSet)) lastRemoval[secret] = commit;

    if (isLate()) left = 0;
    const walk: Walk = {
      ground,
      commit,
      before,
      list,
      left: Math.min(left, limits.perCommit),
      isLate,
    };
    const budget = walk.left;
    const parentTrees = Array.from(parents, (parent) => rootList(roots[parent]!));
    const told = list.length;
    compareTrees(walk, rootList(roots[commit]!), parentTrees);
    left -= budget - walk.left;
    if (walk.left <= 0) {
      isTruncated = true;
      tellFirstPlaces(walk, roots[commit]!, news, told);
    }
  }
  return { list, fresh, lastRemoval, heldBefore, isTruncated };
}

/** Numbers of the trees of the commits that matter: the selected ones and their parents. -1 for the others. */
export function rootTrees(
  commits: CommitTable,
  trees: SoughtTrees,
  selection?: Uint8Array,
): Int32Array {
  const { oidBytes } = commits.oids;
  const roots = new Int32Array(commits.count).fill(-1);
  const fill = (commit: number): void => {
    roots[commit] = trees.treeOf(commits.trees, commit * oidBytes);
  };
  for (let commit = 0; commit < commits.count; commit++) {
    if (selection !== undefined && selection[commit] === 0) continue;
    fill(commit);
    for (let i = commits.parentStart[commit]!; i < commits.parentStart[commit + 1]!; i++) {
      fill(commits.parents[i]!);
    }
  }
  return roots;
}

function rootList(tree: number): readonly number[] {
  return tree < 0 ? [] : [tree];
}
