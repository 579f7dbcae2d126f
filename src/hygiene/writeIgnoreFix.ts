// Writes missing lines into .gitignore files of the work tree, and nothing else: no file that is not a regular one, none
// that lies behind a symbolic link, none that changed since it was read.
import { randomBytes } from 'node:crypto';
import { chmod, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import { maxIgnoreFileBytes } from '../git/ignorePattern.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { IgnoreEdit } from '../model/hygiene.ts';
import { folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { IgnoreFixPlan, IgnoreRefusal } from './ignoreFix.ts';

/** The plan without the files that cannot be written, which become refusals. */
export async function checkIgnoreFix(
  workTree: string,
  plan: IgnoreFixPlan,
): Promise<IgnoreFixPlan> {
  const edits: IgnoreEdit[] = [];
  const refusals = [...plan.refusals];
  for (const edit of plan.edits) {
    const reason = await refusalOf(workTree, edit);
    if (reason === undefined) edits.push(edit);
    else refusals.push({ file: edit.file, reason });
  }
  return { edits, refusals };
}

/** Writes the files below `workTree`, each beside itself and renamed. Returns those that it left as they are. */
export async function writeIgnoreFix(
  workTree: string,
  edits: readonly IgnoreEdit[],
): Promise<IgnoreRefusal[]> {
  const refusals: IgnoreRefusal[] = [];
  for (const edit of edits) {
    const reason = (await refusalOf(workTree, edit)) ?? (await writeEdit(workTree, edit));
    if (reason !== undefined) refusals.push({ file: edit.file, reason });
  }
  return refusals;
}

/** Why a file is not to be written; undefined where it may be. */
async function refusalOf(
  workTree: string,
  { file, before }: IgnoreEdit,
): Promise<string | undefined> {
  try {
    if (!(await isInRealFolder(workTree, file))) {
      return 'lies behind a symbolic link: git does not look there';
    }
    const target = worktreeFile(workTree, file);
    const stats = await lstat(target);
    if (stats.isSymbolicLink())
      return 'is a symbolic link, which git does not follow: make it a file';
    if (!stats.isFile()) return 'is no regular file, and git does not read it: make it one';
    if (stats.size > maxIgnoreFileBytes) return 'is too large for git to read';
    const current = await readFile(target);
    return before !== undefined && current.equals(before)
      ? undefined
      : 'has changed in the meantime: run it again';
  } catch (error) {
    if (!isAbsent(error)) return `cannot be read (${codeOf(error)}): check its permissions`;
    if (before === undefined) return undefined;
    return 'is not checked out: add its folder to the sparse checkout first';
  }
}

/** A folder that has become a link may lead out of the work tree. */
async function isInRealFolder(workTree: string, file: BytePath): Promise<boolean> {
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
    const stats = await lstat(worktreeFile(workTree, folder));
    if (!stats.isDirectory()) return false;
  }
  return true;
}

async function writeEdit(
  workTree: string,
  { file, before, after }: IgnoreEdit,
): Promise<string | undefined> {
  const target = worktreeFile(workTree, file);
  const beside = Buffer.concat([target, Buffer.from(`.${randomBytes(6).toString('hex')}`)]);
  try {
    const mode = before === undefined ? undefined : (await lstat(target)).mode & 0o7777;
    await writeFile(beside, after, { flag: 'wx' });
    if (mode !== undefined) await chmod(beside, mode);
    await rename(beside, target);
    return undefined;
  } catch (error) {
    await rm(beside, { force: true });
    return `cannot be written (${codeOf(error)}): check its folder's permissions`;
  }
}

/** Anything but a failure of the system is a bug and passes through. */
function codeOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'unknown') throw error;
  return code;
}
