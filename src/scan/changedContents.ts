// Which blobs a set of commits brings in: those in their trees that no tree of a parent outside the set holds, at whatever
// path. Trees are read once each.
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findObject, findOid } from '../git/objectTable.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import type { Storage } from '../git/storage.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import type { Oid } from '../model/oid.ts';
import { createNameBits } from './nameScanner.ts';
import type { PathMask } from './pathMask.ts';

export interface ChangedContents {
  /** Numbers of the blobs that are new, ascending, and of those that parents outside had. */
  readonly fresh: readonly number[];
  readonly old: readonly number[];
  /** What names make of each blob, new and old. */
  readonly paths: PathMask;
  /** Trees read for the new commits. */
  readonly trees: number;
  readonly gitlinks: ReadonlySet<Oid>;
  /** Objects that a tree of the new commits names, or that are its trees, and that cannot be read. */
  readonly missing: ReadonlySet<Oid>;
  /** The same for the parents outside: what is found may stand there, too. */
  readonly missingBefore: ReadonlySet<Oid>;
}

/** `roots` are the trees of the commits (and whatever else comes in), `oldRoots` those of their parents outside. */
export function changedContents(
  storage: Storage,
  store: ObjectStore,
  roots: readonly Oid[],
  oldRoots: readonly Oid[],
): ChangedContents {
  const { table } = storage;
  const paths = new Int32Array(table.count);
  const isSeen = new Uint8Array(table.count);
  const gitlinks = new Set<Oid>();
  const missing = new Set<Oid>();
  const missingBefore = new Set<Oid>();
  const old: number[] = [];
  const fresh: number[] = [];
  const bitsOf = createNameBits();
  let trees = 0;

  function walk(root: Oid, isNew: boolean): void {
    const start = findOid(table, root);
    if (start < 0) {
      noteMissing(root, isNew);
      return;
    }
    const stack = [start];
    for (let tree = stack.pop(); tree !== undefined; tree = stack.pop()) {
      if (isSeen[tree] === 1) continue;
      isSeen[tree] = 1;
      if (isNew) trees++;
      readTree(tree, isNew, stack);
    }
  }

  function readTree(tree: number, isNew: boolean, stack: number[]): void {
    const object = store.readObject(tree);
    if (object?.type === 'blob') {
      // A tag may name a blob.
      trees--;
      fresh.push(tree);
      return;
    }
    if (object?.type !== 'tree') {
      noteMissing(oidAt(table.oids, tree * table.oidBytes, table.oidBytes), isNew);
      return;
    }
    const bytes = Buffer.from(object.bytes);
    forEachTreeEntry(bytes, table.oidBytes, (mode, from, to, at) => {
      const kind = treeEntryKind(mode);
      const entry = findObject(table, bytes, at);
      if (kind === 'gitlink') {
        if (isNew) gitlinks.add(oidAt(bytes, at, table.oidBytes));
      } else if (entry < 0) {
        noteMissing(oidAt(bytes, at, table.oidBytes), isNew);
      } else if (kind === 'tree') stack.push(entry);
      else noteBlob(entry, bitsOf(bytes, from, to), isNew);
    });
  }

  function noteMissing(oid: Oid, isNew: boolean): void {
    if (!isEmptyObject(oid)) (isNew ? missing : missingBefore).add(oid);
  }

  function noteBlob(blob: number, bits: number, isNew: boolean): void {
    paths[blob]! |= bits;
    if (isSeen[blob] === 1) return;
    isSeen[blob] = 1;
    (isNew ? fresh : old).push(blob);
  }

  for (const root of oldRoots) walk(root, false);
  for (const root of roots) walk(root, true);
  fresh.sort((left, right) => left - right);
  return { fresh, old, paths, trees, gitlinks, missing, missingBefore };
}

function oidAt(bytes: Uint8Array, at: number, length: number): Oid {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex');
}
