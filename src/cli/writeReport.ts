// Writes a report to a file or a stream. A regular file appears whole or not at all: written beside and
// renamed. Anything else that exists (a device, a pipe) is written in place and never replaced.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { access, chmod, constants, lstat, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isWithin } from '../git/isWithin.ts';
import { UsageError } from '../model/errors.ts';
import { withUnfinished } from './unfinishedFile.ts';

/** Owner only: for reports that hold secrets in clear. */
const privateMode = 0o600;
/** Under these, a path names an open stream even where it looks like a regular file. */
const streamFolders = /^\/(?:dev|proc)\//u;

/** Fails early, with UsageError, where a report could not be written to `file` after the scan. */
export async function checkDestination(file: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  const existing = await statIfThere(path);
  if (existing?.isDirectory() === true) throw new UsageError(`--output ${file} is a folder`);
  if (existing?.isSymbolicLink() === true && !streamFolders.test(path)) {
    throw new UsageError(`--output ${file} is a symbolic link that leads nowhere: name a file`);
  }
  await checkLinks(file, path);
  if (isInPlace(path, existing)) return;
  const folder = dirname(existing === undefined ? path : await realpath(path));
  const gitFolder = gitEntryIn(path) ?? (await gitFolderAround(folder));
  if (gitFolder !== undefined) {
    throw new UsageError(
      `--output ${file} lies in the git directory ${gitFolder}, which is git's own: name a file outside of it`,
    );
  }
  const folderStat = await statIfThere(folder);
  if (folderStat?.isDirectory() !== true) {
    throw new UsageError(`--output ${file}: there is no folder ${dirname(file)}`);
  }
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new UsageError(`--output ${file}: the folder cannot be written to`, { cause });
  }
}

/**
 * Whoever wrote a repository can have put a link in it under the name of a report: one that leads out of its work tree would
 * have any file of the user's replaced. Throws UsageError, which calls the file `shown`.
 */
async function checkLinks(shown: string, path: string): Promise<void> {
  const top = await workTreeAround(dirname(path));
  if (top === undefined) return;
  const real = await realpath(path).catch(async () => realpath(dirname(path)).catch(() => path));
  if (isWithin(real, await realpath(top))) return;
  throw new UsageError(
    `--output ${shown} leads out of the repository ${top} by a symbolic link, to ${real}: name that place itself`,
  );
}

/** Writes the chunks to a file. Throws UsageError when the system does not let it. */
export async function writeReportFile(
  file: string,
  chunks: Iterable<string>,
  options: { readonly cwd: string; readonly isPrivate: boolean },
): Promise<void> {
  const path = resolve(options.cwd, file);
  try {
    const existing = await statIfThere(path);
    if (isInPlace(path, existing)) {
      // Appending: a redirected /dev/stdout must not lose what was written before.
      await pipeline(Readable.from(chunks), createWriteStream(path, { flags: 'a' }));
      return;
    }
    const target = existing === undefined ? path : await realpath(path);
    const mode = options.isPrivate ? privateMode : (existing?.mode ?? 0o666) & 0o777;
    await replaceFile(target, chunks, mode, existing !== undefined || options.isPrivate);
  } catch (error) {
    throw writeError(file, error);
  }
}

/** Adds the chunks to the end of a file, which need not exist. Throws UsageError when the system does not let it. */
export async function appendReportFile(
  file: string,
  chunks: Iterable<string>,
  cwd: string,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), createWriteStream(resolve(cwd, file), { flags: 'a' }));
  } catch (error) {
    throw writeError(file, error);
  }
}

/**
 * Writes the chunks to standard output, which stays open. A reader that went away (EPIPE) is a normal end;
 * throws UsageError when the system does not let it write.
 */
export async function writeReportStream(stream: Writable, chunks: Iterable<string>): Promise<void> {
  const iterator = chunks[Symbol.iterator]();
  try {
    const { text, isAll } = firstOf(iterator);
    await writeText(stream, text);
    const rest: Iterable<string> = { [Symbol.iterator]: () => iterator };
    if (!isAll) await pipeline(Readable.from(rest), stream, { end: false });
  } catch (error) {
    if (!isClosedPipe(error)) throw writeError('to standard output', error);
  }
}

/** UTF-16 units that are written in one piece: most reports, and a pipeline takes 3 ms to set up. */
const writtenAtOnce = 65_536;

/** The chunks up to that length as one text. */
function firstOf(chunks: Iterator<string>): { readonly text: string; readonly isAll: boolean } {
  let text = '';
  while (text.length < writtenAtOnce) {
    const { value, done } = chunks.next();
    if (done === true) return { text, isAll: true };
    text += value;
  }
  return { text, isAll: false };
}

function writeText(stream: Writable, text: string): Promise<void> {
  return new Promise((written, failed) => {
    // A failure is told twice: to the callback, then as an event, which somebody must hear.
    stream.once('error', failed);
    stream.write(text, (error) => {
      if (error) {
        failed(error);
        return;
      }
      stream.off('error', failed);
      written();
    });
  });
}

/** How a stream says that nobody reads it any more. */
const closedPipeCodes = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']);

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && closedPipeCodes.has(String(error.code));
}

/** A failure of the system (it has a code) as one line; anything else as it is. */
function writeError(target: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new UsageError(`cannot write ${target}: ${String(cause.code)}`, { cause });
}

async function replaceFile(
  target: string,
  chunks: Iterable<string>,
  mode: number,
  setsMode: boolean,
): Promise<void> {
  const beside = join(
    dirname(target),
    `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  await withUnfinished(beside, async () => {
    await pipeline(Readable.from(chunks), createWriteStream(beside, { flags: 'wx', mode }));
    // What an existing file allowed holds against the umask, too.
    if (setsMode) await chmod(beside, mode);
    await rename(beside, target);
  });
}

/** The folder itself, or one above it, that has a `.git`. */
async function workTreeAround(folder: string): Promise<string | undefined> {
  for (let each = folder; ; each = dirname(each)) {
    if ((await statIfThere(join(each, '.git'))) !== undefined) return each;
    if (dirname(each) === each) return undefined;
  }
}

/** What a path names of git's own, though it be damaged or the file of a linked worktree; some file systems know no case. */
function gitEntryIn(path: string): string | undefined {
  return /^.*?[/\\]\.git(?=[/\\]|$)/isu.exec(path)?.[0];
}

/** The folder itself, or one above it, that is a git directory (gitrepository-layout). */
async function gitFolderAround(folder: string): Promise<string | undefined> {
  const real = await realpath(folder).catch(() => folder);
  for (let each = real; ; each = dirname(each)) {
    const [head, objects, refs] = await Promise.all(
      ['HEAD', 'objects', 'refs'].map((name) => statIfThere(join(each, name))),
    );
    const isGit = head?.isFile() === true && objects?.isDirectory() === true;
    if (isGit && refs?.isDirectory() === true) return each;
    if (dirname(each) === each) return undefined;
  }
}

function isInPlace(path: string, existing: Stats | undefined): boolean {
  if (existing === undefined) return false;
  return !existing.isFile() || streamFolders.test(path);
}

/** What is there, links followed; the link itself where it leads to nothing. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  for (const ask of [stat, lstat]) {
    try {
      return await ask(path);
    } catch {
      // Not there, or behind a folder that cannot be searched: writing will tell.
    }
  }
  return undefined;
}
