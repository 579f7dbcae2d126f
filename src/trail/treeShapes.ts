// The shape of a tree: which secrets stand at which paths below it. A commit that changes nothing about the
// secrets has the shape of its parent, however many files it touches, and is passed over at once; a walk
// over two shapes meets only differences that are events. Equal shapes have equal numbers (hash-consing).
import { Int32List } from './int32List.ts';
import type { SecretSets } from './secretSets.ts';
import type { SoughtTrees } from './soughtTrees.ts';

const unknown = -1;
const inWork = -2;

/** Shapes of trees, answered once a tree. Shape 0: no secret below. */
export class TreeShapes {
  private readonly trees: SoughtTrees;
  private readonly sets: SecretSets;
  /** Set of secrets per sought blob. */
  private readonly blobSets: Int32Array;
  private readonly shapes: Int32List = new Int32List(1024);
  /** Entries (name, child) of all shapes, child being a shape or the complement of a blob's set. */
  private readonly entries = new Int32List(1024);
  private readonly starts = new Int32List(1024);
  private readonly secrets = new Int32List(1024);
  private slots = new Int32Array(2048).fill(-1);

  constructor(trees: SoughtTrees, sets: SecretSets, blobSets: Int32Array) {
    this.trees = trees;
    this.sets = sets;
    this.blobSets = blobSets;
    this.starts.push(0);
    this.starts.push(0);
    this.secrets.push(0);
  }

  /** The shape of a tree (-1 stands for a tree that holds nothing). Depth is the repository's: no recursion. */
  shapeOf(tree: number): number {
    if (tree < 0) return 0;
    if (this.at(tree) >= 0) return this.at(tree);
    const path = [tree];
    const cursors = [this.trees.start(tree)];
    this.set(tree, inWork);
    while (path.length > 0) {
      const current = path.at(-1)!;
      const end = this.trees.end(current);
      let cursor = cursors.at(-1)!;
      let below = -1;
      while (cursor < end && below < 0) {
        const target = this.trees.target(cursor);
        if (target >= 0 && this.at(target) === unknown) below = target;
        else cursor++;
      }
      cursors[cursors.length - 1] = cursor;
      if (below >= 0) {
        this.set(below, inWork);
        path.push(below);
        cursors.push(this.trees.start(below));
      } else {
        this.set(current, this.intern(current));
        path.pop();
        cursors.pop();
      }
    }
    return this.at(tree);
  }

  /** All secrets below a tree of this shape, as a set. */
  secretsOf(shape: number): number {
    return this.secrets.at(shape);
  }

  /** What an entry of a tree holds: the shape of a tree, the complement of a blob's set, 0 for nothing. */
  childOf(target: number): number {
    if (target >= 0) return Math.max(0, this.shapeOf(target));
    const set = this.blobSets[~target]!;
    return set === 0 ? 0 : ~set;
  }

  private at(tree: number): number {
    return tree < this.shapes.length ? this.shapes.at(tree) : unknown;
  }

  private set(tree: number, shape: number): void {
    while (this.shapes.length <= tree) this.shapes.push(unknown);
    this.shapes.values[tree] = shape;
  }

  /** Numbers the shape of a tree whose subtrees have theirs. */
  private intern(tree: number): number {
    const first = this.entries.length;
    const end = this.trees.end(tree);
    let hash = 0x811c9dc5;
    for (let entry = this.trees.start(tree); entry < end; entry++) {
      const target = this.trees.target(entry);
      // A tree within itself cannot be hashed; a reader that serves one all the same finds nothing there.
      const child = target >= 0 && this.at(target) === inWork ? 0 : this.childOf(target);
      if (child === 0) continue;
      const name = this.trees.name(entry);
      this.entries.push(name);
      this.entries.push(child);
      hash = Math.imul(hash ^ name, 0x01000193);
      hash = Math.imul(hash ^ child, 0x01000193) ^ (hash >>> 13);
    }
    if (this.entries.length === first) return 0;
    const slot = this.slotOf(hash, first);
    const known = this.slots[slot]!;
    if (known >= 0) {
      this.entries.length = first;
      return known;
    }
    const shape = this.secrets.length;
    this.slots[slot] = shape;
    this.starts.push(this.entries.length);
    this.secrets.push(this.sets.unionOf(this.childSets(first)));
    if (shape * 2 > this.slots.length) this.rehash();
    return shape;
  }

  private *childSets(first: number): Generator<number> {
    for (let i = first + 1; i < this.entries.length; i += 2) {
      const child = this.entries.at(i);
      yield child < 0 ? ~child : this.secrets.at(child);
    }
  }

  private slotOf(hash: number, first: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const shape = this.slots[slot]!;
      if (shape < 0 || this.isAt(shape, first)) return slot;
    }
  }

  /** Whether the entries from `first` on are those of the shape. */
  private isAt(shape: number, first: number): boolean {
    const start = this.starts.at(shape);
    const length = this.starts.at(shape + 1) - start;
    if (length !== this.entries.length - first) return false;
    for (let i = 0; i < length; i++) {
      if (this.entries.at(start + i) !== this.entries.at(first + i)) return false;
    }
    return true;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let shape = 1; shape < this.secrets.length; shape++) {
      let hash = 0x811c9dc5;
      for (let i = this.starts.at(shape); i < this.starts.at(shape + 1); i += 2) {
        hash = Math.imul(hash ^ this.entries.at(i), 0x01000193);
        hash = Math.imul(hash ^ this.entries.at(i + 1), 0x01000193) ^ (hash >>> 13);
      }
      let slot = hash & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = shape;
    }
  }
}
