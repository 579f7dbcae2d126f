// Single settings as git itself sees them for the user: with includes, conditions (includeIf), `git -c` and all
// scopes, which configFiles.ts does not follow on purpose. For what works on the user's behalf, such as installing
// hooks, never for reading a scanned repository. `git config` runs nothing that a repository names.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GitError } from '../model/errors.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { safePath } from './programPath.ts';
import type { Repository } from './repository.ts';

const run = promisify(execFile);

/** What a repository includes may be a pipe that nobody writes to. */
const longestMs = 10_000;

export interface UserSetting {
  /** Where it was set (git-config, `--show-scope`). */
  readonly scope: 'system' | 'global' | 'local' | 'worktree' | 'command' | 'unknown';
  readonly value: string;
}

/** Where git looks: a repository's git directory, or the user's own settings alone. */
export type SettingsOf = Pick<Repository, 'gitDir' | 'workTree'> | 'user';

/**
 * A setting that names a path, with `~` expanded as git does; undefined when it is not set. Throws GitError when git
 * cannot be run or refuses its configuration.
 */
export async function readUserPath(
  key: string,
  of: SettingsOf,
  env: Environment,
): Promise<UserSetting | undefined> {
  const from = of === 'user' ? ['--global'] : [];
  // With --global git 2.39 still prints the scope; -z ends scope and value with NUL.
  const output = await git(
    of,
    ['config', ...from, '-z', '--show-scope', '--type=path', '--get', key],
    env,
  );
  if (output === undefined) return undefined;
  const [scope = '', value = ''] = output.split('\0');
  return { scope: scopes.find((known) => known === scope) ?? 'unknown', value };
}

/** Writes a setting into the user's own configuration (`git config --global`); undefined takes it out. */
export async function writeUserSetting(
  key: string,
  value: string | undefined,
  env: Environment,
): Promise<void> {
  const change = value === undefined ? ['--unset-all', key] : [key, value];
  await git('user', ['config', '--global', ...change], env);
}

const scopes = ['system', 'global', 'local', 'worktree', 'command'] as const;

function repositoryVariables(
  { gitDir, workTree }: Exclude<SettingsOf, 'user'>,
  env: Environment,
): Environment {
  const folders = workTree === null ? [gitDir] : [gitDir, workTree];
  return { ...safePath(env, folders), GIT_DIR: gitDir };
}

/** Standard output; undefined where git says that there is no such setting (status 1, 5 when unsetting). */
async function git(
  of: SettingsOf,
  args: readonly string[],
  env: Environment,
): Promise<string | undefined> {
  try {
    const variables = of === 'user' ? safePath(env, []) : repositoryVariables(of, env);
    const { stdout } = await run('git', [...args], {
      env: { ...variables },
      encoding: 'utf8',
      timeout: longestMs,
    });
    return stdout;
  } catch (error) {
    const status = error instanceof Error && 'code' in error ? error.code : undefined;
    if (status === 1 || status === 5) return undefined;
    if (errorCode(error) === 'ENOENT') {
      throw new GitError('git was not found: hooks need it on the PATH', { cause: error });
    }
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const [reason = ''] = stderr.split('\n');
    throw new GitError(`git config failed: ${reason}`, { cause: error });
  }
}
