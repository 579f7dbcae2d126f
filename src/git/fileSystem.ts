// Looking at the small files and folders of a git directory, where absent is a normal answer. A hostile
// directory may hold pipes or devices under any name: opening them could block for ever, so only
// regular files are opened.
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { errorCode, isAbsent } from './fileErrors.ts';

/** What a path leads to, symbolic links followed; `none` also for what may not be looked at. */
export async function kindOf(path: string): Promise<'folder' | 'file' | 'none'> {
  const stats = await unlessRefused(stat(path));
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'folder' : 'file';
}

/** The path without symbolic links, or the path itself where that cannot be told. */
export async function realOrSame(path: string): Promise<string> {
  return (await unlessRefused(realpath(path))) ?? path;
}

/** The real path of a folder; null when there is none. */
export async function realFolder(path: string): Promise<string | null> {
  return (await kindOf(path)) === 'folder' ? realOrSame(path) : null;
}

/** Names in a folder, sorted; none when there is no such folder or it cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return ((await unlessRefused(readdir(folder))) ?? []).toSorted();
}

/**
 * The bytes of a regular file, undefined when there is none. Throws the system's error when it cannot
 * be read. `path` is given as bytes where names are no UTF-8.
 */
export async function readRegularFile(path: string | Buffer): Promise<Buffer | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined;
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** The UTF-8 text of a regular file; undefined when there is none or it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  return (await unlessRefused(readRegularFile(path)))?.toString('utf8');
}

/** The result, or undefined where the system refused. */
export async function unlessRefused<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}
