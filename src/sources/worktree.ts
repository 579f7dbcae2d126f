// The files of a work tree that a commit could pick up: those of the index as they are on disk, and those that
// are neither tracked nor ignored. Names what it leaves out. Reading them is left to the caller.
import { lstatSync, readdirSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { unlessRefused } from '../git/fileSystem.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import { treeEntryKind } from '../git/tree.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';

export interface WorktreeFile {
  readonly path: BytePath;
  readonly sizeBytes: number;
}

/** Why a file or folder of the work tree is left out by its nature. */
export type WorktreeSkip = 'ignored' | 'symlink' | 'special-file' | 'nested-repository';

export interface WorktreeListing {
  /** Sorted by path. */
  readonly files: readonly WorktreeFile[];
  readonly skipped: readonly { readonly reason: WorktreeSkip; readonly path: BytePath }[];
  readonly problems: readonly Problem[];
}

export interface WorktreeInput {
  readonly workTree: string;
  readonly ignore: IgnoreRules;
  readonly entries: readonly IndexEntry[];
}

/** Lists the work tree. Symlinks are not followed; `.git` and nested repositories are not entered. */
export function listWorktree(input: WorktreeInput): WorktreeListing {
  const files = new Map<BytePath, WorktreeFile>();
  const skipped: { reason: WorktreeSkip; path: BytePath }[] = [];
  const problems: Problem[] = [];
  const tracked = new Set<BytePath>();

  for (const entry of input.entries) {
    tracked.add(entry.path);
    const kind = treeEntryKind(entry.mode);
    if (kind === 'gitlink' || kind === 'tree' || files.has(entry.path)) continue;
    const stats = statOf(input.workTree, entry.path, problems);
    if (stats === undefined) continue;
    if (stats.isFile()) {
      files.set(entry.path, { path: entry.path, sizeBytes: stats.size });
    } else skipSpecial(entry.path, stats);
  }

  /** A directory in the place of a tracked file holds untracked ones, which the walk finds. */
  function skipSpecial(path: BytePath, stats: Stats): void {
    if (stats.isDirectory()) return;
    skipped.push({ reason: stats.isSymbolicLink() ? 'symlink' : 'special-file', path });
  }

  const folders: BytePath[] = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of namesIn(input.workTree, folder, problems)) {
      if (name === '.git') continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (tracked.has(path) && files.has(path)) continue;
      const stats = statOf(input.workTree, path, problems);
      if (stats === undefined) continue;
      const isDirectory = stats.isDirectory();
      if (tracked.has(path) && !isDirectory) continue;
      if (input.ignore.check(path, isDirectory).ignored) {
        skipped.push({ reason: 'ignored', path });
      } else if (isDirectory) {
        if (isRepository(input.workTree, path)) {
          if (!tracked.has(path)) skipped.push({ reason: 'nested-repository', path });
        } else folders.push(path);
      } else if (stats.isFile()) {
        files.set(path, { path, sizeBytes: stats.size });
      } else skipSpecial(path, stats);
    }
  }
  return { files: [...files.values()].sort(byPath), skipped: skipped.sort(byPath), problems };
}

function statOf(workTree: string, path: BytePath, problems: Problem[]): Stats | undefined {
  try {
    return lstatSync(worktreeFile(workTree, path));
  } catch (error) {
    noteUnreadable(path, error, problems);
    return undefined;
  }
}

function namesIn(workTree: string, folder: BytePath, problems: Problem[]): BytePath[] {
  try {
    return readdirSync(worktreeFile(workTree, folder), 'latin1').sort();
  } catch (error) {
    noteUnreadable(folder, error, problems);
    return [];
  }
}

/** Files that come and go while the work tree is read are no problem. */
function noteUnreadable(path: BytePath, error: unknown, problems: Problem[]): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') return;
  problems.push({
    kind: 'unreadable-file',
    message: `file or folder of the work tree cannot be read (${code})`,
    path: displayPath(path),
  });
}

/** No for a folder that cannot be entered: listing it tells. */
function isRepository(workTree: string, folder: BytePath): boolean {
  const path = worktreeFile(workTree, `${folder}/.git`);
  return unlessRefused(() => lstatSync(path)) !== undefined;
}

function byPath(left: { path: BytePath }, right: { path: BytePath }): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
