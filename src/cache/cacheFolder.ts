// The folder `leaktrail/` in a git directory, where an audit leaves what spares the next one work.
//
// A scanned repository is hostile, and a cache that says "nothing found" would be the best thing to hide in an archive of
// one. So every file ends in an HMAC whose key holds what nobody can prepare elsewhere: the inode and the time of the
// last status change (in nanoseconds, set by the system alone) of a marker file. A repository that was unpacked, copied or
// restored has another marker, and its cache counts as absent. So does a damaged one.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { errorCode } from '../git/fileErrors.ts';
import { replacePrivateFile, sweepUnfinished } from '../git/replaceFile.ts';

/** Files of the cache by name, each under the key it was written with. */
export interface CacheFolder {
  /** What was written under this name and key; undefined when there is none, or none that can be trusted. */
  read(name: string, key: string): Buffer | undefined;
  /** Replaces the file as a whole; false when the system does not let it. */
  write(name: string, key: string, body: readonly Uint8Array[]): boolean;
}

const folderName = 'leaktrail';
const markerName = 'origin';
const magic = 'leaktrail.cache/1\n';
const sealBytes = 32;

/**
 * The cache of a repository. Undefined where none may be kept: in a git directory of somebody else, unless the user asks
 * for one, and where something that is no folder of ours stands in its place.
 */
export function openCacheFolder(
  { commonDir }: Pick<Repository, 'commonDir'>,
  isAsked: boolean,
): CacheFolder | undefined {
  const folder = join(commonDir, folderName);
  if (!isAsked && !isOurs(statOf(commonDir))) return undefined;
  const existing = statOf(folder);
  if (existing !== undefined && !(existing.isDirectory() && isPrivate(existing))) return undefined;
  return {
    read(name, key) {
      const secret = sealingKey(folder);
      return secret && readSealed(join(folder, name), `${magic}${key}\n`, secret);
    },
    write(name, key, body) {
      try {
        mkdirSync(folder, { mode: 0o700, recursive: true });
        const secret = sealingKey(folder) ?? makeMarker(folder);
        if (secret === undefined) return false;
        sweepUnfinished(folder);
        const parts = [Buffer.from(`${magic}${key}\n`), ...body];
        replacePrivateFile(join(folder, name), Buffer.concat([...parts, seal(parts, secret)]));
        return true;
      } catch (error) {
        if (errorCode(error) === 'unknown') throw error;
        return false;
      }
    },
  };
}

function readSealed(path: string, head: string, secret: Buffer): Buffer | undefined {
  const bytes = readOwn(path);
  if (bytes === undefined || bytes.length < head.length + sealBytes) return undefined;
  if (bytes.toString('latin1', 0, head.length) !== head) return undefined;
  const content = bytes.subarray(0, -sealBytes);
  if (!timingSafeEqual(seal([content], secret), bytes.subarray(-sealBytes))) return undefined;
  return content.subarray(head.length);
}

function seal(parts: readonly Uint8Array[], secret: Buffer): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** What the marker holds, and what only this file system knows of it. */
function sealingKey(folder: string): Buffer | undefined {
  const path = join(folder, markerName);
  const random = readOwn(path);
  const stats = statOf(path);
  if (random?.length !== sealBytes || stats === undefined) return undefined;
  return Buffer.concat([random, Buffer.from(`${stats.ino}:${stats.ctimeNs}`)]);
}

function makeMarker(folder: string): Buffer | undefined {
  const path = join(folder, markerName);
  rmSync(path, { force: true });
  writeFileSync(path, randomBytes(sealBytes), { flag: 'wx', mode: 0o600 });
  return sealingKey(folder);
}

/** The bytes of a regular file that nobody but its owner, us, may write. */
function readOwn(path: string): Buffer | undefined {
  let file: number;
  try {
    // Not through a link, and without waiting where a pipe stands in its place.
    file = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
  try {
    const stats = fstatSync(file, { bigint: true });
    return stats.isFile() && isPrivate(stats) ? readFileSync(file) : undefined;
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  } finally {
    closeSync(file);
  }
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}

function isOurs(stats: BigIntStats | undefined): boolean {
  // Windows knows no such numbers.
  const user = process.getuid?.();
  return stats !== undefined && (user === undefined || stats.uid === BigInt(user));
}

function isPrivate(stats: BigIntStats): boolean {
  const isWritableByOthers = process.getuid !== undefined && (stats.mode & 0o022n) !== 0n;
  return isOurs(stats) && !isWritableByOthers;
}
