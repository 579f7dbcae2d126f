// A sparse index has one entry for a folder outside of the checkout, with the oid of its tree (gitformat-index, "Sparse
// index").
import type { ObjectFormat } from '../model/oid.ts';
import type { ObjectReader } from './objectReader.ts';
import type { IndexEntry } from './stagingIndex.ts';
import { treeEntryKind } from './tree.ts';
import { createPathBudget, listTreeFiles } from './treeFiles.ts';

/** The entries with such folders replaced by their files (as many as the budget allows), or left out where `isWanted` says so. */
export function expandSparseFolders(
  entries: readonly IndexEntry[],
  objects: ObjectReader,
  format: ObjectFormat,
  isWanted: (folder: IndexEntry) => boolean = () => true,
  budget = createPathBudget(),
): readonly IndexEntry[] {
  if (!entries.some(({ mode }) => treeEntryKind(mode) === 'tree')) return entries;
  return entries.flatMap((entry): IndexEntry[] => {
    if (treeEntryKind(entry.mode) !== 'tree') return [entry];
    if (!isWanted(entry)) return [];
    const files = listTreeFiles(objects, entry.oid, format, budget);
    // The path of such a folder ends in a slash.
    return files.map(({ path, mode, oid }) => ({ ...entry, path: entry.path + path, mode, oid }));
  });
}
