// What the next commit changes: entries of the index that HEAD does not have at the same path with the same bytes.
import type { ObjectReader } from '../git/objectReader.ts';
import { expandSparseFolders } from '../git/sparseIndex.ts';
import type { IndexEntry, StagingIndex } from '../git/stagingIndex.ts';
import type { PathBudget } from '../git/treeFiles.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { baseName, folderOf } from '../model/path.ts';
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
  /** For the files in folders of a sparse index. */
  readonly budget: PathBudget;
}

/**
 * Lists them by path. Left out: what is only intended to be added, and folders of a sparse index that are HEAD's. Trees of
 * HEAD are read only where the index does not know that nothing changed below.
 */
export function listStaged(input: StagedInput): StagedFile[] {
  const { index, format, objects, all, budget } = input;
  const head = headFolders(input);
  const staged: StagedFile[] = [];
  const isChanged = ({ path, oid }: IndexEntry): boolean =>
    all || head.at(path.replace(/\/$/u, ''))?.oid !== oid;
  for (const entry of expandSparseFolders(index.entries, objects, format, isChanged, budget)) {
    if (entry.intentToAdd) continue;
    const { path, mode, oid } = entry;
    if (!all && head.isUnchanged(folderOf(path))) continue;
    const before = head.at(path);
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
  /** What HEAD has at a path. */
  at(path: BytePath): HeadEntry | undefined;
}

function headFolders({ index, headTree, objects, format }: StagedInput): HeadFolders {
  const oidBytes = oidByteLength(format);
  const folders = new Map<BytePath, ReadonlyMap<BytePath, HeadEntry>>();
  const unchanged = new Map<BytePath, boolean>();

  function treeOf(folder: BytePath): Oid | undefined {
    if (folder === '') return headTree;
    const found = at(folder);
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

  function at(path: BytePath): HeadEntry | undefined {
    const folder = folderOf(path);
    let entries = folders.get(folder);
    if (entries === undefined) {
      entries = read(folder);
      folders.set(folder, entries);
    }
    return entries.get(baseName(path));
  }

  function isUnchanged(folder: BytePath): boolean {
    const known = unchanged.get(folder);
    if (known !== undefined) return known;
    const isAboveUnchanged = folder !== '' && isUnchanged(folderOf(folder));
    const inIndex = index.trees?.get(folder);
    const result = isAboveUnchanged || (inIndex !== undefined && inIndex === treeOf(folder));
    unchanged.set(folder, result);
    return result;
  }

  return { isUnchanged, at };
}
