// Where ignore rules come from: a work tree with info/exclude and core.excludesFile (gitignore(5)), or the
// .gitignore files of a tree, given as values. Only regular files are ever opened.
import { lstatSync, readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { bytePath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { GitConfig } from './config.ts';
import { configPath } from './configFiles.ts';
import { setVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { gitignorePath } from './ignore.ts';
import type { IgnoreFile, IgnoreSources } from './ignore.ts';
import { maxIgnoreFileBytes } from './ignorePattern.ts';

export interface WorktreeIgnoreOptions {
  readonly workTree: string;
  /** The git directory that all worktrees share: it holds info/exclude. */
  readonly commonDir: string;
  /** The repository's own settings; they go before the user's. */
  readonly config: GitConfig;
  readonly userConfig: GitConfig;
  readonly env: Environment;
}

/** The ignore files on disk. Those that cannot be read count as absent, as they do for git. */
export function worktreeIgnoreSources(options: WorktreeIgnoreOptions): IgnoreSources {
  const { workTree, config, userConfig } = options;
  const ignoreCase =
    config.boolean('core.ignoreCase') ?? userConfig.boolean('core.ignoreCase') ?? false;
  return {
    ignoreCase,
    readGitignore: (folder) => readGitignoreFile(worktreeFile(workTree, gitignorePath(folder))),
    common: commonIgnoreFiles(options),
  };
}

/** The .gitignore files of a commit's tree, by path (`sub/.gitignore`): what every clone shares. */
export function treeIgnoreSources(
  contents: ReadonlyMap<BytePath, Uint8Array>,
  ignoreCase = false,
): IgnoreSources {
  return { ignoreCase, readGitignore: (folder) => contents.get(gitignorePath(folder)), common: [] };
}

/** A file of the work tree as the file system takes it: its bytes, since a name need not be UTF-8. */
export function worktreeFile(workTree: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${workTree}/`), Buffer.from(path, 'latin1')]);
}

/** info/exclude and then core.excludesFile, `$XDG_CONFIG_HOME/git/ignore` when that is not set. */
function commonIgnoreFiles(options: WorktreeIgnoreOptions): IgnoreFile[] {
  const { workTree, commonDir } = options;
  const exclude = join(commonDir, 'info', 'exclude');
  const isOwnGitDir = commonDir === join(workTree, '.git');
  const excludes = excludesFile(options);
  const files = [
    { path: exclude, source: isOwnGitDir ? '.git/info/exclude' : exclude },
    ...(excludes === undefined ? [] : [excludes]),
  ];
  return files.flatMap(({ path, source }) => {
    const bytes = readIgnoreFile(path);
    return bytes === undefined ? [] : [{ source: bytePath(source), bytes }];
  });
}

/** Its path, and its name as git prints it (relative settings count from the top of the work tree). */
function excludesFile({
  workTree,
  config,
  userConfig,
  env,
}: WorktreeIgnoreOptions): { path: string; source: string } | undefined {
  const setting = config.get('core.excludesFile') ?? userConfig.get('core.excludesFile');
  if (setting === '') return undefined;
  if (setting !== undefined) {
    const path = configPath(setting, workTree, env);
    return { path, source: isAbsolute(setting) || setting.startsWith('~') ? path : setting };
  }
  const xdg = setVariable(env, 'XDG_CONFIG_HOME');
  const home = setVariable(env, 'HOME');
  if (xdg === undefined && home === undefined) return undefined;
  const path = join(xdg ?? join(home ?? '', '.config'), 'git', 'ignore');
  return { path, source: path };
}

/** git does not follow a .gitignore that is a symbolic link (gitignore(5), NOTES). */
function readGitignoreFile(path: Buffer): Uint8Array | undefined {
  return unlessUnreadable(() => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return isReadableIgnoreFile(stats) ? readFileSync(path) : undefined;
  });
}

function readIgnoreFile(path: string): Uint8Array | undefined {
  return unlessUnreadable(() => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return isReadableIgnoreFile(stats) ? readFileSync(path) : undefined;
  });
}

function isReadableIgnoreFile(stats: Stats | undefined): boolean {
  return stats?.isFile() === true && stats.size <= maxIgnoreFileBytes;
}

function unlessUnreadable(readFile: () => Uint8Array | undefined): Uint8Array | undefined {
  try {
    return readFile();
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}
