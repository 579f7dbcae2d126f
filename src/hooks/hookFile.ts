// One hook in one folder: looking at it, putting ours in its place and the old one beside it, and back. Files appear
// whole or not at all (written beside, renamed), and a symbolic link is moved or replaced, never written through.
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAbsent } from '../git/fileErrors.ts';
import { readRegularFile } from '../git/fileSystem.ts';
import { UsageError } from '../model/errors.ts';
import { keptName } from './hookName.ts';
import type { HookName } from './hookName.ts';
import { readOwnScript } from './hookScript.ts';
import type { OwnScript } from './hookScript.ts';

export interface HookFile {
  readonly path: string;
  /** `foreign`: not written by leaktrail, or a symbolic link. */
  readonly state: 'absent' | 'own' | 'foreign';
  readonly own: OwnScript | null;
  /** Bytes as latin1 text; empty for what is absent or no file. */
  readonly text: string;
  readonly isExecutable: boolean;
  readonly keptPath: string;
  /** Whether a hook from before is kept beside it. */
  readonly hasKept: boolean;
}

export type Change = 'unchanged' | 'installed' | 'chained' | 'updated';
export type Removal = 'absent' | 'removed' | 'restored';

/** What stands under a hook's name. `ending`: what another program appended to the hook's name when it put it aside. */
export async function readHookFile(folder: string, name: HookName, ending = ''): Promise<HookFile> {
  const path = join(folder, `${name}${ending}`);
  const keptPath = join(folder, keptName(name));
  const hasKept = (await lstatIfThere(keptPath)) !== undefined;
  const stats = await lstatIfThere(path);
  const common = { path, keptPath, hasKept };
  if (stats === undefined) {
    return { ...common, state: 'absent', own: null, text: '', isExecutable: false };
  }
  if (stats.isDirectory())
    throw new UsageError(`${path} is a folder: git runs no hook of that name`);
  const text = await readIfFile(path);
  const own = stats.isFile()
    ? readOwnScript(Buffer.from(text, 'latin1').toString('utf8'))
    : undefined;
  return {
    ...common,
    state: own === undefined ? 'foreign' : 'own',
    own: own ?? null,
    text,
    isExecutable: (stats.mode & 0o111) !== 0 || process.platform === 'win32',
  };
}

/** Puts the script in place. A foreign hook is kept under its other name, as it is. Throws UsageError. */
export async function installHookFile(hook: HookFile, script: string): Promise<Change> {
  refuseEdited(hook);
  const isSame = hook.text === Buffer.from(script).toString('latin1');
  if (isSame && hook.isExecutable) return 'unchanged';
  if (hook.state === 'foreign' && hook.hasKept) {
    throw new UsageError(
      `${hook.path} is not the hook of leaktrail any more, and ${hook.keptPath} still keeps one from before: put together what you need in ${hook.path}, remove the other, and install again`,
    );
  }
  await mkdir(dirname(hook.path), { recursive: true });
  await placeScript(hook, script);
  if (hook.state === 'own') return 'updated';
  return hook.state === 'foreign' || hook.hasKept ? 'chained' : 'installed';
}

/** Takes ours away and puts the kept hook back, the same file with its mode. Throws UsageError. */
export async function uninstallHookFile(hook: HookFile): Promise<Removal> {
  if (hook.state !== 'own') return 'absent';
  refuseEdited(hook);
  if (hook.hasKept) {
    await rename(hook.keptPath, hook.path);
    return 'restored';
  }
  await rm(hook.path);
  return 'removed';
}

/** Replaces a file's text in one step; its mode is kept, or the one given for a new file. */
export async function replaceText(path: string, text: Buffer, mode: number): Promise<void> {
  const beside = await writeBeside(path, text, mode);
  try {
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function placeScript(hook: HookFile, script: string): Promise<void> {
  const beside = await writeBeside(hook.path, script, 0o755);
  const moves = hook.state === 'foreign';
  try {
    if (moves) await rename(hook.path, hook.keptPath);
    await rename(beside, hook.path);
  } catch (error) {
    await rm(beside, { force: true });
    if (moves && (await lstatIfThere(hook.path)) === undefined) {
      await rename(hook.keptPath, hook.path);
    }
    throw error;
  }
}

async function writeBeside(path: string, text: string | Buffer, mode: number): Promise<string> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  await writeFile(beside, text, { flag: 'wx', mode });
  // Against the umask: a hook that cannot be executed is left out by git.
  await chmod(beside, mode);
  return beside;
}

function refuseEdited({ path, own, keptPath }: HookFile): void {
  if (own === null || own.isIntact) return;
  throw new UsageError(
    `${path} was edited after leaktrail wrote it: move your lines to ${keptPath} (which runs first), remove ${path}, and try again`,
  );
}

/** Nothing for a link to nothing, nor for a pipe or device, which could block for ever. */
async function readIfFile(path: string): Promise<string> {
  return (await readRegularFile(path))?.toString('latin1') ?? '';
}

/** Of the path itself, whatever a link leads to; undefined where there is nothing. */
export async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
