// From a path to a git directory, by git's rules (git(1), "GIT_DIR" and "GIT_CEILING_DIRECTORIES";
// gitrepository-layout). What the directory then means is said in repository.ts.
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { GitError } from '../model/errors.ts';
import { setVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { kindOf, linkTarget, readText, realPath } from './fileSystem.ts';

export interface FoundGitDir {
  /** Absolute real path. */
  readonly gitDir: string;
  /** The folder in which the `.git` entry stands; null for one that was named itself (bare, GIT_DIR). */
  readonly top: string | null;
}

/**
 * Looks in the folder and above it, up to a ceiling. A damaged `.git` (no HEAD, no refs/) is taken where
 * git would go on upwards: what is left of it can still be read. Throws GitError when there is none.
 */
export async function discoverGitDir(path: string, env: Environment): Promise<FoundGitDir> {
  const start = await startFolder(path);
  const ceilings = await ceilingFolders(env);
  for (let folder = start; ; folder = dirname(folder)) {
    const found = (await dotGit(folder)) ?? (await bare(folder));
    if (found !== undefined) return found;
    if (ceilings.has(dirname(folder)) || dirname(folder) === folder) break;
  }
  if (await isGitDir(start, 'damaged')) return { gitDir: start, top: null };
  throw new GitError(
    `no git repository at ${path} or above it: name a repository, or scan plain folders with \`leaktrail files\``,
  );
}

/** The git directory that a path names outright (GIT_DIR): a folder or a `.git` file. Throws GitError. */
export async function namedGitDir(path: string): Promise<string> {
  const target = (await kindOf(path)) === 'file' ? await readGitFile(path) : path;
  if (await isGitDir(target, 'damaged')) return realPath(target);
  throw new GitError(`GIT_DIR names ${path}, which is no git repository: correct or unset it`);
}

/** The folder that holds what linked worktrees share (gitrepository-layout, "commondir"). */
export async function commonFolder(gitDir: string): Promise<string> {
  const text = await readText(join(gitDir, 'commondir'));
  if (text === undefined) return gitDir;
  const folder = resolve(gitDir, text.replace(/[\r\n]+$/u, ''));
  if ((await kindOf(folder)) === 'folder') return realPath(folder);
  throw new GitError(
    `${gitDir} is a linked worktree of ${folder}, which does not exist: name the main repository`,
  );
}

async function dotGit(folder: string): Promise<FoundGitDir | undefined> {
  const entry = join(folder, '.git');
  const kind = await kindOf(entry);
  if (kind === 'none') return undefined;
  if (kind === 'folder') {
    if (!(await isGitDir(entry, 'damaged'))) return undefined;
    return { gitDir: await realPath(entry), top: folder };
  }
  const target = await readGitFile(entry);
  if (await isGitDir(target, 'damaged')) return { gitDir: await realPath(target), top: folder };
  throw new GitError(`${entry} points to ${target}, which is no git repository: name another one`);
}

/** The folder itself as a git directory; inside a repository's `.git` that repository. */
async function bare(folder: string): Promise<FoundGitDir | undefined> {
  if (!(await isGitDir(folder, 'whole'))) return undefined;
  return { gitDir: folder, top: basename(folder) === '.git' ? dirname(folder) : null };
}

/**
 * Whether a folder is a git directory: HEAD, objects/ and refs/ for git; two of the three where damage
 * is allowed for. A linked worktree's has a `commondir` instead of the last two.
 */
async function isGitDir(folder: string, state: 'whole' | 'damaged'): Promise<boolean> {
  const hasHead = await isHead(join(folder, 'HEAD'));
  if ((await kindOf(join(folder, 'commondir'))) === 'file') return hasHead || state === 'damaged';
  const hasObjects = (await kindOf(join(folder, 'objects'))) === 'folder';
  const hasRefs = (await kindOf(join(folder, 'refs'))) === 'folder';
  if (state === 'whole') return hasHead && hasObjects && hasRefs;
  const hasPacked = (await kindOf(join(folder, 'packed-refs'))) === 'file';
  return Number(hasHead) + Number(hasObjects) + Number(hasRefs || hasPacked) >= 2;
}

async function isHead(file: string): Promise<boolean> {
  const text = await readText(file);
  if (text !== undefined) return /^(?:ref:\s*refs\/|[0-9a-f]{40})/u.test(text);
  // Old repositories have HEAD as a symbolic link, which leads nowhere while the branch is unborn.
  return (await linkTarget(file))?.startsWith('refs/') ?? false;
}

async function readGitFile(file: string): Promise<string> {
  const text = await readText(file);
  const target = /^gitdir: ([^\r\n]+)/u.exec(text ?? '')?.[1];
  if (target === undefined) {
    throw new GitError(`${file} is not of the form "gitdir: FOLDER": name a repository`);
  }
  return isAbsolute(target) ? target : join(dirname(file), target);
}

async function startFolder(path: string): Promise<string> {
  const kind = await kindOf(path);
  if (kind === 'none') throw new GitError(`${path} does not exist: name a repository`);
  const folder = await realPath(path);
  if (kind === 'folder') return folder;
  if (basename(folder) === '.git') return dirname(folder);
  throw new GitError(`${path} is a file: name a repository, or use \`leaktrail files\``);
}

/** Real paths, except after an empty entry, as git(1) describes the variable. */
async function ceilingFolders(env: Environment): Promise<ReadonlySet<string>> {
  const ceilings = new Set<string>();
  let isResolved = true;
  for (const entry of (setVariable(env, 'GIT_CEILING_DIRECTORIES') ?? '').split(delimiter)) {
    if (entry === '') isResolved = false;
    else if (!isAbsolute(entry)) continue;
    else if (isResolved && (await kindOf(entry)) === 'folder') ceilings.add(await realPath(entry));
    else ceilings.add(resolve(entry));
  }
  return ceilings;
}
