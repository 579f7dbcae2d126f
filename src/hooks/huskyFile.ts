// A script of husky's user on disk. It stands in the work tree, so whoever wrote the repository chose what it is: only a
// plain file is read and written.
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readRegularFile } from '../git/fileSystem.ts';
import { UsageError } from '../model/errors.ts';
import { lstatIfThere, replaceText } from './hookFile.ts';

/** The bytes as latin1 text; undefined where there is none. Throws UsageError for what is no plain file. */
export async function readHuskyScript(path: string): Promise<string | undefined> {
  const stats = await lstatIfThere(path);
  if (stats === undefined) return undefined;
  const bytes = stats.isFile() ? await readRegularFile(path) : undefined;
  if (bytes !== undefined) return bytes.toString('latin1');
  throw new UsageError(`${path} is no plain file, and leaktrail writes through no links`);
}

/** Writes latin1 text with the mode that the file has; an empty text removes it. */
export async function writeHuskyScript(path: string, text: string): Promise<void> {
  if (text === '') return rm(path);
  const mode = (await lstatIfThere(path))?.mode ?? 0o755;
  await mkdir(dirname(path), { recursive: true });
  return replaceText(path, Buffer.from(text, 'latin1'), mode & 0o777);
}
