// Where git is looked for. A scanned repository may bring a program of that name, and PATH leads there more often than one
// thinks: `npx` puts `node_modules/.bin` of the current folder in front, others have `.` or `./node_modules/.bin` in it.
import { realpathSync } from 'node:fs';
import { delimiter, isAbsolute } from 'node:path';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { isWithin } from './isWithin.ts';

/** The environment with a PATH of absolute folders alone, none of which lies in one of `folders` (absolute real paths). */
export function safePath(env: Environment, folders: readonly string[]): Environment {
  const isSafe = (entry: string): boolean =>
    isAbsolute(entry) && !folders.some((folder) => isWithin(realEntry(entry), folder));
  const safe: Record<string, string | undefined> = { ...env };
  for (const [name, value] of Object.entries(env)) {
    // Windows calls it `Path`.
    if (!/^path$/iu.test(name) || value === undefined) continue;
    safe[name] = value.split(delimiter).filter(isSafe).join(delimiter);
  }
  return safe;
}

function realEntry(entry: string): string {
  try {
    return realpathSync.native(entry);
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return entry;
  }
}
