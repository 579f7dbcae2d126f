// All files of a tree with their full paths, subtrees entered.
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
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

/** The files of a commit's tree by path; none without a commit, or where it cannot be read. */
export function filesOfCommit(
  objects: ObjectReader,
  commit: Oid | null,
  format: ObjectFormat,
): Map<BytePath, TreeFile> {
  const tree = treeOfCommit(objects, commit);
  const files = tree === null ? [] : listTreeFiles(objects, tree, format);
  return new Map(files.map((file) => [file.path, file]));
}

/** The tree of a commit; null without one. */
export function treeOfCommit(objects: ObjectReader, commit: Oid | null): Oid | null {
  const object = commit === null ? undefined : objects.read(commit);
  return object?.type === 'commit' ? parseCommit(object.bytes).tree : null;
}

/** Deeper trees than any work tree can hold are not entered: a tree that holds itself would not end. */
const deepest = 2000;

/** Files, symlinks and gitlinks below a tree, in no order; subtrees that cannot be read are left out. */
export function listTreeFiles(objects: ObjectReader, tree: Oid, format: ObjectFormat): TreeFile[] {
  const oidBytes = oidByteLength(format);
  const files: TreeFile[] = [];
  const folders: { tree: Oid; prefix: BytePath; depth: number }[] = [
    { tree, prefix: '', depth: 0 },
  ];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { prefix, depth } = folder;
    const object = objects.read(folder.tree);
    if (object?.type !== 'tree') continue;
    const { bytes } = object;
    forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidStart) => {
      const path = prefix + bytes.toString('latin1', nameStart, nameEnd);
      const oid = bytes.toString('hex', oidStart, oidStart + oidBytes);
      const kind = treeEntryKind(mode);
      if (kind !== 'tree') files.push({ path, mode, oid, kind });
      else if (depth < deepest) folders.push({ tree: oid, prefix: `${path}/`, depth: depth + 1 });
    });
  }
  return files;
}
