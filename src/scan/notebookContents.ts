// Where the bytes of reported notebooks are read once more: in the storage, or in the file that held them.
import { readFileSync } from 'node:fs';
import { hashObject } from '../git/hash.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Repository } from '../git/repository.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { shownPath } from '../model/path.ts';
import type { ContentOf } from './notebookCells.ts';

/** Blobs of a repository and files of its work tree. */
export function repositoryContents(
  { objectFormat, workTree }: Repository,
  store: ObjectReader,
): ContentOf {
  return ({ blob, path }) => {
    if (blob === null || path === null) return undefined;
    const object = store.read(blob);
    if (object !== undefined) return object.type === 'blob' ? object.bytes : undefined;
    return workTree === null
      ? undefined
      : readUnchanged(worktreeFile(workTree, shownPath(path)), blob, objectFormat);
  };
}

/** The bytes of a file, unless it changed, or went, since it was scanned. */
export function readUnchanged(
  file: string | Buffer,
  blob: Oid,
  format: ObjectFormat,
): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return undefined;
  }
  return hashObject(format, 'blob', bytes) === blob ? bytes : undefined;
}
