// Where a hook goes: from a repository or `--global` to the one file that has to say `leaktrail`, and who writes it.
import { join } from 'node:path';
import type { Environment } from '../git/environment.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import { readHookFile } from './hookFile.ts';
import type { HookFile } from './hookFile.ts';
import { findManager } from './hookManagers.ts';
import type { Manager } from './hookManagers.ts';
import type { HookName } from './hookName.ts';
import type { HookOptions, Program } from './hookScript.ts';
import { globalHooks, repositoryHooks } from './hooksFolder.ts';
import type { HooksFolder, Purpose } from './hooksFolder.ts';
import { huskyFolder } from './huskyFolder.ts';

/** What the command line asks for. */
export interface HookRequest {
  /** A repository or a folder in it; null for `--global`. */
  readonly repoPath: string | null;
  readonly prePush: boolean;
  readonly env: Environment;
  /** Of leaktrail. */
  readonly version: string;
  /** This leaktrail, written into hooks that stay on this machine. */
  readonly program: Program;
}

/** One hook at its place. `plain`: a file in the hooks folder. */
export type Target = { readonly folder: HooksFolder; readonly name: HookName } & (
  | {
      readonly way: 'plain';
      readonly hook: HookFile;
      /** The program whose hook runs ours, which it has put aside; null where git runs it. */
      readonly runBy: string | null;
    }
  | { readonly way: 'husky'; readonly script: string }
  | { readonly way: 'manager'; readonly manager: Manager; readonly hook: HookFile }
);

/** The hook that the request names; for a status without `--pre-push` all that could be installed there. */
export async function findTargets(
  request: HookRequest,
  purpose: Purpose,
): Promise<readonly Target[]> {
  const all = purpose === 'status';
  const { repoPath, env } = request;
  if (repoPath === null) {
    const folder = await globalHooks(env);
    return Promise.all(names(request, false, all).map((name) => plainTarget(folder, name)));
  }
  const repository = await openRepository(repoPath, env);
  const folder = await repositoryHooks(repository, env, purpose);
  return Promise.all(
    names(request, repository.bare, all).map((name) =>
      repositoryTarget(repository, folder, name, request.version),
    ),
  );
}

/** What a hook at this place may hold: paths of this machine and the project's own leaktrail, or neither. */
export function scriptOptions(target: Target, request: HookRequest): HookOptions {
  const isWorkTree = target.folder.owner === 'work-tree';
  return {
    program: isWorkTree ? null : request.program,
    looksInProject: target.folder.owner !== 'shared' && target.name !== 'pre-receive',
  };
}

function names({ prePush }: HookRequest, isBare: boolean, all: boolean): readonly HookName[] {
  if (isBare) {
    if (!prePush) return ['pre-receive'];
    throw new UsageError(
      'nobody pushes from a bare repository: without --pre-push it gets the pre-receive hook, which checks what is pushed to it',
    );
  }
  if (prePush) return ['pre-push'];
  return all ? ['pre-commit', 'pre-push'] : ['pre-commit'];
}

async function repositoryTarget(
  { workTree }: Repository,
  folder: HooksFolder,
  name: HookName,
  version: string,
): Promise<Target> {
  const scripts = await huskyFolder(folder, workTree);
  if (scripts !== undefined) return { folder, name, way: 'husky', script: join(scripts, name) };
  const target = await plainTarget(folder, name);
  // Our own hook is never a manager's, whatever files came later.
  if (workTree === null || target.hook.state === 'own') return target;
  const hook = { name, text: target.hook.text, folder };
  const manager = await findManager(workTree, hook, version);
  if (manager === undefined) return target;
  if (manager.keptEnding !== null && manager.wroteHook && target.hook.isExecutable) {
    const kept = await readHookFile(folder.path, name, manager.keptEnding);
    if (kept.state === 'own') return { ...target, hook: kept, runBy: manager.name };
  }
  return { ...target, way: 'manager', manager };
}

async function plainTarget(
  folder: HooksFolder,
  name: HookName,
): Promise<Target & { readonly way: 'plain' }> {
  return { folder, name, way: 'plain', hook: await readHookFile(folder.path, name), runBy: null };
}
