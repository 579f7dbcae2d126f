// A repository, opened: where its parts are and what its configuration says about how to read it. Read
// without git, so that a damaged, foreign-owned or hostile one opens too. Layout: gitrepository-layout.
import { basename, dirname, join, resolve } from 'node:path';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { objectFolders } from './alternates.ts';
import type { GitConfig } from './config.ts';
import { readRepositoryConfig } from './configFiles.ts';
import { commonFolder, discoverGitDir, namedGitDir } from './discovery.ts';
import type { FoundGitDir } from './discovery.ts';
import { setVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { namesIn, readText, realFolder, realOrSame } from './fileSystem.ts';

/** Folders are absolute real paths. */
export interface Repository {
  /** As the user named it. */
  readonly path: string;
  /** Of this worktree: HEAD, index, private refs. */
  readonly gitDir: string;
  /** What linked worktrees share: objects, refs, config. */
  readonly commonDir: string;
  /** Top of the work tree; null for a bare repository and for one whose work tree is gone. */
  readonly workTree: string | null;
  /**
   * The setting by which the folder around `.git`, whose files one would think are meant, is not the work tree (`core.worktree=…`,
   * `core.bare=…`); null where it is, or where there is none.
   */
  readonly movedBy: string | null;
  /** The repository's own first, then its alternates, each once. */
  readonly objectDirs: readonly string[];
  readonly indexFile: string;
  readonly objectFormat: ObjectFormat;
  readonly refStorage: 'files' | 'reftable';
  readonly bare: boolean;
  /** Commits whose parents were cut off; empty when the repository is not shallow. */
  readonly shallow: ReadonlySet<Oid>;
  /** Whether objects may be absent because a promisor remote has them. */
  readonly partial: boolean;
  readonly promisorRemote: string | null;
  readonly config: GitConfig;
  /** Of the main worktree (or bare repository) and of all linked ones, main first. */
  readonly worktreeGitDirs: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Opens the repository that a path lies in. Variables that git hands to hooks (GIT_DIR, GIT_WORK_TREE,
 * GIT_COMMON_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES) name the
 * repository of the current folder: they count when `path` leads to that one, and not when the user
 * names another. Throws GitError when there is no repository.
 */
export async function openRepository(path: string, env: Environment): Promise<Repository> {
  const { found, variables } = await locate(path, env);
  const { gitDir } = found;
  const common = setVariable(variables, 'GIT_COMMON_DIR');
  const commonDir =
    common === undefined ? await commonFolder(gitDir) : await realOrSame(resolve(common));
  const { config, problems: configProblems } = await readRepositoryConfig(commonDir, gitDir);
  const {
    workTree,
    bare,
    movedBy = null,
  } = await findWorkTree(found, commonDir, config, variables);

  const base = workTree ?? resolve(path);
  const fromBase = (name: string): string | undefined => {
    const value = setVariable(variables, name);
    return value === undefined ? undefined : resolve(base, value);
  };
  const objects = await objectFolders(
    fromBase('GIT_OBJECT_DIRECTORY') ?? join(commonDir, 'objects'),
    variables['GIT_ALTERNATE_OBJECT_DIRECTORIES'],
    base,
  );
  const shallowFile = fromBase('GIT_SHALLOW_FILE') ?? join(commonDir, 'shallow');
  const promisorRemote = promisorOf(config);
  return {
    path,
    gitDir,
    commonDir,
    workTree,
    movedBy,
    objectDirs: objects.folders,
    indexFile: fromBase('GIT_INDEX_FILE') ?? join(gitDir, 'index'),
    objectFormat: config.get('extensions.objectFormat') === 'sha256' ? 'sha256' : 'sha1',
    refStorage: /^reftable\b/u.test(config.get('extensions.refStorage') ?? '')
      ? 'reftable'
      : 'files',
    bare,
    shallow: await readShallow(shallowFile),
    partial: promisorRemote !== null,
    promisorRemote,
    config,
    worktreeGitDirs: await listWorktrees(commonDir, gitDir),
    problems: [...configProblems, ...formatProblems(config), ...objects.problems],
  };
}

interface Located {
  readonly found: FoundGitDir;
  /** The environment, without git's variables when they speak of another repository. */
  readonly variables: Environment;
}

async function locate(path: string, env: Environment): Promise<Located> {
  const named = setVariable(env, 'GIT_DIR');
  const isCurrent = resolve(path) === resolve('.');
  if (named === undefined) {
    const found = await discoverGitDir(path, env);
    const isOurs = isCurrent || !(await liesInOtherGitDir(env['GIT_INDEX_FILE'], found.gitDir));
    return { found, variables: isOurs ? env : withoutGitVariables(env) };
  }
  if (!isCurrent) {
    const found = await discoverGitDir(path, env);
    const isSame = (await realOrSame(resolve(named))) === found.gitDir;
    return { found, variables: isSame ? env : withoutGitVariables(env) };
  }
  const gitDir = await namedGitDir(resolve(path, named));
  const top = await realOrSame(resolve(path));
  if (top !== gitDir) return { found: { gitDir, top }, variables: env };
  const parent = basename(gitDir) === '.git' ? dirname(gitDir) : null;
  return { found: { gitDir, top: parent }, variables: env };
}

function withoutGitVariables(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}

/** Whether an index file belongs to another repository than the one that was found. */
async function liesInOtherGitDir(file: string | undefined, gitDir: string): Promise<boolean> {
  if (file === undefined || file === '') return false;
  const folder = await realOrSame(dirname(resolve(file)));
  if (folder === gitDir || basename(folder) === '.git') return folder !== gitDir;
  return basename(dirname(folder)) === 'worktrees';
}

interface WorkTree {
  readonly workTree: string | null;
  readonly bare: boolean;
  readonly movedBy?: string;
}

/** GIT_WORK_TREE, core.worktree, then the folder the `.git` entry stands in (git-config, core.worktree). */
async function findWorkTree(
  { gitDir, top }: FoundGitDir,
  commonDir: string,
  config: GitConfig,
  variables: Environment,
): Promise<WorkTree> {
  const named = setVariable(variables, 'GIT_WORK_TREE');
  if (named !== undefined) return { workTree: await realFolder(resolve(named)), bare: false };
  if (gitDir !== commonDir) {
    const file = (await readText(join(gitDir, 'gitdir')))?.trimEnd();
    const own = file === undefined ? null : await realFolder(dirname(resolve(gitDir, file)));
    const isMoved = own !== null && top !== null && own !== top;
    return { workTree: own ?? top, bare: false, ...(isMoved ? { movedBy: `gitdir=${file}` } : {}) };
  }
  const configured = config.get('core.worktree');
  if (configured !== undefined) {
    const workTree = await realFolder(resolve(gitDir, configured));
    const moved =
      top === null || workTree === top ? {} : { movedBy: `core.worktree=${configured}` };
    return { workTree, bare: false, ...moved };
  }
  const bare = config.boolean('core.bare') ?? top === null;
  return {
    workTree: bare ? null : top,
    bare,
    ...(bare && top ? { movedBy: 'core.bare=true' } : {}),
  };
}

/** gitrepository-layout, "shallow": one oid a line. */
async function readShallow(file: string): Promise<ReadonlySet<Oid>> {
  const text = (await readText(file)) ?? '';
  return new Set(text.split('\n').filter((line) => /^[0-9a-f]{40,64}$/u.test(line)));
}

function promisorOf(config: GitConfig): string | null {
  const named = config.get('extensions.partialClone');
  if (named !== undefined) return named;
  const isPromisor = (remote: string): boolean =>
    config.boolean(`remote.${remote}.promisor`) === true;
  return config.subsections('remote').find(isPromisor) ?? null;
}

async function listWorktrees(commonDir: string, gitDir: string): Promise<string[]> {
  const parent = join(commonDir, 'worktrees');
  const folders = [commonDir];
  for (const name of await namesIn(parent)) {
    const folder = await realFolder(join(parent, name));
    if (folder !== null) folders.push(folder);
  }
  return [...new Set([...folders, gitDir])];
}

/** gitrepository-layout and git-config, "extensions.*". */
const knownExtensions = new Set([
  'noop',
  'noop-v1',
  'preciousobjects',
  'partialclone',
  'objectformat',
  'compatobjectformat',
  'refstorage',
  'worktreeconfig',
  'relativeworktrees',
  'submodulepathconfig',
]);

function formatProblems(config: GitConfig): Problem[] {
  const version = Number(config.get('core.repositoryFormatVersion') ?? 0);
  const problems: Problem[] = [];
  if (version > 1) {
    const message = `repository format version ${version} is not known; it was read as version 1`;
    problems.push({ kind: 'unsupported', message });
  }
  if (version >= 1) {
    const names = config.entries.map(({ key }) => /^extensions\.(.+)$/u.exec(key)?.[1] ?? '');
    for (const name of new Set(names)) {
      if (name === '' || knownExtensions.has(name)) continue;
      const message = `the repository uses the extension ${JSON.stringify(name)}, which is not known`;
      problems.push({ kind: 'unsupported', message });
    }
  }
  const format = config.get('extensions.objectFormat') ?? 'sha1';
  if (format !== 'sha1' && format !== 'sha256') {
    const message = `the object format ${JSON.stringify(format)} is not known`;
    problems.push({ kind: 'unsupported', message });
  }
  return problems;
}
