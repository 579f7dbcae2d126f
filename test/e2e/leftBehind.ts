// Looks through what runs left in the folders of a test file: no secret in the clear, no half-written file, and what is
// meant to hold secrets is for its owner alone.
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { plantedIn } from './plantedSecrets.ts';

/** Files that are written beside and renamed, as they are called until then. */
const unfinished = /\.[0-9a-f]{12}\.tmp$/u;

/** What is wrong with the files that leaktrail left below these folders, a line each. */
export function faultsLeftIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => filesIn(folder).flatMap(faultsOf));
}

/** A report that a run was told to write, unless secrets were asked for. */
export function faultsOfOutput(path: string): string[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return [];
  const shown = plantedIn(readFileSync(path));
  return shown === undefined ? [] : [`${path} shows ${shown}`];
}

function faultsOf(path: string): string[] {
  if (unfinished.test(path)) return [`${path} was left half-written`];
  const folder = dirname(path);
  if (isPlanFolder(folder)) {
    const modes = [lstatSync(path).mode & 0o777, lstatSync(folder).mode & 0o777];
    const isPrivate = process.platform === 'win32' || `${modes.join()}` === `${0o600},${0o700}`;
    return isPrivate ? [] : [`${path} holds secrets and can be read by others`];
  }
  return isCache(folder) && !namesAFile(path) ? faultsOfOutput(path) : [];
}

/** A cache holds the names of files, as git's index beside it does: a secret in one is no news there. */
function namesAFile(path: string): boolean {
  const shown = plantedIn(readFileSync(path));
  if (shown === undefined) return false;
  const args = ['log', '--all', '--reflog', '--name-only', '--format=', '-m', '-z'];
  const { stdout } = spawnSync('git', args, { cwd: dirname(dirname(path)), maxBuffer: 1 << 28 });
  return stdout.includes(shown, 0, 'latin1');
}

/** `values.json` is what makes a folder one of a plan (planFolder.ts). */
function isPlanFolder(folder: string): boolean {
  const names = readdirSync(folder);
  return names.includes('values.json') && basename(dirname(folder)) === 'plans';
}

function isCache(folder: string): boolean {
  return basename(folder) === 'leaktrail' && readdirSync(dirname(folder)).includes('objects');
}

function filesIn(folder: string): string[] {
  const entries = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder, { withFileTypes: true })
    : [];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'objects' ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
