// Every file below the paths that a user named, hidden and ignored ones too. No symlink is followed, `.git` is not
// entered. Reading the files is left to the caller.
import { lstatSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import { UsageError } from '../model/errors.ts';
import { bytePath, displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';

export interface ListedFile {
  /** As the report names it: relative to the current folder, absolute where the argument was. */
  readonly path: BytePath;
  /** Where it is, as the file system takes it: a name need not be UTF-8. */
  readonly file: Buffer;
  readonly sizeBytes: number;
}

export interface FileListing {
  /** Sorted by path, each once. */
  readonly files: readonly ListedFile[];
  readonly skipped: readonly {
    readonly reason: 'symlink' | 'special-file' | 'git-folder';
    readonly path: BytePath;
  }[];
  readonly problems: readonly Problem[];
}

/** Lists files below `paths`, as named (relative to `cwd`). Throws UsageError for a path that does not exist. */
export function listFiles(paths: readonly string[], cwd: string): FileListing {
  const files = new Map<BytePath, ListedFile>();
  const skipped = new Map<BytePath, FileListing['skipped'][number]>();
  const problems: Problem[] = [];
  const folders: { path: BytePath; file: Buffer }[] = [];

  function take(path: BytePath, file: Buffer, stats: Stats): void {
    if (stats.isDirectory()) folders.push({ path, file });
    else if (stats.isFile()) files.set(path, { path, file, sizeBytes: stats.size });
    else {
      const reason = stats.isSymbolicLink() ? 'symlink' : 'special-file';
      skipped.set(path, { reason, path });
    }
  }

  for (const named of paths) {
    const place = resolve(cwd, named);
    // A symlink that the user names is meant; one that is met on the way is not followed.
    const stats = statsOfNamed(named, place);
    take(bytePath(trimmed(named)), Buffer.from(place), stats);
  }
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of namesIn(folder, problems)) {
      const path = folder.path === '' ? name : `${folder.path.replace(/\/$/u, '')}/${name}`;
      if (name === '.git') {
        skipped.set(path, { reason: 'git-folder', path });
        continue;
      }
      const file = Buffer.concat([folder.file, Buffer.from(`/${name}`, 'latin1')]);
      const stats = statsOf(path, file, problems);
      if (stats !== undefined) take(path, file, stats);
    }
  }
  return { files: sorted(files), skipped: sorted(skipped), problems };
}

/** `./src/` is shown as `src`, `.` as nothing before its files. */
function trimmed(named: string): string {
  const path = named.replace(/^(?:\.\/+)+/u, '').replace(/(?<=[^/])\/+$/u, '');
  return path === '.' ? '' : path;
}

function statsOfNamed(named: string, place: string): Stats {
  try {
    return statSync(place);
  } catch (cause) {
    const why = isAbsent(cause) ? 'no such file or folder' : `cannot be read (${errorCode(cause)})`;
    throw new UsageError(`${named}: ${why}`, { cause });
  }
}

/** Undefined for what is gone again, or cannot be looked at: its folder may not be entered, its path may be too long. */
function statsOf(path: BytePath, file: Buffer, problems: Problem[]): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    if (!isAbsent(error)) noteUnreadable('file or folder', path, error, problems);
    return undefined;
  }
}

function namesIn(folder: { path: BytePath; file: Buffer }, problems: Problem[]): BytePath[] {
  try {
    return readdirSync(folder.file, 'latin1');
  } catch (error) {
    noteUnreadable('folder', folder.path, error, problems);
    return [];
  }
}

function noteUnreadable(what: string, path: BytePath, error: unknown, problems: Problem[]): void {
  const message = `${what} cannot be read (${errorCode(error)})`;
  problems.push({ kind: 'unreadable-file', message, path: displayPath(path) });
}

function sorted<Item>(items: ReadonlyMap<BytePath, Item>): Item[] {
  return [...items.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, item]) => item);
}
