// Which configuration files count: those of a repository (git-config, "FILES"), and those of the user,
// for settings such as core.excludesFile. A repository's own include.path is never followed: it
// could name any file of the machine. The user's is.
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { append } from '../model/append.ts';
import type { Problem } from '../model/problem.ts';
import { configBoolean, gitConfig, normalKey, parseConfig } from './config.ts';
import type { ConfigEntry, GitConfig } from './config.ts';
import { setVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { readRegularFile } from './fileSystem.ts';

export interface ReadConfig {
  readonly config: GitConfig;
  readonly problems: readonly Problem[];
}

/** git's own limit on nested includes (config.c, MAX_INCLUDE_DEPTH). */
const deepestInclude = 10;

/**
 * A repository's `config` and, where extensions.worktreeConfig asks for it, the worktree's
 * `config.worktree`. Missing files count as empty; damaged lines become problems.
 */
export async function readRepositoryConfig(commonDir: string, gitDir: string): Promise<ReadConfig> {
  const shared = await readConfigFile(join(commonDir, 'config'), 'config');
  const config = gitConfig(shared.entries);
  if (config.boolean('extensions.worktreeConfig') !== true) {
    return { config, problems: shared.problems };
  }
  const own = await readConfigFile(join(gitDir, 'config.worktree'), 'config.worktree');
  return {
    config: gitConfig([...shared.entries, ...own.entries]),
    problems: [...shared.problems, ...own.problems],
  };
}

/**
 * The settings of the system and the user: GIT_CONFIG_SYSTEM or /etc/gitconfig unless
 * GIT_CONFIG_NOSYSTEM, then GIT_CONFIG_GLOBAL or the files below XDG_CONFIG_HOME and HOME, with what
 * they include, then GIT_CONFIG_COUNT with its keys and values. `includeIf` is not evaluated.
 */
export async function readUserConfig(env: Environment): Promise<ReadConfig> {
  const entries: ConfigEntry[] = [];
  const problems: Problem[] = [];
  for (const file of userFiles(env)) {
    const read = await readWithIncludes(file, env, 0);
    append(entries, read.entries);
    append(problems, read.problems);
  }
  append(entries, variableEntries(env));
  return { config: gitConfig(entries), problems };
}

/** A path as git's settings write it: `~/` is the home folder, else relative to `base`. */
export function configPath(value: string, base: string, env: Environment): string {
  const home = setVariable(env, 'HOME');
  if (home !== undefined && (value === '~' || value.startsWith('~/'))) {
    return join(home, value.slice(2));
  }
  return isAbsolute(value) ? value : resolve(base, value);
}

interface ReadEntries {
  readonly entries: readonly ConfigEntry[];
  readonly problems: readonly Problem[];
}

function userFiles(env: Environment): string[] {
  const files: string[] = [];
  if (configBoolean(env['GIT_CONFIG_NOSYSTEM'] ?? 'false') !== true) {
    files.push(env['GIT_CONFIG_SYSTEM'] ?? '/etc/gitconfig');
  }
  const global = env['GIT_CONFIG_GLOBAL'];
  if (global !== undefined) return [...files, global].filter((file) => file !== '');
  const home = setVariable(env, 'HOME');
  const xdg = setVariable(env, 'XDG_CONFIG_HOME');
  if (xdg !== undefined) files.push(join(xdg, 'git', 'config'));
  else if (home !== undefined) files.push(join(home, '.config', 'git', 'config'));
  if (home !== undefined) files.push(join(home, '.gitconfig'));
  return files.filter((file) => file !== '');
}

async function readWithIncludes(
  file: string,
  env: Environment,
  depth: number,
): Promise<ReadEntries> {
  const { entries, problems } = await readConfigFile(file);
  if (!entries.some(({ key }) => key === 'include.path')) return { entries, problems };
  const allEntries: ConfigEntry[] = [];
  const allProblems = [...problems];
  for (const entry of entries) {
    allEntries.push(entry);
    if (entry.key !== 'include.path' || entry.value === null || depth >= deepestInclude) continue;
    const included = configPath(entry.value, dirname(file), env);
    const inner = await readWithIncludes(included, env, depth + 1);
    append(allEntries, inner.entries);
    append(allProblems, inner.problems);
  }
  return { entries: allEntries, problems: allProblems };
}

/** `shownPath` is what a problem names: absolute only for files outside the repository. */
async function readConfigFile(file: string, shownPath = file): Promise<ReadEntries> {
  let text: string;
  try {
    text = (await readRegularFile(file))?.toString('utf8') ?? '';
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return {
      entries: [],
      problems: [
        { kind: 'unreadable-file', message: 'cannot read the configuration', path: shownPath },
      ],
    };
  }
  const { entries, badLines } = parseConfig(text);
  const problems = badLines.slice(0, 1).map((line) => ({
    kind: 'unreadable-file' as const,
    message: `line ${line} of the configuration is damaged; the lines git could understand were used`,
    path: shownPath,
  }));
  return { entries, problems };
}

function variableEntries(env: Environment): ConfigEntry[] {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  const entries: ConfigEntry[] = [];
  for (let i = 0; i < count && i < 1000; i++) {
    const key = env[`GIT_CONFIG_KEY_${i}`];
    const value = env[`GIT_CONFIG_VALUE_${i}`];
    if (key !== undefined && value !== undefined) entries.push({ key: normalKey(key), value });
  }
  return entries;
}
