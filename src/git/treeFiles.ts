// All files of a tree with their full paths, subtrees entered.
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { parseCommit } from './commit.ts';
import type { ObjectReader } from './objectReader.ts';
import { forEachTreeEntry, treeEntryKind } from './tree.ts';
import type { TreeEntryKind } from './tree.ts';

export interface TreeFile {
  readonly path: BytePath;
  readonly mode: number;
  readonly oid: Oid;
  readonly kind: Exclude<TreeEntryKind, 'tree'>;
}

/** What may be listed yet: ten trees can spell 10,000,000,000 paths. */
export interface PathBudget {
  /** Bytes of memory; below 0 once a listing was cut off. */
  left: number;
  /** Whether there is no time left either. */
  readonly isLate: () => boolean;
}

/** What a path takes beside its own bytes, with its id in hexadecimal digits, in all lists that are made of it. */
export const bytesPerPath = 1000;
/** Where nobody says how much: half a million paths. */
const defaultBytes = 2 ** 29;

export function createPathBudget(bytes = defaultBytes, isLate = () => false): PathBudget {
  return { left: bytes, isLate };
}

/** The problem of a listing that was cut off. */
export function tooManyPaths(what: string): Problem {
  const message = `${what} spells more paths than there is memory or time for; those beyond were not looked at by path`;
  return { kind: 'limit', message };
}

/** The files of a commit's tree by path, within the budget; none without a commit, or where it cannot be read. */
export function filesOfCommit(
  objects: ObjectReader,
  commit: Oid | null,
  format: ObjectFormat,
  budget = createPathBudget(),
): Map<BytePath, TreeFile> {
  const tree = treeOfCommit(objects, commit);
  const files = tree === null ? [] : listTreeFiles(objects, tree, format, budget);
  return new Map(files.map((file) => [file.path, file]));
}

/** The tree of a commit; null without one. */
export function treeOfCommit(objects: ObjectReader, commit: Oid | null): Oid | null {
  const object = commit === null ? undefined : objects.read(commit);
  return object?.type === 'commit' ? parseCommit(object.bytes).tree : null;
}

/** Deeper trees than any work tree can hold are not entered: a tree that holds itself would not end. */
const deepest = 2000;

/**
 * Files, symlinks and gitlinks below a tree, in no order; subtrees that cannot be read are left out, and what is beyond the
 * budget.
 */
export function listTreeFiles(
  objects: ObjectReader,
  tree: Oid,
  format: ObjectFormat,
  budget = createPathBudget(),
): TreeFile[] {
  const oidBytes = oidByteLength(format);
  const files: TreeFile[] = [];
  const folders: { tree: Oid; prefix: BytePath; depth: number }[] = [
    { tree, prefix: '', depth: 0 },
  ];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (budget.isLate()) budget.left = -1;
    if (budget.left < 0) break;
    const { prefix, depth } = folder;
    const object = objects.read(folder.tree);
    if (object?.type !== 'tree') continue;
    const { bytes } = object;
    forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidStart) => {
      budget.left -= bytesPerPath + prefix.length + (nameEnd - nameStart);
      if (budget.left < 0) return;
      const path = prefix + bytes.toString('latin1', nameStart, nameEnd);
      const oid = bytes.toString('hex', oidStart, oidStart + oidBytes);
      const kind = treeEntryKind(mode);
      if (kind !== 'tree') files.push({ path, mode, oid, kind });
      else if (depth < deepest) folders.push({ tree: oid, prefix: `${path}/`, depth: depth + 1 });
    });
  }
  return files;
}
