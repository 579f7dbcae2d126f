// The bytes in which a reported secret stands, read once more: from the storage, or from the file that held them.
import { statSync } from 'node:fs';
import { hashObject } from '../git/hash.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { readWholeFile } from '../git/regularFile.ts';
import type { Repository } from '../git/repository.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { shownPath } from '../model/path.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { scannedPart } from './objectMatches.ts';

/** The bytes of an occurrence's blob or message; undefined where they are not to be had any more. */
export type ContentOf = (occurrence: Occurrence) => Buffer | undefined;

/** Blobs and messages of a repository, and files of its work tree. */
export function repositoryContents(
  { objectFormat, workTree }: Repository,
  store: ObjectReader,
): ContentOf {
  return ({ blob, commit, path }) => {
    const oid = blob ?? commit;
    const object = oid === null ? undefined : store.read(oid);
    if (object !== undefined) return scannedPart(object);
    return workTree === null || blob === null || path === null
      ? undefined
      : readUnchanged(worktreeFile(workTree, shownPath(path)), blob, objectFormat);
  };
}

/** Larger files are not held for the cells of notebooks. */
const largestReread = 64 * 2 ** 20;

/** The bytes of a file, unless it changed, or went, since it was scanned. */
export function readUnchanged(
  file: string | Buffer,
  blob: Oid,
  format: ObjectFormat,
): Buffer | undefined {
  let bytes: Buffer;
  try {
    if (statSync(file).size > largestReread) return undefined;
    bytes = readWholeFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return undefined;
  }
  return hashObject(format, 'blob', bytes) === blob ? bytes : undefined;
}
