// Reads files of a commit by their paths: configuration and suppressions of a bare repository, or of the base of a range.
import { configRules, tooLarge } from '../config/configFolder.ts';
import type { ReadFile, TrustRules } from '../config/configFolder.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import { treeOfCommit } from '../git/treeFiles.ts';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { bytePath } from '../model/path.ts';

/**
 * A reader of the files in a commit's tree, by their path from the top; what is not there or cannot be read is undefined.
 * Without a commit (an unborn branch) there is no file.
 */
export function commitReader(
  objects: ObjectReader,
  commit: Oid | null,
  format: ObjectFormat,
  rules: TrustRules = configRules,
): ReadFile {
  return (path) => {
    let oid = treeOfCommit(objects, commit);
    const parts = bytePath(path).split('/');
    for (const [index, name] of parts.entries()) {
      const entry: Entry | undefined = oid === null ? undefined : find(objects, oid, name, format);
      if (entry === undefined) return undefined;
      const kind = treeEntryKind(entry.mode);
      if (kind === 'symlink') {
        rules.onLink(path);
        return undefined;
      }
      if (kind !== (index === parts.length - 1 ? 'file' : 'tree')) return undefined;
      oid = entry.oid;
    }
    const blob = oid === null ? undefined : objects.read(oid);
    if (blob?.type !== 'blob') return undefined;
    if (blob.bytes.length > rules.largestBytes) throw tooLarge(path, rules.largestBytes);
    return Buffer.from(blob.bytes);
  };
}

interface Entry {
  readonly mode: number;
  readonly oid: Oid;
}

function find(
  objects: ObjectReader,
  tree: Oid,
  name: string,
  format: ObjectFormat,
): Entry | undefined {
  const object = objects.read(tree);
  if (object?.type !== 'tree') return undefined;
  const { bytes } = object;
  const oidBytes = oidByteLength(format);
  let found: Entry | undefined;
  forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidStart) => {
    if (bytes.toString('latin1', nameStart, nameEnd) !== name) return;
    found ??= { mode, oid: bytes.toString('hex', oidStart, oidStart + oidBytes) };
  });
  return found;
}
