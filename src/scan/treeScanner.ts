// Reads trees of the storage: checks that what they name is there, notes which kinds of path name the blobs with
// matches, and keeps the shape (which tree holds which trees and such blobs) for the trail. One per thread.
import { fileKindOf } from '../detect/paths.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findObject } from '../git/objectTable.ts';
import { forEachTreeEntry } from '../git/tree.ts';
import { isEnvLike } from '../hygiene/envLike.ts';
import type { FileKind } from '../model/rule.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { corruptObject } from './contentScanner.ts';
import { addKind, envLikeBit } from './pathMask.ts';
import type { ScanShared } from './shared.ts';

/** What a thread read in the trees phase. */
export interface TreeResult {
  readonly trees: number;
  /** Records: tree's object number, count, then the numbers of its subtrees and of its noted blobs. */
  readonly shape: Uint32Array;
  /** Objects that a tree names and that are absent. */
  readonly missing: readonly Oid[];
  /** Commits of submodules, which are not this repository's objects. */
  readonly gitlinks: readonly Oid[];
  readonly problems: readonly Problem[];
}

export interface TreeScanner {
  scan(object: number, bytes: Buffer, size: number): void;
  fail(object: number, reason: string): void;
  result(): TreeResult;
}

const directoryMode = 0o040000;
const gitlinkMode = 0o160000;
const typeBits = 0o170000;

export function createTreeScanner(shared: ScanShared): TreeScanner {
  const { table } = shared.storage;
  const names = createNameTable();
  const missing = new Set<Oid>();
  const gitlinks = new Set<string>();
  const problems: Problem[] = [];
  let shape = new Uint32Array(64 * 1024);
  let used = 0;
  let trees = 0;

  function reserve(words: number): void {
    if (used + words <= shape.length) return;
    const larger = new Uint32Array(Math.max(shape.length * 2, used + words));
    larger.set(shape);
    shape = larger;
  }

  function scan(tree: number, bytes: Buffer, size: number): void {
    const content = bytes.subarray(0, size);
    const start = used;
    reserve(2);
    used += 2;
    const isWhole = forEachTreeEntry(content, table.oidBytes, (mode, nameStart, nameEnd, oidAt) => {
      if ((mode & typeBits) === gitlinkMode) {
        gitlinks.add(content.toString('hex', oidAt, oidAt + table.oidBytes));
        return;
      }
      const object = findObject(table, content, oidAt);
      const isDirectory = (mode & typeBits) === directoryMode;
      if (object < 0) {
        const oid = content.toString('hex', oidAt, oidAt + table.oidBytes);
        if (!isEmptyObject(oid)) missing.add(oid);
        return;
      }
      if (!isDirectory) {
        const name = names.find(content, nameStart, nameEnd);
        if (name.isEnvLike) Atomics.or(shared.paths, object, envLikeBit);
        else if (shared.hasMatch[object] === 0) return;
        addKind(shared.paths, object, name.kind);
      }
      reserve(1);
      shape[used++] = object;
    });
    trees++;
    if (!isWhole) problems.push(corruptObject(table, tree, 'it is no well-formed tree'));
    if (used === start + 2) {
      used = start;
      return;
    }
    shape[start] = tree;
    shape[start + 1] = used - start - 2;
  }

  return {
    scan,
    fail(object, reason) {
      problems.push(corruptObject(table, object, reason));
    },
    result: () => ({
      trees,
      shape: shape.slice(0, used),
      missing: [...missing],
      gitlinks: [...gitlinks],
      problems,
    }),
  };
}

interface KnownName {
  readonly kind: FileKind;
  readonly isEnvLike: boolean;
}

/**
 * What base names mean, remembered by a hash of their bytes: a history names the same few thousand files millions
 * of times, and making a string of each would cost more than reading the trees.
 */
function createNameTable(): { find(bytes: Buffer, start: number, end: number): KnownName } {
  const known = new Map<number, { text: string; name: KnownName }[]>();
  return {
    find(bytes, start, end) {
      let hash = 0x811c9dc5;
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
      const list = known.get(hash);
      for (const { text, name } of list ?? []) if (isText(text, bytes, start, end)) return name;
      const text = bytes.toString('latin1', start, end);
      const name = { kind: fileKindOf(text), isEnvLike: isEnvLike(text) };
      if (list === undefined) known.set(hash, [{ text, name }]);
      else list.push({ text, name });
      return name;
    },
  };
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
