// One commit's tree beside those of its parents: every path at which a secret comes in, spreads or goes out.
// Only directories whose shapes differ are entered.
import type { OccurrenceEvent } from '../model/occurrence.ts';
import type { BytePath } from '../model/path.ts';
import type { CommitTable } from './commitTable.ts';
import type { EntriesBySecret } from './entriesBySecret.ts';
import type { SecretSets } from './secretSets.ts';
import type { SoughtTrees } from './soughtTrees.ts';
import type { TreeShapes } from './treeShapes.ts';

/** The sought content of all trees, under numbers. */
export interface TrailGround {
  readonly commits: CommitTable;
  /** Per commit the number of its tree; -1 where that is missing, holds nothing or, behind a selection, is not asked for. */
  readonly roots: Int32Array;
  readonly trees: SoughtTrees;
  readonly shapes: TreeShapes;
  readonly sets: SecretSets;
  /** Set of secrets per sought blob. */
  readonly blobSets: Int32Array;
  readonly entriesOf: EntriesBySecret;
}

/** One step of a secret's trail at one path. */
export interface TrailEvent {
  readonly secret: number;
  readonly event: Exclude<OccurrenceEvent, 'present'>;
  readonly commit: number;
  readonly path: BytePath;
  /** The blob that holds the secret there; where it is removed, the one of the first parent that held it. */
  readonly blob: number;
}

/** The comparison of one commit with its parents. */
export interface Walk {
  readonly ground: TrailGround;
  readonly commit: number;
  /** Set of secrets that any parent holds anywhere. */
  readonly before: number;
  readonly list: TrailEvent[];
  /** Directories and events that may still be told. */
  left: number;
  /** Asked now and then; once true nothing is left. */
  readonly isLate: () => boolean;
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
export function compareTrees(
  walk: Walk,
  own: readonly number[],
  theirs: Directory['theirs'],
): void {
  const queue: Directory[] = [{ prefix: '', own, theirs }];
  for (let at = 0; at < queue.length && walk.left > 0; at++) {
    const directory = queue[at]!;
    walk.left--;
    // A thousand directories take a millisecond or two.
    if (at % 1024 === 1023 && walk.isLate()) walk.left = 0;
    const { blobs, trees } = placesOf(walk.ground, directory, walk.left);
    for (const [name, place] of blobs) {
      // One directory may have a million entries.
      if (walk.left <= 0) break;
      compareBlobs(walk, directory.prefix + walk.ground.trees.nameText(name), place);
    }
    for (const [name, place] of trees) {
      queue.push({ prefix: `${directory.prefix}${walk.ground.trees.nameText(name)}/`, ...place });
    }
  }
}

/** After a limit was met: one place for each new secret that has none yet, so that none is lost. */
export function tellFirstPlaces(
  walk: Walk,
  root: number,
  news: readonly number[],
  from: number,
): void {
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

/**
 * Whether nothing can have happened below: what is here stands at the same place in a parent, and no parent
 * has anything else there. Works on shapes and on what a path holds, 0 being nothing.
 */
export function isSettled(own: number, theirs: readonly number[]): boolean {
  let isKnown = own === 0;
  for (const their of theirs) {
    if (their === own) isKnown = true;
    else if (their !== 0) return false;
  }
  return isKnown;
}

/**
 * The names in a directory under which something may have happened. Beyond `most` they would not be told; where there is
 * nothing to compare with they are not gathered either.
 */
function placesOf(
  ground: TrailGround,
  { own, theirs }: Directory,
  most: number,
): { blobs: Map<number, Place>; trees: Map<number, Place> } {
  const blobs = new Map<number, Place>();
  const trees = new Map<number, Place>();
  const isNew = theirs.every((directories) => directories.length === 0);
  const collect = (directories: readonly number[], parent: number): void => {
    for (const tree of directories) {
      const start = ground.trees.start(tree);
      const end = ground.trees.end(tree);
      for (let entry = start; entry < end; entry++) {
        const target = ground.trees.target(entry);
        if (ground.shapes.childOf(target) === 0) continue;
        if (isNew && blobs.size + trees.size > most) return;
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

/** Follows the first entry that holds the secret down to a blob. */
function firstPlace(
  { trees, entriesOf }: TrailGround,
  root: number,
  secret: number,
): { path: BytePath; blob: number } | undefined {
  let tree = root;
  let path = '';
  for (;;) {
    const entry = entriesOf(tree, secret)[0];
    if (entry === undefined) return undefined;
    const target = trees.target(entry);
    path += trees.nameText(trees.name(entry));
    if (target < 0) return { path, blob: ~target };
    path += '/';
    tree = target;
  }
}
