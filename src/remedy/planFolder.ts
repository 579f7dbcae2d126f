// The private folder of a plan: the inputs of git-filter-repo and the values to look for afterwards. It lies outside of the
// repository, for the user's eyes alone.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Environment } from '../git/environment.ts';
import { errorCode } from '../git/fileErrors.ts';
import { isWithin } from '../git/isWithin.ts';
import { replacePrivateFile } from '../git/replaceFile.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import { repositoryFolders } from './repositoryFacts.ts';

/** Names of its files. */
export const planFiles = {
  text: 'replace-text.txt',
  messages: 'replace-message.txt',
  paths: 'paths.txt',
  blobs: 'blobs.txt',
  values: 'values.json',
} as const;

/**
 * Absolute path of a plan's folder: the one that was asked for, else one of the user's own for this repository. Throws UsageError
 * where it would lie within the repository.
 */
export async function planFolder(
  repository: Repository,
  { cwd, env, folder }: { cwd: string; env: Environment; folder?: string | undefined },
): Promise<string> {
  const chosen = folder === undefined ? ownFolder(repository, env) : resolve(cwd, folder);
  const real = realWhereItExists(chosen);
  for (const place of await repositoryFolders(repository)) {
    if (!isWithin(real, realWhereItExists(place))) continue;
    const what = folder === undefined ? `the folder for plans (${chosen})` : `--dir ${folder}`;
    throw new UsageError(
      `${what} lies within the repository, where its secrets could be committed: name another folder with --dir`,
    );
  }
  return real;
}

/** `$XDG_STATE_HOME/leaktrail/plans/NAME-DIGEST` (XDG Base Directory Specification), on Windows below %LOCALAPPDATA%. */
function ownFolder({ commonDir, workTree }: Repository, env: Environment): string {
  const top = workTree ?? commonDir;
  const name = basename(top)
    .replaceAll(/[^\w.-]+/gu, '-')
    .replace(/^\.+/u, '');
  const digest = createHash('sha256').update(commonDir).digest('hex').slice(0, 12);
  return join(
    stateFolder(env),
    'leaktrail',
    'plans',
    `${name === '' ? 'repository' : name}-${digest}`,
  );
}

function stateFolder(env: Environment): string {
  // A home that is empty or relative would mean whatever folder is the current one.
  const homes = [env['HOME'], env['USERPROFILE'], homedir(), userInfo().homedir];
  const home = homes.find((each) => each !== undefined && isAbsolute(each)) ?? sep;
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  const state = env['XDG_STATE_HOME'] ?? '';
  // A relative one is to be ignored.
  return isAbsolute(state) ? state : join(home, '.local', 'state');
}

function realWhereItExists(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    const parent = dirname(path);
    return parent === path ? path : join(realWhereItExists(parent), basename(path));
  }
}

/**
 * Writes the files, each beside and renamed, and takes away those of an earlier plan that this one does without. Throws
 * UsageError where the folder is no folder of a plan, or cannot be written.
 */
export function writePlanFolder(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    makeFolder(folder);
    const stats = lstatSync(folder);
    const names = readdirSync(folder);
    if (!stats.isDirectory() || (names.length > 0 && !names.includes(planFiles.values))) {
      throw new UsageError(
        `the folder ${folder} holds other files: name one that is empty or new with --dir`,
      );
    }
    chmodSync(folder, 0o700);
    for (const [name, text] of files) {
      replacePrivateFile(join(folder, name), Buffer.from(text, 'latin1'));
    }
    for (const name of Object.values(planFiles)) {
      if (!files.has(name)) rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    if (error instanceof UsageError || errorCode(error) === 'unknown') throw error;
    throw new UsageError(`cannot write the plan's folder ${folder}: ${errorCode(error)}`, {
      cause: error,
    });
  }
}

/** With those above it. Not by `recursive`, with which Node.js does not end where the system lets nobody make a folder (/proc). */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (existsSync(folder)) return;
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}
