// Reads files that are small where they are what they should be: never a pipe, a device or gigabytes by mistake.
import { readFileSync, statSync } from 'node:fs';
import { errorCode } from './fileErrors.ts';

const maxBytes = 1 << 20;

/** The bytes of a regular file of at most 1 MiB, links followed; undefined where there is none that can be read. */
export function readSmallFile(path: Buffer): Uint8Array | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size <= maxBytes ? readFileSync(path) : undefined;
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}
