// Which leaktrail a hook would run now, told without running it: the places of hookScript.ts in their order.
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { setVariable } from '../git/environment.ts';
import type { Environment } from '../git/environment.ts';
import { kindOf } from '../git/fileSystem.ts';
import type { HookKind } from './hookName.ts';
import type { Program } from './hookScript.ts';

export interface ProgramSearch {
  readonly env: Environment;
  /** Where the hook is run; null where it does not look there. */
  readonly top: string | null;
  /** What the hook has written in. */
  readonly program: Program | null;
  readonly prefers: HookKind['prefers'] | 'project';
}

/** A path, or undefined where the hook would find none. */
export async function findProgram(search: ProgramSearch): Promise<string | undefined> {
  for (const place of places[search.prefers]) {
    const found = await place(search);
    if (found !== undefined) return found;
  }
  return undefined;
}

const places = {
  path: [onPath, inProject, recorded],
  project: [inProject, onPath, recorded],
  recorded: [recorded, onPath, inProject],
};

async function onPath({ env }: ProgramSearch): Promise<string | undefined> {
  for (const folder of (setVariable(env, 'PATH') ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const file = join(folder, 'leaktrail');
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function inProject({ top }: ProgramSearch): Promise<string | undefined> {
  const file = top === null ? undefined : join(top, 'node_modules', '.bin', 'leaktrail');
  return file !== undefined && (await isProgram(file)) ? file : undefined;
}

async function recorded({ program }: ProgramSearch): Promise<string | undefined> {
  if (program === null) return undefined;
  const isThere =
    (await kindOf(program.node)) === 'file' && (await kindOf(program.script)) === 'file';
  return isThere ? program.script : undefined;
}

/** Whether a file is there that this user may execute. */
export async function isProgram(file: string): Promise<boolean> {
  if ((await kindOf(file)) !== 'file') return false;
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Not for this user: a shell would pass over it, too.
    return false;
  }
}
