// What the next commit changes: entries of the index that HEAD does not have at the same path with the same bytes.
import type { ObjectReader } from '../git/objectReader.ts';
import type { IndexEntry, StagingIndex } from '../git/stagingIndex.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import { listTreeFiles } from '../git/treeFiles.ts';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';

export interface StagedFile {
  readonly path: BytePath;
  readonly mode: number;
  readonly oid: Oid;
  /** The blob that HEAD has at this path, undefined for a new file. */
  readonly before: Oid | undefined;
}

export interface StagedInput {
  readonly index: StagingIndex;
  /** Tree of HEAD, undefined before the first commit. */
  readonly headTree: Oid | undefined;
  readonly objects: ObjectReader;
  readonly format: ObjectFormat;
  /** Also what HEAD has in the same way. */
  readonly all: boolean;
}

/**
 * Lists them by path. Left out: what is only intended to be added, and folders of a sparse index that are HEAD's. Trees of
 * HEAD are read only where the index does not know that nothing changed below.
 */
export function listStaged(input: StagedInput): StagedFile[] {
  const { index, format, objects, all } = input;
  const head = headFolders(input);
  const staged: StagedFile[] = [];
  for (const entry of withoutSparseFolders(index.entries, head, objects, format, all)) {
    if (entry.intentToAdd) continue;
    const { path, mode, oid } = entry;
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(slash, 0));
    if (!all && head.isUnchanged(folder)) continue;
    const before = head.entry(folder, path.slice(slash + 1));
    if (!all && before?.oid === oid) continue;
    const isFile = before !== undefined && treeEntryKind(before.mode) === 'file';
    staged.push({ path, mode, oid, before: isFile ? before.oid : undefined });
  }
  return staged;
}

interface HeadEntry {
  readonly mode: number;
  readonly oid: Oid;
}

interface HeadFolders {
  /** Whether the index holds for the folder, or one above it, just what HEAD does. */
  isUnchanged(folder: BytePath): boolean;
  entry(folder: BytePath, name: BytePath): HeadEntry | undefined;
}

function headFolders({ index, headTree, objects, format }: StagedInput): HeadFolders {
  const oidBytes = oidByteLength(format);
  const folders = new Map<BytePath, ReadonlyMap<BytePath, HeadEntry>>();
  const unchanged = new Map<BytePath, boolean>();

  function treeOf(folder: BytePath): Oid | undefined {
    if (folder === '') return headTree;
    const slash = folder.lastIndexOf('/');
    const found = entry(folder.slice(0, Math.max(slash, 0)), folder.slice(slash + 1));
    return found !== undefined && treeEntryKind(found.mode) === 'tree' ? found.oid : undefined;
  }

  function read(folder: BytePath): ReadonlyMap<BytePath, HeadEntry> {
    const entries = new Map<BytePath, HeadEntry>();
    const tree = treeOf(folder);
    const object = tree === undefined ? undefined : objects.read(tree);
    if (object?.type !== 'tree') return entries;
    const { bytes } = object;
    forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidAt) => {
      const oid = bytes.toString('hex', oidAt, oidAt + oidBytes);
      entries.set(bytes.toString('latin1', nameStart, nameEnd), { mode, oid });
    });
    return entries;
  }

  function entry(folder: BytePath, name: BytePath): HeadEntry | undefined {
    let entries = folders.get(folder);
    if (entries === undefined) {
      entries = read(folder);
      folders.set(folder, entries);
    }
    return entries.get(name);
  }

  function isUnchanged(folder: BytePath): boolean {
    const known = unchanged.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const isAboveUnchanged = folder !== '' && isUnchanged(folder.slice(0, Math.max(slash, 0)));
    const inIndex = index.trees?.get(folder);
    const result = isAboveUnchanged || (inIndex !== undefined && inIndex === treeOf(folder));
    unchanged.set(folder, result);
    return result;
  }

  return { isUnchanged, entry };
}

/** A sparse index has one entry for a folder outside of the checkout, with a tree's oid. */
function withoutSparseFolders(
  entries: readonly IndexEntry[],
  head: HeadFolders,
  objects: ObjectReader,
  format: ObjectFormat,
  all: boolean,
): readonly IndexEntry[] {
  if (!entries.some(({ mode }) => treeEntryKind(mode) === 'tree')) return entries;
  return entries.flatMap((entry): IndexEntry[] => {
    if (treeEntryKind(entry.mode) !== 'tree') return [entry];
    const folder = entry.path.replace(/\/$/u, '');
    const slash = folder.lastIndexOf('/');
    const before = head.entry(folder.slice(0, Math.max(slash, 0)), folder.slice(slash + 1));
    if (!all && before?.oid === entry.oid) return [];
    return listTreeFiles(objects, entry.oid, format).map(({ path, mode, oid }) => ({
      ...entry,
      path: `${folder}/${path}`,
      mode,
      oid,
    }));
  });
}
