// Where files that suppress are read from: the work tree, or a tree of the storage. What a range or a push is held to comes
// from the tree of its base, so that a change cannot switch its own check off.
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { TreeFile } from '../git/treeFiles.ts';
import { ConfigError } from '../model/errors.ts';
import type { BytePath } from '../model/path.ts';

/** The bytes of a file by its path from the top; undefined where there is none. Links are not followed. */
export type ReadFile = (path: BytePath) => Uint8Array | undefined;

/** Larger ones are no work of people. */
const largestBytes = 64 * 2 ** 20;

/** Reads files of a work tree. Throws ConfigError for one that cannot be read. */
export function worktreeReader(workTree: string, onWarning?: (message: string) => void): ReadFile {
  return (path) => {
    const file = worktreeFile(workTree, path);
    try {
      const stats = lstatSync(file);
      if (!stats.isFile()) {
        onWarning?.(`${path} is left out: it is a link or no regular file`);
        return undefined;
      }
      if (stats.size > largestBytes) throw new ConfigError(`${path} is larger than 64 MiB`);
      return readFileSync(file);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw unreadable(path, error);
    }
  };
}

/** Reads files of a tree of the storage, given as a list. */
export function treeReader(
  files: ReadonlyMap<BytePath, Pick<TreeFile, 'oid' | 'kind'>>,
  store: ObjectReader,
): ReadFile {
  return (path) => {
    const file = files.get(path);
    return file?.kind === 'file' ? store.read(file.oid)?.bytes : undefined;
  };
}

/** The bytes of a file that the user named, undefined where there is none. Throws ConfigError where it cannot be read. */
export function readNamedFile(cwd: string, file: string): Uint8Array | undefined {
  const path = resolve(cwd, file);
  try {
    if (statSync(path).size > largestBytes) throw new ConfigError(`${file} is larger than 64 MiB`);
    return readFileSync(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === 'unknown' || cause instanceof ConfigError) return cause;
  return new ConfigError(`cannot read ${file} (${code})`, { cause });
}
