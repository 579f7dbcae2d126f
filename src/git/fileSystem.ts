// Looking at the small files and folders of a git directory, where absent is a normal answer. A hostile
// directory may hold pipes or devices under any name: opening them could block for ever, so only
// regular files are opened. The files are small: read at once they take a third of the time that they take by way of
// Node's threads, although those who ask get promises.
import { readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { errorCode, isAbsent } from './fileErrors.ts';

/** What a path leads to, symbolic links followed; `none` also for what may not be looked at. */
export async function kindOf(path: string): Promise<'folder' | 'file' | 'none'> {
  const stats = unlessRefused(() => statSync(path));
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'folder' : 'file';
}

/** The path without symbolic links. Throws the system's error where that cannot be told. */
export async function realPath(path: string): Promise<string> {
  return realpathSync.native(path);
}

/** The path without symbolic links, or the path itself where that cannot be told. */
export async function realOrSame(path: string): Promise<string> {
  return unlessRefused(() => realpathSync.native(path)) ?? path;
}

/** The real path of a folder; null when there is none. */
export async function realFolder(path: string): Promise<string | null> {
  return (await kindOf(path)) === 'folder' ? realOrSame(path) : null;
}

/** What a symbolic link says; undefined where there is none. */
export async function linkTarget(path: string): Promise<string | undefined> {
  return unlessRefused(() => readlinkSync(path));
}

/** Names in a folder, sorted; none when there is no such folder or it cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (unlessRefused(() => readdirSync(folder)) ?? []).toSorted();
}

/**
 * The bytes of a regular file, undefined when there is none. Throws the system's error when it cannot
 * be read. `path` is given as bytes where names are no UTF-8.
 */
export async function readRegularFile(path: string | Buffer): Promise<Buffer | undefined> {
  return readIfThere(path);
}

/** The UTF-8 text of a regular file; undefined when there is none or it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  return unlessRefused(() => readIfThere(path))?.toString('utf8');
}

function readIfThere(path: string | Buffer): Buffer | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** The result, or undefined where the system refused. */
export function unlessRefused<T>(operation: () => T): T | undefined {
  try {
    return operation();
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}
