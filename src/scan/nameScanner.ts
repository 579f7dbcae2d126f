// The first reading of all trees: checks that what they name is there, and notes which kinds of file the names make
// each blob, so that the contents can be read with that in mind. One per thread.
import type { Needed } from '../git/familyVisitor.ts';
import { tooLargeToRead } from './memoryPlan.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findObject, oidOf } from '../git/objectTable.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import { envFileNames } from '../hygiene/envFileNames.ts';
import type { EnvFileNames } from '../hygiene/envFileNames.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { corruptObject } from './contentScanner.ts';
import { createNameTable } from './nameTable.ts';
import { envLikeBit, notebookBit } from './pathMask.ts';
import type { ScanShared } from './shared.ts';
import { isScanOver } from './stopWord.ts';

/** What a thread read in the names phase. */
export interface NameResult {
  readonly trees: number;
  /** Objects that a tree names and that are absent. */
  readonly missing: readonly Oid[];
  /** Commits of submodules, which are not this repository's objects. */
  readonly gitlinks: readonly Oid[];
  readonly problems: readonly Problem[];
}

export interface NameScanner {
  /** A tree's content, `bytes[0, size)`, valid during the call. */
  readonly scan: (tree: number, bytes: Buffer, size: number) => void;
  readonly fail: (object: number, reason: string) => void;
  readonly leaveOut: (object: number, needed: Needed) => void;
  readonly result: () => NameResult;
}

/** Entries between two looks at the time, half a millisecond. */
const entriesAtOnce = 256;

export function createNameScanner(shared: ScanShared): NameScanner {
  const { paths, storage } = shared;
  const { table } = storage;
  const bitsOf = createNameBits(envFileNames(shared.envFiles));
  const missing = new Set<Oid>();
  const gitlinks = new Set<Oid>();
  const problems: Problem[] = [];
  let trees = 0;
  let entries = 0;
  let isOver = false;

  return {
    scan(tree, bytes, size) {
      const content = bytes.subarray(0, size);
      const hexAt = (at: number): Oid => content.toString('hex', at, at + table.oidBytes);
      const isWhole = forEachTreeEntry(content, table.oidBytes, (mode, from, to, oidAt) => {
        if (++entries % entriesAtOnce === 0) isOver ||= isScanOver(shared);
        if (isOver) return;
        const kind = treeEntryKind(mode);
        if (kind === 'gitlink') {
          gitlinks.add(hexAt(oidAt));
          return;
        }
        const object = findObject(table, content, oidAt);
        if (object < 0) {
          const oid = hexAt(oidAt);
          if (!isEmptyObject(oid)) missing.add(oid);
        } else if (kind !== 'tree') {
          const bits = bitsOf(content, from, to);
          if ((paths[object]! & bits) !== bits) Atomics.or(paths, object, bits);
        }
      });
      // A tree that was not read to its end counts as not scanned.
      if (!isOver) trees++;
      if (!isWhole) problems.push(corruptObject(table, tree, 'it is no well-formed tree'));
    },
    fail(object, reason) {
      problems.push(corruptObject(table, object, reason));
    },
    leaveOut(object, needed) {
      problems.push({ ...tooLargeToRead(shared.memory, needed), oid: oidOf(table, object) });
    },
    result: () => ({ trees, missing: [...missing], gitlinks: [...gitlinks], problems }),
  };
}

/** The bits of base names (PathMask), worked out once each. */
export function createNameBits(
  envFiles: EnvFileNames = envFileNames(),
): (bytes: Buffer, from: number, to: number) => number {
  const { numberOf, names } = createNameTable();
  const bits: number[] = [];
  return (bytes, from, to) => {
    const number = numberOf(bytes, from, to);
    return (bits[number] ??= bitsOfName(names[number]!, envFiles));
  };
}

function bitsOfName(name: string, { mayBeEnvLike }: EnvFileNames): number {
  const envLike = mayBeEnvLike(name) ? envLikeBit : 0;
  return kindBit(fileKindOf(name)) | envLike | (isNotebook(name) ? notebookBit : 0);
}
