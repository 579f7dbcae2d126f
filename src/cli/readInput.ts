// A text file that the user names, or standard input.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../model/errors.ts';
import type { CliIo } from './io.ts';

/** The text of a file, without a byte order mark (`-` is standard input). Throws UsageError that says `what` could not be read. */
export async function readInput(io: CliIo, file: string, what: string): Promise<string> {
  if (file === '-') return readText(io.stdin);
  try {
    const text = await readFile(resolve(io.cwd, file), 'utf8');
    // Editors and shells of Windows begin a file with a byte order mark; of standard input it is gone already.
    return text.replace(/^\ufeff/u, '');
  } catch (cause) {
    throw new UsageError(`cannot read ${what} ${file}`, { cause });
  }
}

/** What messages call it. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
