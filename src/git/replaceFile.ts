// Files for their owner's eyes alone that somebody may be reading while they are written anew.
import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlessRefused } from './fileSystem.ts';

/** Writes it beside and renames it: there is the old file or the new one, never a part. Throws the system's error. */
export function replacePrivateFile(path: string, bytes: Uint8Array): void {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(beside, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** A file that is being written is never as old. */
const abandonedMs = 3_600_000;

/** Takes away what runs that were killed while they wrote left in this folder of ours. What cannot be removed stays. */
export function sweepUnfinished(folder: string): void {
  for (const name of unlessRefused(() => readdirSync(folder)) ?? []) {
    if (!/\.[0-9a-f]{12}\.tmp$/u.test(name)) continue;
    const path = join(folder, name);
    unlessRefused(() => {
      const stats = lstatSync(path);
      if (stats.isFile() && Date.now() - stats.mtimeMs > abandonedMs) rmSync(path);
    });
  }
}
