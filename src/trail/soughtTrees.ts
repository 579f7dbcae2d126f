// What the trail keeps of each tree: the entries that lead to a sought blob, the rest is dropped while the
// tree is read. Trees are read once each, when first asked for, unless the caller taught them before in
// the order of the pack (`learn`). Memory grows with the trees that hold a sought blob: about 60 bytes each.
import type { ObjectReader } from '../git/objectReader.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import { Int32List } from './int32List.ts';
import { OidTable } from './oidTable.ts';

/** False when the tree whose binary id stands at `offset` surely holds no sought blob at any depth. */
export type MayHold = (oids: Uint8Array, offset: number) => boolean;

export interface SoughtTreesInput {
  readonly objects: ObjectReader;
  readonly objectFormat: ObjectFormat;
  /** The sought blobs; may be more than the trail is asked for later. */
  readonly blobs: Iterable<Oid>;
  /** Everything may hold something when left out. */
  readonly mayHold?: MayHold;
}

/** One entry of a tree, under the numbers of `numberOfName` and `targetOf`. */
export type KeepEntry = (name: number, target: number) => void;

const unread = -1;

/**
 * Trees and sought blobs under small numbers. A tree's kept entries are the positions `start(tree)` to
 * `end(tree)`, in the order of the tree, each with a name and a target: a tree (0 or more) or a blob (its
 * complement, `~blob`, below 0). Submodules are skipped; symbolic links are blobs.
 */
export class SoughtTrees {
  readonly objectFormat: ObjectFormat;
  private readonly objects: ObjectReader;
  private readonly mayHold: MayHold;
  private readonly blobs: OidTable;
  private readonly trees: OidTable;
  private readonly starts = new Int32List(1024);
  private readonly ends = new Int32List(1024);
  private readonly entryNames = new Int32List(1024);
  private readonly entryTargets = new Int32List(1024);
  private readonly names: BytePath[] = [];
  private readonly nameNumbers = new Map<BytePath, number>();

  constructor(input: SoughtTreesInput) {
    this.objectFormat = input.objectFormat;
    this.objects = input.objects;
    this.mayHold = input.mayHold ?? (() => true);
    this.blobs = new OidTable(input.objectFormat);
    this.trees = new OidTable(input.objectFormat);
    for (const oid of input.blobs) this.blobs.add(Buffer.from(oid, 'hex'), 0);
  }

  get blobCount(): number {
    return this.blobs.count;
  }

  /** Trees met so far. */
  get treeCount(): number {
    return this.trees.count;
  }

  /** The number of a sought blob, or -1. */
  blobOf(oid: Oid): number {
    return this.blobs.findHex(oid);
  }

  blobOid(blob: number): Oid {
    return this.blobs.hexAt(blob);
  }

  /** The number of the tree whose binary id stands at `offset`, or -1 when it cannot hold a sought blob. */
  treeOf(oids: Uint8Array, offset: number): number {
    const known = this.trees.find(oids, offset);
    if (known >= 0) return known;
    return this.mayHold(oids, offset) ? this.addTree(oids, offset) : -1;
  }

  /**
   * Teaches a tree (-1 is passed over) that the caller has read, so that it needs no reading later: `entries` calls
   * `keep` for each entry that leads to a sought blob, in the order of the tree.
   */
  learn(tree: number, entries: (keep: KeepEntry) => void): void {
    if (tree < 0 || this.starts.at(tree) !== unread) return;
    this.starts.values[tree] = this.entryNames.length;
    entries(this.keepEntry);
    this.ends.values[tree] = this.entryNames.length;
  }

  /** First kept entry; reads the tree if need be. A tree that is missing or no tree has none. */
  start(tree: number): number {
    if (this.starts.at(tree) === unread) {
      const object = this.objects.read(this.trees.hexAt(tree));
      this.keepEntries(tree, object?.type === 'tree' ? object.bytes : new Uint8Array());
    }
    return this.starts.at(tree);
  }

  /** Position after the last kept entry; valid after `start`. */
  end(tree: number): number {
    return this.ends.at(tree);
  }

  /** Number of an entry's name: equal names have equal numbers. */
  name(entry: number): number {
    return this.entryNames.at(entry);
  }

  nameText(name: number): BytePath {
    return this.names[name]!;
  }

  target(entry: number): number {
    return this.entryTargets.at(entry);
  }

  /** The target of an entry that names the binary id at `offset`; undefined when it leads to no sought blob. */
  targetOf(isTree: boolean, oids: Uint8Array, offset: number): number | undefined {
    const number = isTree ? this.treeOf(oids, offset) : this.blobs.find(oids, offset);
    if (number < 0) return undefined;
    return isTree ? number : ~number;
  }

  numberOfName(name: BytePath): number {
    const known = this.nameNumbers.get(name);
    if (known !== undefined) return known;
    this.nameNumbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  private addTree(oids: Uint8Array, offset: number): number {
    const tree = this.trees.add(oids, offset);
    this.starts.push(unread);
    this.ends.push(0);
    return tree;
  }

  private keepEntries(tree: number, content: Uint8Array): void {
    this.starts.values[tree] = this.entryNames.length;
    forEachTreeEntry(content, this.trees.oidBytes, (mode, nameStart, nameEnd, oidStart) => {
      const kind = treeEntryKind(mode);
      const target =
        kind === 'gitlink' ? undefined : this.targetOf(kind === 'tree', content, oidStart);
      if (target === undefined) return;
      this.keepEntry(this.numberOfName(textOf(content, nameStart, nameEnd)), target);
    });
    this.ends.values[tree] = this.entryNames.length;
  }

  private readonly keepEntry: KeepEntry = (name, target) => {
    this.entryNames.push(name);
    this.entryTargets.push(target);
  };
}

function textOf(content: Uint8Array, start: number, end: number): BytePath {
  return Buffer.from(content.buffer, content.byteOffset + start, end - start).toString('latin1');
}
