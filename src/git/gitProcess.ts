// The one way git is called: simple-git with argument arrays, the settings of gitEnvironment.ts, and no
// discovery. Fallback for what leaktrail does not read by itself, and an oracle. simple-git is loaded when it is first
// needed: most runs never need it, and loading takes 20 to 50 ms.
import { GitError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { Environment } from './environment.ts';
import { gitEnvironment, gitSettings, gitStartFolder } from './gitEnvironment.ts';
import type { GitTarget } from './gitEnvironment.ts';
import { gitObstacle } from './gitObstacle.ts';

export interface ListedRef {
  /** Text; bytes that are no UTF-8 are replaced. */
  readonly name: string;
  readonly oid: Oid;
  readonly symbolicTarget?: string;
}

export interface GitCall {
  /** Standard input. */
  readonly input?: string;
  /** Ends git; the call then throws its reason. */
  readonly signal?: AbortSignal;
  /** A git that says nothing for so long is ended. */
  readonly mostSilenceMs?: number;
}

/** A walk of a million commits without a commit graph takes 15 s before the first line. */
const usualSilenceMs = 120_000;

/** Whether a git binary can be run for this repository. */
export async function hasGit(target: GitTarget, env: Environment): Promise<boolean> {
  const variables = gitEnvironment(target, env);
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: gitStartFolder,
    timeout: { block: usualSilenceMs },
    ...guardOptions(Object.keys(variables)),
  });
  return (await git.env(variables).version()).installed;
}

/**
 * Runs git and returns its standard output. Throws GitError with the first line of what git complained about, or with what
 * kept it from being run: a pipe among its files, for whose writer it would wait for ever.
 */
export async function runGit(
  target: GitTarget,
  env: Environment,
  args: readonly string[],
  call: GitCall = {},
): Promise<string> {
  const { input, signal, mostSilenceMs = usualSilenceMs } = call;
  signal?.throwIfAborted();
  const obstacle = gitObstacle(target);
  if (obstacle !== undefined) throw new GitError(`git cannot be run here: ${obstacle}`);
  const variables = gitEnvironment(target, env);
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: gitStartFolder,
    config: [...gitSettings],
    timeout: { block: mostSilenceMs },
    ...(signal === undefined ? {} : { abort: signal }),
    ...guardOptions(Object.keys(variables)),
    ...(input === undefined ? {} : { input: () => input }),
    errors: (error, { exitCode, stdErr }) =>
      error ?? (exitCode === 0 ? undefined : Buffer.concat(stdErr)),
  });
  try {
    return await git.env(variables).raw([...args]);
  } catch (error) {
    signal?.throwIfAborted();
    throw gitFailure(args[0] ?? 'git', error);
  }
}

/** Oids that `git rev-list` prints first on each line, in its order. The input goes with `--stdin`. */
export async function revList(
  target: GitTarget,
  env: Environment,
  args: readonly string[],
  call: GitCall = {},
): Promise<Oid[]> {
  const output = await runGit(target, env, ['rev-list', ...args], call);
  const oids: Oid[] = [];
  for (const line of output.split('\n')) {
    const oid = /^[0-9a-f]{40,64}/u.exec(line)?.[0];
    if (oid !== undefined) oids.push(oid);
  }
  return oids;
}

/** The oid that a revision names, undefined when it names none. Takes no options (`--…` names nothing). */
export async function revParse(
  target: GitTarget,
  env: Environment,
  revision: string,
  call: GitCall = {},
): Promise<Oid | undefined> {
  if (revision === '' || revision.startsWith('-') || /[\0\n]/u.test(revision)) return undefined;
  try {
    const output = await runGit(target, env, ['rev-parse', '--verify', '--quiet', revision], call);
    const oid = output.trim();
    return /^[0-9a-f]{40,64}$/u.test(oid) ? oid : undefined;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** The refs that `git for-each-ref` lists, sorted by name; `args` are further options and patterns. */
export async function forEachRef(
  target: GitTarget,
  env: Environment,
  args: readonly string[] = [],
): Promise<ListedRef[]> {
  const format = '--format=%(objectname) %(refname) %(symref)';
  const output = await runGit(target, env, ['for-each-ref', format, ...args]);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [oid = '', name = '', symbolicTarget = ''] = line.split(' ');
      return symbolicTarget === '' ? { name, oid } : { name, oid, symbolicTarget };
    });
}

/**
 * simple-git refuses settings and variables that can make git run programs. Each one allowed here is set to a
 * value that makes git run nothing.
 */
function guardOptions(variableNames: readonly string[]) {
  return {
    binary: 'git',
    allowEnvironment: variableNames,
    unsafe: {
      allowUnsafeConfigPaths: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
    },
  };
}

function gitFailure(command: string, error: unknown): GitError {
  if (error instanceof Error && 'plugin' in error && error.plugin === 'timeout') {
    const message = `git ${command} said nothing for too long and was ended: it may wait for a file of the repository`;
    return new GitError(message, { cause: error });
  }
  const text = error instanceof Error ? error.message : '';
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? 'no reason given';
  return new GitError(`git ${command} failed: ${line.trim()}`, { cause: error });
}
