// Opens the packs of a repository that others may be writing to: while `git gc` or `git repack` puts new packs in the place of
// old ones, every object that was there when the look began is found in one of them, or loose.
import { closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFormat } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { errorCode, isAbsent } from './fileErrors.ts';
import { hash } from './hash.ts';
import { listFolder, listLooseObjects, noteIn } from './looseObjects.ts';
import { PackFile } from './packFile.ts';
import { parsePackIndex } from './packIndex.ts';
import type { PackIndex } from './packIndex.ts';
import { openRegularFile, readWholeFile } from './regularFile.ts';

export interface OpenPack {
  readonly path: string;
  readonly index: PackIndex;
  /** An open file, which stays readable after the pack was deleted. The caller closes it. */
  readonly fd?: number;
}

export interface OpenedPacks {
  /** The largest first. */
  readonly packs: OpenPack[];
  /** Binary ids of all loose objects, one after the other. */
  readonly looseOids: Uint8Array;
  readonly problems: Problem[];
}

/** So many packs are held open, the largest ones; those that are not are read at their place. */
const mostHeld = 16;
/** How often the folders are looked at when what is in them goes away meanwhile. */
const mostLooks = 5;
/** A pack without its index, in a folder that changed less than so long ago, may be one that git is about to finish. */
const youngMs = 2_000;
const waitMs = 60;

/**
 * Opens all packs and lists the loose objects. `isHeld`: whether packs stay open. `pause` waits for git to finish what it is
 * about. Folders that cannot be read are problems.
 */
export function openPacks(
  objectDirs: readonly string[],
  format: ObjectFormat,
  isHeld: boolean,
  pause = sleep,
): OpenedPacks {
  for (let look = 1; ; look++) {
    // In this order: an object may move from a loose file to a pack, and when it leaves a pack, that pack is gone.
    const before = objectDirs.map((dir) => packNames(join(dir, 'pack')));
    const refused: Problem[] = [];
    const looseOids = Buffer.concat(
      objectDirs.map((dir) => listLooseObjects(dir, format, refused)),
    );
    const looks = objectDirs.map((dir) => lookAt(join(dir, 'pack'), format, isHeld));
    const isGone = looks.some(({ names, hasLost }, i) => {
      return hasLost || [...before[i]!].some((name) => !names.has(name));
    });
    const isChanging = isGone || (look === 1 && looks.some(({ isTorn }) => isTorn));
    const isUnfinished = looks.some((each) => each.isUnfinished);
    const packs = looks.flatMap((each) => each.packs);
    if (look === mostLooks || !(isChanging || isUnfinished)) {
      const problems = [...refused, ...looks.flatMap((each) => each.problems)];
      return { packs: holdLargest(packs), looseOids, problems };
    }
    for (const { fd } of packs) if (fd !== undefined) closeSync(fd);
    if (!isChanging) pause(waitMs);
  }
}

/** The largest first: where packs hold the same object, the one that holds most history serves. */
function holdLargest(packs: readonly OpenPack[]): OpenPack[] {
  const sorted = packs.toSorted(
    (left, right) => right.index.count - left.index.count || (left.path < right.path ? -1 : 1),
  );
  return sorted.map((pack, i) => {
    if (pack.fd === undefined || i < mostHeld) return pack;
    closeSync(pack.fd);
    return { path: pack.path, index: pack.index };
  });
}

interface Look {
  readonly names: ReadonlySet<string>;
  readonly packs: OpenPack[];
  readonly problems: Problem[];
  /** A file that was listed was gone when it was to be opened. */
  hasLost: boolean;
  /** A pack and its index did not belong together. */
  isTorn: boolean;
  /** One of the two is not there, or not yet. */
  isUnfinished: boolean;
}

function packNames(packDir: string, problems: Problem[] = []): Set<string> {
  const names = listFolder(packDir, noteIn(problems, 'objects/pack'));
  return new Set(names.filter((name) => /\.(?:pack|idx)$/u.test(name)));
}

function lookAt(packDir: string, format: ObjectFormat, isHeld: boolean): Look {
  const problems: Problem[] = [];
  const names = packNames(packDir, problems);
  const look: Look = {
    names,
    packs: [],
    problems,
    hasLost: false,
    isTorn: false,
    isUnfinished: false,
  };
  const { packs } = look;
  for (const name of [...names].sort()) {
    const stem = name.replace(/\.[a-z]+$/u, '');
    const isWhole = names.has(`${stem}.pack`) && names.has(`${stem}.idx`);
    const path = join('objects', 'pack', name);
    if (!isWhole) {
      problems.push(halfPack(path));
      look.isUnfinished = look.isUnfinished || isYoung(packDir);
    }
    if (!isWhole || name.endsWith('.idx')) continue;
    const holds = isHeld && packs.length < mostOpen;
    const pack = openPack(join(packDir, name), join(packDir, `${stem}.idx`), format, holds);
    if (typeof pack === 'string') {
      problems.push({ kind: 'corrupt-pack', message: pack, path });
      continue;
    }
    if ('gone' in pack) {
      look.hasLost = true;
      problems.push({ kind: 'corrupt-pack', message: 'pack cannot be opened (ENOENT)', path });
      continue;
    }
    look.isTorn = look.isTorn || pack.faults.includes(otherPack);
    for (const fault of pack.faults) {
      const message = `${fault}; what can be read was read`;
      problems.push({ kind: 'corrupt-pack', message, path });
    }
    packs.push(pack.pack);
  }
  return look;
}

/** Packs that are opened at once; the largest of them stay so. */
const mostOpen = 256;

function halfPack(path: string): Problem {
  return path.endsWith('.idx')
    ? { kind: 'corrupt-pack', message: 'pack is gone, only its index is left', path }
    : {
        kind: 'pack-without-index',
        message: 'pack has no index, its objects were not read; "git index-pack" makes one',
        path,
      };
}

function isYoung(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) < youngMs;
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function openPack(
  path: string,
  indexPath: string,
  format: ObjectFormat,
  isHeld: boolean,
): { readonly pack: OpenPack; readonly faults: readonly string[] } | { gone: true } | string {
  let fd: number | undefined;
  let held: number | undefined;
  try {
    fd = openRegularFile(path);
    const indexBytes = readWholeFile(indexPath);
    const index = parsePackIndex(indexBytes, format);
    if (typeof index === 'string') return index;
    const file = new PackFile(path, format, { fd });
    if (file.version === 0) return 'file is no pack';
    if (file.version > 3 || file.version < 2) return `pack version ${file.version} is not known`;
    const faults = packFaults(file, index, isSealed(indexBytes, format));
    if (isHeld) held = fd;
    return { pack: { path, index, ...(held === undefined ? {} : { fd: held }) }, faults };
  } catch (error) {
    if (isAbsent(error)) return { gone: true };
    const code = errorCode(error);
    if (code === 'unknown') throw error;
    return `pack cannot be opened (${code})`;
  } finally {
    if (fd !== undefined && held === undefined) closeSync(fd);
  }
}

/** Whether a file ends with the hash of what stands before, as pack indexes do. */
function isSealed(bytes: Buffer, format: ObjectFormat): boolean {
  const end = bytes.length - oidByteLength(format);
  return hash(format, bytes.subarray(0, end)) === bytes.toString('hex', end);
}

const otherPack = 'pack is truncated or does not belong to its index';

/** What headers and checksums tell without reading the pack: what an index hides or misnames would be lost unsaid. */
function packFaults(file: PackFile, index: PackIndex, isIndexWhole: boolean): string[] {
  const faults = [];
  if (!file.trailer().equals(index.packChecksum)) {
    faults.push(otherPack);
  }
  if (!isIndexWhole) faults.push('its index is damaged: the checksum does not fit');
  if (file.objectCount !== index.count) {
    faults.push(`pack holds ${file.objectCount} objects, its index names ${index.count}`);
  }
  if (hasOverlaps(index.offsets, file.sizeBytes)) {
    faults.push('its index names one place for several objects');
  }
  return faults;
}

/** No entry is shorter: a byte of header, and eight of an empty zlib stream (RFC 1950, RFC 1951). */
const shortestEntry = 9;

/** Whether two entries are said to lie closer together than any can. One pass, a bit for each place. */
function hasOverlaps(offsets: Float64Array, packBytes: number): boolean {
  const stride = shortestEntry - 1;
  const seen = new Uint8Array(Math.ceil(packBytes / stride / 8) + 1);
  for (const offset of offsets) {
    if (offset >= packBytes) continue;
    const place = Math.floor(offset / stride);
    const bit = 1 << (place & 7);
    const at = Math.floor(place / 8);
    if ((seen[at]! & bit) !== 0) return true;
    seen[at]! |= bit;
  }
  return false;
}
