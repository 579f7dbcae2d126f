// Every commit's tree against those of all its parents: where a secret comes in, spreads, goes out. Answers
// in numbers (secret, commit, path, blob); lines, authors and dates are added for what is reported.
//
// Cost: a commit whose tree has the shape of its parents' costs one comparison, any other the directories in
// which the shapes differ. A hostile tree can spell a billion paths in ten objects, so paths are bounded.
import type { OccurrenceEvent } from '../model/occurrence.ts';
import type { BytePath } from '../model/path.ts';
import type { CommitTable } from './commitTable.ts';
import { Int32List } from './int32List.ts';
import type { SecretSets } from './secretSets.ts';
import type { SoughtTrees } from './soughtTrees.ts';
import type { TreeShapes } from './treeShapes.ts';

/** The sought content of all trees, under numbers. */
export interface TrailGround {
  readonly commits: CommitTable;
  readonly trees: SoughtTrees;
  readonly shapes: TreeShapes;
  readonly sets: SecretSets;
  /** Set of secrets per sought blob. */
  readonly blobSets: Int32Array;
}

export interface TrailEvent {
  readonly secret: number;
  readonly event: Exclude<OccurrenceEvent, 'present'>;
  readonly commit: number;
  readonly path: BytePath;
  /** The blob that holds the secret there; where it is removed, the one of the first parent that held it. */
  readonly blob: number;
}

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

export interface EventLimits {
  /** Directories compared and events told, for one commit and in all. */
  readonly perCommit: number;
  readonly total: number;
}

export interface EventOptions {
  readonly secretCount: number;
  /** Per commit whether its events are asked for; all when left out. Parents count in any case. */
  readonly selection?: Uint8Array;
  readonly limits?: EventLimits;
}

const defaultLimits: EventLimits = { perCommit: 500_000, total: 4_000_000 };

/** The events of all selected commits. */
export function traceEvents(ground: TrailGround, options: EventOptions): TrailEvents {
  const { commits, shapes, sets } = ground;
  const { selection, limits = defaultLimits } = options;
  const roots = rootTrees(ground, selection);
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
    const own = shapes.shapeOf(roots.at(commit));
    const theirs = Array.from(parents, (parent) => shapes.shapeOf(roots.at(parent)));
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
    const news = sets.members(ownSet).filter((secret) => !sets.has(before, secret));
    if (news.length > 0) fresh.set(commit, sets.of(news));
    for (const secret of sets.members(before)) {
      if (!sets.has(ownSet, secret)) lastRemoval[secret] = commit;
    }

    const walk: Walk = { ground, commit, before, list, left: Math.min(left, limits.perCommit) };
    const budget = walk.left;
    const parentTrees = Array.from(parents, (parent) => rootList(roots.at(parent)));
    const told = list.length;
    compareTrees(walk, rootList(roots.at(commit)), parentTrees);
    left -= budget - walk.left;
    if (walk.left <= 0) {
      isTruncated = true;
      tellFirstPlaces(walk, roots.at(commit), news, told);
    }
  }
  return { list, fresh, lastRemoval, heldBefore, isTruncated };
}

/** Numbers of the trees of the commits that matter: the selected ones and their parents. */
function rootTrees({ commits, trees }: TrailGround, selection?: Uint8Array): Int32List {
  const { oidBytes } = commits.oids;
  const roots = new Int32List(commits.count);
  for (let commit = 0; commit < commits.count; commit++) roots.push(-1);
  const fill = (commit: number): void => {
    roots.values[commit] = trees.treeOf(commits.trees, commit * oidBytes);
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

/**
 * Whether nothing can have happened below: what is here stands at the same place in a parent, and no parent
 * has anything else there. Works on shapes and on what a path holds, 0 being nothing.
 */
function isSettled(own: number, theirs: readonly number[]): boolean {
  let isKnown = own === 0;
  for (const their of theirs) {
    if (their === own) isKnown = true;
    else if (their !== 0) return false;
  }
  return isKnown;
}

/** The comparison of one commit with its parents. */
interface Walk {
  readonly ground: TrailGround;
  readonly commit: number;
  /** Set of secrets that any parent holds anywhere. */
  readonly before: number;
  readonly list: TrailEvent[];
  /** Directories and events that may still be told. */
  left: number;
}

/**
 * The same directory in the commit and in each parent. Lists, because a damaged tree may name a directory
 * twice; empty where there is none.
 */
interface Directory {
  readonly prefix: BytePath;
  readonly own: readonly number[];
  readonly theirs: readonly (readonly number[])[];
}

/** What stands under one name in a directory, as entry targets; blobs and trees apart. */
interface Place {
  readonly own: number[];
  readonly theirs: number[][];
}

/** Breadth first, so that what lies near the root is told before a limit is met. */
function compareTrees(walk: Walk, own: readonly number[], theirs: Directory['theirs']): void {
  const queue: Directory[] = [{ prefix: '', own, theirs }];
  for (let at = 0; at < queue.length && walk.left > 0; at++) {
    const directory = queue[at]!;
    walk.left--;
    const { blobs, trees } = placesOf(walk.ground, directory);
    for (const [name, place] of blobs) {
      compareBlobs(walk, directory.prefix + walk.ground.trees.nameText(name), place);
    }
    for (const [name, place] of trees) {
      queue.push({ prefix: `${directory.prefix}${walk.ground.trees.nameText(name)}/`, ...place });
    }
  }
}

/** The names in a directory under which something may have happened. */
function placesOf(
  ground: TrailGround,
  { own, theirs }: Directory,
): { blobs: Map<number, Place>; trees: Map<number, Place> } {
  const blobs = new Map<number, Place>();
  const trees = new Map<number, Place>();
  const collect = (directories: readonly number[], parent: number): void => {
    for (const tree of directories) {
      const start = ground.trees.start(tree);
      const end = ground.trees.end(tree);
      for (let entry = start; entry < end; entry++) {
        const target = ground.trees.target(entry);
        if (ground.shapes.childOf(target) === 0) continue;
        const places = target < 0 ? blobs : trees;
        const name = ground.trees.name(entry);
        let place = places.get(name);
        if (place === undefined) {
          place = { own: [], theirs: theirs.map(() => []) };
          places.set(name, place);
        }
        (parent < 0 ? place.own : place.theirs[parent]!).push(target);
      }
    }
  };
  collect(own, -1);
  for (const [parent, directories] of theirs.entries()) collect(directories, parent);
  for (const places of [blobs, trees]) {
    for (const [name, place] of places) if (isPlaceSettled(ground, place)) places.delete(name);
  }
  return { blobs, trees };
}

function isPlaceSettled({ shapes }: TrailGround, { own, theirs }: Place): boolean {
  if (own.length > 1 || theirs.some((targets) => targets.length > 1)) return false;
  const childOf = ([target]: readonly number[]): number =>
    target === undefined ? 0 : shapes.childOf(target);
  return isSettled(childOf(own), theirs.map(childOf));
}

/** One path that is a file in the commit or in a parent. */
function compareBlobs(walk: Walk, path: BytePath, place: Place): void {
  const { ground, commit, before } = walk;
  const { sets, blobSets } = ground;
  const setOf = (targets: readonly number[]): number =>
    targets.reduce((set, target) => sets.union(set, blobSets[~target]!), 0);
  const own = setOf(place.own);
  const theirs = place.theirs.map(setOf);
  const tell = (event: TrailEvent['event'], secret: number, targets: readonly number[]): void => {
    for (const target of new Set(targets)) {
      if (!sets.has(blobSets[~target]!, secret)) continue;
      walk.list.push({ secret, event, commit, path, blob: ~target });
      walk.left--;
    }
  };
  for (const secret of sets.members(own)) {
    if (theirs.some((set) => sets.has(set, secret))) continue;
    tell(sets.has(before, secret) ? 'spread' : 'introduced', secret, place.own);
  }
  let seen = own;
  for (const [parent, set] of theirs.entries()) {
    for (const secret of sets.members(set)) {
      if (!sets.has(seen, secret)) tell('removed', secret, place.theirs[parent]!);
    }
    seen = sets.union(seen, set);
  }
}

/** After a limit was met: one place for each new secret that has none yet, so that none is lost. */
function tellFirstPlaces(walk: Walk, root: number, news: readonly number[], from: number): void {
  const told = new Set<number>();
  for (let i = from; i < walk.list.length; i++) {
    const { event, secret } = walk.list[i]!;
    if (event === 'introduced') told.add(secret);
  }
  for (const secret of news) {
    if (told.has(secret)) continue;
    const place = firstPlace(walk.ground, root, secret);
    if (place !== undefined) {
      walk.list.push({ secret, event: 'introduced', commit: walk.commit, ...place });
    }
  }
}

/** Follows the first entry that holds the secret down to a blob. */
function firstPlace(
  { trees, shapes, sets, blobSets }: TrailGround,
  root: number,
  secret: number,
): { path: BytePath; blob: number } | undefined {
  let tree = root;
  let path = '';
  const holds = (target: number): boolean =>
    sets.has(target < 0 ? blobSets[~target]! : shapes.secretsOf(shapes.childOf(target)), secret);
  for (;;) {
    const end = trees.end(tree);
    let entry = trees.start(tree);
    while (entry < end && !holds(trees.target(entry))) entry++;
    if (entry >= end) return undefined;
    const target = trees.target(entry);
    path += trees.nameText(trees.name(entry));
    if (target < 0) return { path, blob: ~target };
    path += '/';
    tree = target;
  }
}
