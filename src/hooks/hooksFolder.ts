// Which folder git takes its hooks from (githooks(5); git-config, core.hooksPath), and whose folder that is: of this
// repository alone, of its work tree (so of everybody who clones it), or of more than this repository.
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { setVariable } from '../git/environment.ts';
import type { Environment } from '../git/environment.ts';
import { isAbsent } from '../git/fileErrors.ts';
import { kindOf } from '../git/fileSystem.ts';
import { isWithin } from '../git/isWithin.ts';
import type { Repository } from '../git/repository.ts';
import { readUserPath, writeUserSetting } from '../git/userSettings.ts';
import { UsageError } from '../model/errors.ts';

export interface HooksFolder {
  /** Absolute; it may not exist yet. */
  readonly path: string;
  /** `shared`: outside the repository, where other repositories may use it, too. */
  readonly owner: 'repository' | 'work-tree' | 'shared';
  /** Which settings name it; null where git looks when no setting does. */
  readonly setting: 'core.hooksPath' | 'init.templateDir' | null;
}

/** What a folder is asked for: to tell of its hooks, or to change them. */
export type Purpose = 'status' | 'change';

/**
 * The folder for one repository: core.hooksPath, relative to the top of the work tree (of a bare repository: to itself),
 * else `hooks` in the directory that linked worktrees share. Throws UsageError where hooks are switched off, where a link
 * leads out of the repository, and for a change where the folder belongs to all repositories of the user.
 */
export async function repositoryHooks(
  repository: Repository,
  env: Environment,
  purpose: Purpose,
): Promise<HooksFolder> {
  const { gitDir, commonDir, workTree } = repository;
  const setting = await readUserPath('core.hooksPath', repository, env);
  const path =
    setting === undefined ? join(commonDir, 'hooks') : resolve(workTree ?? gitDir, setting.value);
  if ((await kindOf(path)) === 'file') {
    throw new UsageError(
      `core.hooksPath is ${setting?.value ?? path}, which is no folder: git runs no hooks here. Correct or unset it first`,
    );
  }
  const real = await realFutureFolder(path);
  const owners = [gitDir, commonDir, ...(workTree === null ? [] : [workTree])];
  if (!owners.some((folder) => isWithin(real, folder))) {
    if (owners.some((folder) => isWithin(path, folder))) {
      throw new UsageError(
        `the hooks folder ${path} is a link to ${real}, outside the repository: nothing was changed. Make it a folder, or set core.hooksPath to that place`,
      );
    }
    if (purpose === 'change' && (setting?.scope === 'global' || setting?.scope === 'system')) {
      throw new UsageError(
        `core.hooksPath of your ${setting.scope} settings is ${setting.value}, which serves all your repositories: use --global for that folder, or give this repository its own (git config core.hooksPath ${join(commonDir, 'hooks')})`,
      );
    }
    return { path, owner: 'shared', setting: 'core.hooksPath' };
  }
  const isPrivate = isWithin(real, gitDir) || isWithin(real, commonDir);
  return {
    path,
    owner: isPrivate ? 'repository' : 'work-tree',
    setting: setting === undefined ? null : 'core.hooksPath',
  };
}

/**
 * The folder for `--global`. Not a core.hooksPath of our making: git would then leave out the hooks that each
 * repository has of its own, without a word. So the user's core.hooksPath where there is one already, else the template
 * that git copies into each new repository and clone (git-init, "TEMPLATE DIRECTORY"); it adds, and takes nothing away.
 */
export async function globalHooks(env: Environment): Promise<HooksFolder> {
  const hooksPath = await readUserPath('core.hooksPath', 'user', env);
  if (hooksPath !== undefined) {
    if (!isAbsolute(hooksPath.value) || (await kindOf(hooksPath.value)) === 'file') {
      throw new UsageError(
        `core.hooksPath of your global settings is ${hooksPath.value}, so it means another folder in each repository, or none: install per repository, or unset it first`,
      );
    }
    return { path: hooksPath.value, owner: 'shared', setting: 'core.hooksPath' };
  }
  const template = await readUserPath('init.templateDir', 'user', env);
  const folder = template?.value ?? ownTemplate(env);
  if (!isAbsolute(folder)) {
    throw new UsageError(
      `init.templateDir of your global settings is ${folder}: give it an absolute path first`,
    );
  }
  return { path: join(folder, 'hooks'), owner: 'shared', setting: 'init.templateDir' };
}

/** Makes git use the template folder; true when it did not before. */
export async function useTemplate(folder: HooksFolder, env: Environment): Promise<boolean> {
  if (folder.setting !== 'init.templateDir') return false;
  if ((await readUserPath('init.templateDir', 'user', env)) !== undefined) return false;
  await writeUserSetting('init.templateDir', dirname(folder.path), env);
  return true;
}

/** Takes the setting back that `useTemplate` made; one that names another folder is the user's. */
export async function forgetTemplate(folder: HooksFolder, env: Environment): Promise<boolean> {
  if (folder.setting !== 'init.templateDir' || dirname(folder.path) !== ownTemplate(env)) {
    return false;
  }
  await writeUserSetting('init.templateDir', undefined, env);
  return true;
}

/** Below XDG_CONFIG_HOME or ~/.config, beside git's own. */
function ownTemplate(env: Environment): string {
  const home = setVariable(env, 'HOME') ?? setVariable(env, 'USERPROFILE');
  const config =
    setVariable(env, 'XDG_CONFIG_HOME') ?? (home === undefined ? undefined : join(home, '.config'));
  if (config === undefined) throw new UsageError('--global needs HOME to be set');
  return join(config, 'leaktrail', 'git-template');
}

/** The real path that a folder has or would have: links on the way are followed as far as there is something. */
async function realFutureFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isAbsent(error) || parent === path) return path;
    return join(await realFutureFolder(parent), basename(path));
  }
}
