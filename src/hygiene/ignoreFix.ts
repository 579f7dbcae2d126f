// The missing .gitignore lines: which lines go into which file, as values, and writing them. Touches nothing else:
// what is tracked or in the history is not for a line to undo.
import { randomBytes } from 'node:crypto';
import { chmod, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreSources } from '../git/ignore.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import { isAbsent } from '../git/fileErrors.ts';
import { GitError } from '../model/errors.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { JudgedPath } from './checkHygiene.ts';
import { appendLines, withLines } from './fixes.ts';
import type { IgnoreLine } from './fixes.ts';
import { folderOf } from './projectFiles.ts';

export interface IgnoreEdit {
  /** Path of the .gitignore. */
  readonly file: BytePath;
  /** Lines to add at its end, without line ends (latin1). */
  readonly lines: readonly string[];
  /** undefined for a file that does not exist yet. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/**
 * The fewest lines that make shared rules ignore every judged path that none ignores, sorted by file. Done once,
 * nothing is left to do. A file in UTF-16 is left alone: no line in it would be read.
 */
export function planIgnoreFix(
  judged: readonly JudgedPath[],
  ignoreSources: IgnoreSources,
): IgnoreEdit[] {
  // Without the files that hold on this machine only, what is ignored is ignored by a .gitignore.
  const shared: IgnoreSources = { ...ignoreSources, common: [] };
  const lines: IgnoreLine[] = [];
  let rules = createIgnoreRules(shared);
  for (const { path, missingLine } of judged) {
    if (missingLine === null || missingLine.isUtf16) continue;
    if (rules.check(path, false).ignored) continue;
    lines.push(missingLine);
    rules = createIgnoreRules(withLines(shared, lines));
  }
  const files = [...new Set(lines.map(({ file }) => file))].toSorted();
  return files.map((file) => {
    const own = lines.filter((line) => line.file === file).map(({ line }) => line);
    const before = shared.readGitignore(folderOf(file));
    return { file, lines: own, before, after: appendLines(before, own) };
  });
}

/**
 * Writes the planned files below `workTree`, each beside itself and renamed. Throws GitError, and leaves the file as
 * it is, when it is no regular file or was changed since it was planned.
 */
export async function writeIgnoreFix(
  workTree: string,
  edits: readonly IgnoreEdit[],
): Promise<void> {
  for (const edit of edits) await writeEdit(workTree, edit);
}

async function writeEdit(workTree: string, { file, before, after }: IgnoreEdit): Promise<void> {
  const target = worktreeFile(workTree, file);
  const mode = await modeOf(target);
  if (mode === 'other') {
    throw new GitError(`${displayPath(file)} is no regular file: git would not read it either`);
  }
  const current = mode === 'absent' ? undefined : await readFile(target);
  if (Buffer.compare(current ?? Buffer.of(), before ?? Buffer.of()) !== 0) {
    throw new GitError(`${displayPath(file)} has changed in the meantime: run it again`);
  }
  const beside = Buffer.concat([target, Buffer.from(`.${randomBytes(6).toString('hex')}`)]);
  try {
    await writeFile(beside, after, { flag: 'wx' });
    if (mode !== 'absent') await chmod(beside, mode);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw new GitError(`cannot write ${displayPath(file)}: check its folder's permissions`, {
      cause: error,
    });
  }
}

/** Permission bits of a regular file. */
async function modeOf(target: Buffer): Promise<number | 'absent' | 'other'> {
  try {
    const stats = await lstat(target);
    return stats.isFile() ? stats.mode & 0o7777 : 'other';
  } catch (error) {
    if (isAbsent(error)) return 'absent';
    throw error;
  }
}
