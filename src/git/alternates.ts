// The object folders of a repository: its own, then those it borrows from. gitrepository-layout,
// "objects/info/alternates"; git(1), GIT_ALTERNATE_OBJECT_DIRECTORIES.
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Problem } from '../model/problem.ts';
import { errorCode } from './fileErrors.ts';
import { unquotePath } from './quoting.ts';
import { readRegularFile, realFolder, realOrSame } from './fileSystem.ts';

export interface ObjectFolders {
  /** Absolute real paths, the repository's own first, each once. It is listed even when it does not exist. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/** Files nested deeper than this are ignored by git (object-file.c, link_alt_odb_entries). */
const deepestAlternate = 5;

/**
 * Follows alternates as git does, first `variable` (the value of GIT_ALTERNATE_OBJECT_DIRECTORIES, its
 * relative entries being relative to `base`), then the files. Cycles end by themselves; a folder that
 * does not exist or lies too deep is a problem.
 */
export async function objectFolders(
  primary: string,
  variable: string | undefined,
  base: string,
): Promise<ObjectFolders> {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  if (!(await add(primary))) {
    seen.add(primary);
    problems.push(unreadable('the folder of the objects does not exist', primary));
  }
  for (const entry of splitVariable(variable ?? '')) await follow(resolve(base, entry), 0);
  await followFile(await realOrSame(primary), 0);
  return { folders: [...seen], problems };

  async function follow(folder: string, depth: number): Promise<void> {
    const known = seen.size;
    if (!(await add(folder))) {
      problems.push(unreadable('an alternate object folder does not exist', folder));
    } else if (seen.size > known) await followFile(await realOrSame(folder), depth + 1);
  }

  async function followFile(folder: string, depth: number): Promise<void> {
    const entries = await readAlternates(folder, problems);
    if (entries.length === 0) return;
    if (depth > deepestAlternate) {
      const message = 'alternate object folders are nested too deep; git and leaktrail stop here';
      problems.push({ kind: 'limit', message, path: folder });
      return;
    }
    for (const entry of entries) {
      await follow(isAbsolute(entry) ? entry : join(folder, entry), depth);
    }
  }

  async function add(folder: string): Promise<boolean> {
    const real = await realFolder(folder);
    if (real !== null) seen.add(real);
    return real !== null;
  }
}

async function readAlternates(folder: string, problems: Problem[]): Promise<string[]> {
  const file = join(folder, 'info', 'alternates');
  try {
    const text = (await readRegularFile(file))?.toString('utf8') ?? '';
    const lines = text.split(/\r?\n/u).filter((line) => line !== '' && !line.startsWith('#'));
    return lines.map((line) => (line.startsWith('"') ? (unquotePath(line)?.path ?? line) : line));
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    problems.push(unreadable('cannot read the list of alternates', file));
    return [];
  }
}

/** Entries of the variable; one in double quotes may hold the separator. */
function splitVariable(value: string): string[] {
  const entries: string[] = [];
  let rest = value;
  while (rest !== '') {
    const quoted = rest.startsWith('"') ? unquotePath(rest) : undefined;
    const end = quoted === undefined ? rest.indexOf(delimiter) : quoted.length;
    const raw = end < 0 ? rest : rest.slice(0, end);
    entries.push(quoted?.path ?? raw);
    rest = rest.slice(raw.length).replace(delimiter, '');
  }
  return entries.filter((entry) => entry !== '');
}

function unreadable(message: string, path: string): Problem {
  return { kind: 'unreadable-file', message, path };
}
