// From where a secret can be reached: refs whose history holds it, HEAD, anything at all. A ref "reaches" a
// secret when some object behind it holds it, at its tip or deep in its history: such a ref must be rewritten
// or deleted before the secret is gone from a clone.
//
// Not a walk per ref: one pass over the commits in topological order gives each commit the set of secrets of
// its whole history (its parents' sets and what it brings itself; sets are shared and compared by number,
// bits of secrets / 8 bytes each), and refs are answered by the set at their tip. O(commits + parents +
// refs + distinct sets x secrets / 32); 60,000 refs on a thousand commits have a thousand sets at most.
import type { Oid } from '../model/oid.ts';
import type { TrailGround } from './compareTrees.ts';
import type { Tip } from './peel.ts';
import { createRefFinder } from './refsBySecret.ts';
import type { TrailEvents } from './trailEvents.ts';

export interface Ref {
  /** Full name: `refs/heads/main`. */
  readonly name: string;
  readonly oid: Oid;
}

export interface ReachInput {
  readonly ground: TrailGround;
  readonly events: TrailEvents;
  readonly peel: (oid: Oid) => Tip;
  readonly refs: readonly Ref[];
  /** Reflog entries, MERGE_HEAD and whatever else keeps objects alive. */
  readonly otherOids: readonly Oid[];
  readonly head: Oid | null;
  /** Set of secrets in the message of a commit or tag object, by its oid. */
  readonly messageSets: ReadonlyMap<Oid, number>;
  readonly selection?: Uint8Array;
}

/** Sets are numbers of `ground.sets`. */
export interface Reach {
  /** Secrets in the tree of HEAD. */
  readonly inHead: number;
  /** Secrets in the history of HEAD, messages included. */
  readonly behindHead: number;
  /** Secrets in an object that a ref, HEAD or another root reaches. */
  readonly inHistory: number;
  /** Secrets in a commit's tree or a sought blob that no root reaches. */
  readonly inUnreachable: number;
  /** Sought blobs that are in no commit's tree, ascending by id. None where there is a selection. */
  readonly looseBlobs: readonly number[];
  /** Names of the refs that reach a secret, in a message too, sorted. */
  refsOf(secret: number): readonly string[];
}

/** Answers for all secrets at once. */
export function traceReach(input: ReachInput): Reach {
  const { ground, events, peel, refs, otherOids, head, messageSets, selection } = input;
  const { commits, roots, trees, shapes, sets, blobSets } = ground;
  const setOfTree = (tree: number): number => shapes.secretsOf(shapes.shapeOf(tree));
  const setOfCommit = (commit: number): number =>
    setOfTree(trees.treeOf(commits.trees, commit * commits.oids.oidBytes));
  const histories = historySets(input, (commit) => events.fresh.get(commit) ?? 0, setOfCommit);
  const setBehind = ({ type, number }: Tip): number => {
    if (type === 'commit') return histories[number]!;
    if (type === 'other') return 0;
    return type === 'tree' ? setOfTree(number) : blobSets[number]!;
  };

  const sortedRefs = refs.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const refTips = sortedRefs.map(({ oid }) => peel(oid));
  const headTip = head === null ? undefined : peel(head);
  const tips = [...refTips, ...otherOids.map(peel), ...(headTip === undefined ? [] : [headTip])];

  let inHead = 0;
  if (headTip?.type === 'commit') inHead = setOfCommit(headTip.number);
  const messagesBehind = messageFinder();
  const allBehind = (tip: Tip): number => sets.union(setBehind(tip), messagesBehind(tip));
  const behindHead = headTip === undefined ? 0 : allBehind(headTip);
  const inHistory = sets.unionOf(new Set(tips.map(setBehind)));

  const isReached = reachedCommits(ground, tips);
  const unreachableShapes = new Set<number>();
  for (let commit = 0; commit < commits.count; commit++) {
    if (isReached[commit] === 1 || selection?.[commit] === 0) continue;
    unreachableShapes.add(shapes.shapeOf(roots[commit]!));
  }
  const { looseBlobs, unreachedBlobs } = blobsOutside();
  const inUnreachable = sets.unionOf([
    ...[...unreachableShapes].map((shape) => shapes.secretsOf(shape)),
    ...unreachedBlobs.map((blob) => blobSets[blob]!),
  ]);
  const refsOf = createRefFinder({
    sets,
    names: sortedRefs.map(({ name }) => name),
    setOfRef: refTips.map(allBehind),
  });
  return { inHead, behindHead, inHistory, inUnreachable, looseBlobs, refsOf };

  function blobsOutside(): { looseBlobs: number[]; unreachedBlobs: number[] } {
    if (selection !== undefined) return { looseBlobs: [], unreachedBlobs: [] };
    const marker = createBlobMarker(ground);
    for (const root of roots) marker.markTree(root);
    const unmarked = marker.unmarked();
    for (const { type, number } of tips) {
      if (type === 'tree') marker.markTree(number);
      if (type === 'blob') marker.markBlob(number);
    }
    return { looseBlobs: unmarked, unreachedBlobs: marker.unmarked() };
  }

  /** The set of secrets in the messages that a tip reaches. */
  function messageFinder(): (tip: Tip) => number {
    if (messageSets.size === 0) return () => 0;
    const setOfCommits = new Map<number, number>();
    for (const [oid, set] of messageSets) setOfCommits.set(commits.oids.findHex(oid), set);
    const messages = historySets(
      input,
      (commit) => setOfCommits.get(commit) ?? 0,
      () => 0,
    );
    return ({ type, number, tags }) =>
      sets.unionOf([
        type === 'commit' ? messages[number]! : 0,
        ...tags.map((tag) => messageSets.get(tag) ?? 0),
      ]);
  }
}

/**
 * Per commit the set of secrets that come in at it or at any ancestor. Only selected commits bring
 * something; what their trees inherit at the border of the selection is new to it.
 */
function historySets(
  { ground, selection }: ReachInput,
  broughtBy: (commit: number) => number,
  inheritedBy: (commit: number) => number,
): Int32Array {
  const { commits, sets } = ground;
  const histories = new Int32Array(commits.count);
  for (const commit of commits.order) {
    let set = selection?.[commit] === 0 ? 0 : broughtBy(commit);
    for (let i = commits.parentStart[commit]!; i < commits.parentStart[commit + 1]!; i++) {
      const parent = commits.parents[i]!;
      set = sets.union(set, histories[parent]!);
      if (selection?.[commit] === 1 && selection[parent] === 0) {
        set = sets.union(set, inheritedBy(commit));
      }
    }
    histories[commit] = set;
  }
  return histories;
}

function reachedCommits({ commits }: TrailGround, tips: readonly Tip[]): Uint8Array {
  const isReached = new Uint8Array(commits.count);
  for (const { type, number } of tips) if (type === 'commit') isReached[number] = 1;
  for (let at = commits.count - 1; at >= 0; at--) {
    const commit = commits.order[at]!;
    if (isReached[commit] === 0) continue;
    for (let i = commits.parentStart[commit]!; i < commits.parentStart[commit + 1]!; i++) {
      isReached[commits.parents[i]!] = 1;
    }
  }
  return isReached;
}

interface BlobMarker {
  markTree(tree: number): void;
  markBlob(blob: number): void;
  /** Blobs with a secret that no marked tree holds, ascending by id. */
  unmarked(): number[];
}

function createBlobMarker({ trees, shapes, blobSets }: TrailGround): BlobMarker {
  const marked = new Uint8Array(trees.blobCount);
  let seen = new Uint8Array(trees.treeCount);
  return {
    markTree(root) {
      // Once a tree has a shape, all trees below it have numbers.
      if (shapes.shapeOf(root) === 0) return;
      if (trees.treeCount > seen.length) {
        const grown = new Uint8Array(trees.treeCount * 2);
        grown.set(seen);
        seen = grown;
      }
      const stack = [root];
      for (let tree = stack.pop(); tree !== undefined; tree = stack.pop()) {
        if (seen[tree] === 1 || shapes.shapeOf(tree) === 0) continue;
        seen[tree] = 1;
        const end = trees.end(tree);
        for (let entry = trees.start(tree); entry < end; entry++) {
          const target = trees.target(entry);
          if (target < 0) marked[~target] = 1;
          else stack.push(target);
        }
      }
    },
    markBlob(blob) {
      marked[blob] = 1;
    },
    unmarked() {
      const blobs: number[] = [];
      for (const [blob, set] of blobSets.entries()) {
        if (set !== 0 && marked[blob] === 0) blobs.push(blob);
      }
      return blobs
        .map((blob) => ({ blob, oid: trees.blobOid(blob) }))
        .toSorted((a, b) => (a.oid < b.oid ? -1 : 1))
        .map(({ blob }) => blob);
    },
  };
}
