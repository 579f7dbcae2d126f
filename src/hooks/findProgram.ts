// Which leaktrail a hook would run now, told without running it: the places of hookScript.ts in their order.
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { setVariable } from '../git/environment.ts';
import type { Environment } from '../git/environment.ts';
import { kindOf } from '../git/fileSystem.ts';
import type { Program } from './hookScript.ts';

/** A path, or undefined where the hook would find none. `top` is where the hook is run. */
export async function findProgram(
  env: Environment,
  top: string | null,
  program: Program | null,
): Promise<string | undefined> {
  for (const folder of (setVariable(env, 'PATH') ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const file = join(folder, 'leaktrail');
    if (await isProgram(file)) return file;
  }
  const inProject = top === null ? undefined : join(top, 'node_modules', '.bin', 'leaktrail');
  if (inProject !== undefined && (await isProgram(inProject))) return inProject;
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
