// Walks the work tree for .env-like files and project files. Follows no symbolic link, enters neither `.git` nor
// nested repositories. Ignored folders are entered too (a .env in one may be ignored by a rule nobody shares),
// except those that tools fill, such as node_modules; project files, Dockerfiles and examples in ignored folders do not count.
import { readFile, readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import pLimit from 'p-limit';
import type { LimitFunction } from 'p-limit';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { holdsCredentials } from './credentialContents.ts';
import { envFileNames } from './envFileNames.ts';
import type { EnvFileNames } from './envFileNames.ts';
import { isEnvExample, isOpenedForContent } from './envLike.ts';
import { isDockerfile, isProjectFile, isToolFolder, pathIn } from './projectFiles.ts';

export interface WorktreeEnvFiles {
  /** Regular files and symbolic links that lead to no folder, sorted. */
  readonly envFiles: readonly BytePath[];
  /** Sorted. */
  readonly projectFiles: readonly BytePath[];
  /** Paths of Dockerfiles, sorted. */
  readonly dockerfiles: readonly BytePath[];
  /** Examples of .env-like files, sorted. */
  readonly examples: readonly BytePath[];
  /** Folders and files that could not be read, those in ignored folders left out. */
  readonly problems: readonly Problem[];
}

/** Folders read at the same time. */
const concurrency = 16;
/** Larger files are no `.npmrc` or key. */
const maxContentBytes = 1 << 20;

interface Walk {
  readonly root: string;
  readonly ignore: IgnoreRules;
  readonly names: EnvFileNames;
  readonly limit: LimitFunction;
  readonly envFiles: BytePath[];
  readonly projectFiles: BytePath[];
  readonly dockerfiles: BytePath[];
  readonly examples: BytePath[];
  readonly problems: Problem[];
}

/** Walks the work tree at `root` (an absolute path). */
export async function collectWorktreeEnvFiles(
  root: string,
  ignore: IgnoreRules,
  names: EnvFileNames = envFileNames(),
): Promise<WorktreeEnvFiles> {
  const limit = pLimit(concurrency);
  const walk: Walk = {
    root,
    ignore,
    names,
    limit,
    envFiles: [],
    projectFiles: [],
    dockerfiles: [],
    examples: [],
    problems: [],
  };
  await visit(walk, '', false);
  return {
    envFiles: walk.envFiles.toSorted(),
    projectFiles: walk.projectFiles.toSorted(),
    dockerfiles: walk.dockerfiles.toSorted(),
    examples: walk.examples.toSorted(),
    problems: walk.problems.toSorted((left, right) =>
      (left.path ?? '') < (right.path ?? '') ? -1 : 1,
    ),
  };
}

async function visit(walk: Walk, folder: BytePath, isIgnored: boolean): Promise<void> {
  const entries = await walk.limit(() => entriesOf(walk, folder, isIgnored));
  const names = new Set(entries.map(({ name }) => name));
  const isNested = folder !== '' && (await isRepository(walk, folder, entries, isIgnored));
  const isVirtualEnvironment = isIgnored && names.has('pyvenv.cfg');
  if (isNested || isVirtualEnvironment) return;
  const folders: Promise<void>[] = [];
  for (const entry of entries) {
    const path = pathIn(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === '.git') continue;
      const isBelowIgnored = isIgnored || walk.ignore.check(path, true).ignored;
      if (!isBelowIgnored || !isToolFolder(entry.name)) {
        folders.push(visit(walk, path, isBelowIgnored));
      }
    } else if (await isEnvFile(walk, path, entry, isIgnored)) walk.envFiles.push(path);
    else if (!isIgnored && entry.isFile() && isProjectFile(path)) walk.projectFiles.push(path);
    else if (!isIgnored && entry.isFile() && isDockerfile(path)) walk.dockerfiles.push(path);
    else if (!isIgnored && entry.isFile() && isEnvExample(path)) walk.examples.push(path);
  }
  await Promise.all(folders);
}

/** Names come as latin1, one character a byte. */
async function entriesOf(walk: Walk, folder: BytePath, isIgnored: boolean): Promise<Dirent[]> {
  try {
    return await readdir(worktreeFile(walk.root, folder), {
      withFileTypes: true,
      encoding: 'latin1',
    });
  } catch (error) {
    // Nobody asked for what is in an ignored folder, such as the data of a database server.
    if (!isIgnored || errorCode(error) === 'unknown') noteUnreadable(walk, folder, error);
    return [];
  }
}

/** Whether git takes the folder for another repository: it does not look into one. */
async function isRepository(
  walk: Walk,
  folder: BytePath,
  entries: readonly Dirent[],
  isIgnored: boolean,
): Promise<boolean> {
  const dotGit = entries.find(({ name }) => name === '.git');
  if (dotGit === undefined || !dotGit.isDirectory()) return dotGit !== undefined;
  const gitDir = await walk.limit(() => entriesOf(walk, `${folder}/.git`, isIgnored));
  return gitDir.some(({ name }) => name === 'HEAD');
}

async function isEnvFile(
  walk: Walk,
  path: BytePath,
  entry: Dirent,
  isIgnored: boolean,
): Promise<boolean> {
  if (walk.names.isEnvLike(path)) return entry.isFile() || isLinkToNoFolder(walk, path, entry);
  if (isIgnored || !entry.isFile() || !isOpenedForContent(path)) return false;
  const bytes = await walk.limit(() => contentsOf(walk, path));
  return bytes !== undefined && holdsCredentials(path, bytes);
}

/** git adds a link as such, wherever it leads; one to a folder is no file of variables, though. */
async function isLinkToNoFolder(walk: Walk, path: BytePath, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  try {
    const target = await stat(worktreeFile(walk.root, path));
    return !target.isDirectory();
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return true;
  }
}

async function contentsOf(walk: Walk, path: BytePath): Promise<Uint8Array | undefined> {
  const file = worktreeFile(walk.root, path);
  try {
    const { size } = await stat(file);
    return size > maxContentBytes ? undefined : await readFile(file);
  } catch (error) {
    return noteUnreadable(walk, path, error);
  }
}

/** What is gone by the time it is read is no problem. */
function noteUnreadable(walk: Walk, path: BytePath, error: unknown): undefined {
  const code = errorCode(error);
  if (code === 'unknown') throw error;
  if (isAbsent(error)) return;
  walk.problems.push({
    kind: 'unreadable-file',
    message: `file or folder of the work tree cannot be read (${code})`,
    path: path === '' ? '.' : displayPath(path),
  });
}
