// The state of everything that an audit of a repository looks at, as one digest. Told by the signs of files, so it takes
// milliseconds where the audit takes seconds. It covers more than an audit reads rather than less: a report that is
// out of date would hide a secret.
import { dirname, join } from 'node:path';
import { readUserConfig } from '../git/configFiles.ts';
import type { Environment } from '../git/environment.ts';
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile, worktreeIgnoreSources } from '../git/ignoreSources.ts';
import type { Repository } from '../git/repository.ts';
import { readStagingIndex } from '../git/stagingIndex.ts';
import { isToolFolder } from '../hygiene/projectFiles.ts';
import type { BytePath } from '../model/path.ts';
import { FileSigns, entriesOf } from './fileSigns.ts';

export interface RepositoryState {
  /** 64 hex digits. */
  readonly digest: string;
  /** False = something changed so lately that a further change might not show. */
  readonly isSettled: boolean;
}

/** Beyond this, looking at all files costs more than it could save. */
const mostFiles = 300_000;

/** Parts of a git directory that no audit reads: those of others, and what is looked at on its own. */
const leftOut = new Set(['objects', 'leaktrail', 'hooks', 'modules', 'lfs', 'annex', 'worktrees']);

/** Undefined where there are too many files to look at. */
export async function repositoryState(
  repository: Repository,
  env: Environment,
): Promise<RepositoryState | undefined> {
  const signs = new FileSigns();
  const { config, problems: configProblems } = await readUserConfig(env);
  const { path: _path, config: ownConfig, shallow, ...rest } = repository;
  signs.value({ ...rest, shallow: [...shallow], config: ownConfig.entries });
  signs.value({ user: config.entries, configProblems });
  const gitNames = Object.keys(env).filter((name) => name.startsWith('GIT_'));
  signs.value(gitNames.sort().map((name) => [name, env[name]]));
  const folders = new Set([repository.commonDir, repository.gitDir, ...repository.worktreeGitDirs]);
  for (const folder of folders) signs.tree(folder, (name) => leftOut.has(name));
  signs.file(join(repository.commonDir, 'worktrees'));
  signs.file(repository.indexFile);
  for (const folder of repository.objectDirs) signObjects(signs, folder);
  const { workTree } = repository;
  if (workTree !== null) {
    const sources = {
      workTree,
      commonDir: repository.commonDir,
      config: ownConfig,
      userConfig: config,
      env,
    };
    const { ignoreCase, common } = worktreeIgnoreSources(sources);
    signs.value([ignoreCase, common.map(({ source, bytes }) => [source, hexOf(bytes)])]);
    const skipped = signWorktree(
      signs,
      workTree,
      createIgnoreRules(worktreeIgnoreSources(sources)),
    );
    if (skipped === undefined) return undefined;
    if (skipped.size > 0) await signTracked(signs, repository, workTree, skipped);
  }
  return signs.count > mostFiles ? undefined : signs.digest(Date.now());
}

/** Packs one by one; of loose objects the folders, whose times change with each file that comes or goes. */
function signObjects(signs: FileSigns, folder: string): void {
  signs.file(folder);
  signs.tree(join(folder, 'pack'));
  signs.tree(join(folder, 'info'));
  for (const { name, isFolder } of entriesOf(Buffer.from(folder))) {
    if (isFolder && /^[0-9a-f]{2}$/u.test(name)) signs.file(join(folder, name));
  }
}

/**
 * All files of the work tree, but for what tools keep in ignored folders: hygiene does not look there either. Returns the
 * folders left out; undefined where there are too many files.
 */
function signWorktree(
  signs: FileSigns,
  workTree: string,
  ignore: IgnoreRules,
): Set<BytePath> | undefined {
  const skipped = new Set<BytePath>();
  const folders: { path: BytePath; isIgnored: boolean }[] = [{ path: '', isIgnored: false }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signs.file(worktreeFile(workTree, folder.path));
    for (const { name, isFolder } of entriesOf(worktreeFile(workTree, folder.path))) {
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      if (name === '.git') {
        // Whether it makes the folder another repository's. Its time does not matter: a cache in it is none of its news.
        if (!isFolder) signs.file(worktreeFile(workTree, path));
        else if (folder.path !== '') signs.file(worktreeFile(workTree, `${path}/HEAD`));
      } else if (!isFolder) signs.file(worktreeFile(workTree, path));
      else {
        const isIgnored = folder.isIgnored || ignore.check(path, true).ignored;
        if (isIgnored && isToolFolder(name)) skipped.add(path);
        else folders.push({ path, isIgnored });
      }
    }
    if (signs.count > mostFiles) return undefined;
  }
  return skipped;
}

/** Tracked files count wherever they lie. */
async function signTracked(
  signs: FileSigns,
  repository: Repository,
  workTree: string,
  skipped: ReadonlySet<BytePath>,
): Promise<void> {
  const { indexFile, objectFormat, gitDir } = repository;
  const { entries } = await readStagingIndex(indexFile, objectFormat, gitDir);
  for (const { path } of entries) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (!skipped.has(folder)) continue;
      signs.file(worktreeFile(workTree, path));
      break;
    }
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
