// Finds single objects without reading whole pack indexes: a hook that looks at ten blobs of a repository of a million
// objects must not list them all. Where everything is wanted, storage.ts and objectStore.ts serve.
// Format of the indexes: gitformat-pack, "Version 2 pack-*.idx files"; version 1 is read whole.
import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { createBaseCache } from './baseCache.ts';
import { createInflater } from './inflate.ts';
import { listFolder, readLooseObject } from './looseObjects.ts';
import type { GitObject, ObjectReader } from './objectReader.ts';
import { PackFile } from './packFile.ts';
import { noBase, readPackedObject, tooLarge } from './packedObject.ts';
import type { PackSource } from './packedObject.ts';
import { parsePackIndex } from './packIndex.ts';
import { openRegularFile, readWholeFile } from './regularFile.ts';

export interface ObjectFinder extends ObjectReader {
  /** Why the last `read` gave nothing: one line, no content. */
  lastProblem(): string;
  /** Whether that was the object's size alone. */
  lastIsTooLarge(): boolean;
  close(): void;
}

interface FoundPack {
  readonly source: PackSource;
  close(): void;
}

/**
 * A finder over object folders, the repository's own first. Objects of more than `largestBytes` are not read, nor the packs at
 * `passedOver`. Packs that `git gc` makes meanwhile are found. Throws the system's error for folders that cannot be listed.
 */
export function createObjectFinder(
  objectDirs: readonly string[],
  format: ObjectFormat,
  largestBytes = 64 * 2 ** 20,
  passedOver: Iterable<string> = [],
): ObjectFinder {
  const shared = { inflate: createInflater(), largestBytes, readElsewhere };
  const cache = createBaseCache(cacheBytes);
  const packs: FoundPack[] = [];
  const seen = new Set(passedOver);
  let problem = '';
  let depth = 0;

  function read(oid: Oid): GitObject | undefined {
    const loose = readLooseObject(objectDirs, oid, format, largestBytes);
    if (typeof loose === 'object') return loose;
    problem = loose === undefined ? nowhere : `its loose file ${loose}`;
    if (loose === 'too large') problem = tooLarge;
    const id = Buffer.from(oid, 'hex');
    // A base in another pack may have its base in a third one.
    if (depth > 50) return undefined;
    depth++;
    try {
      return readFrom(packs, id) ?? readFrom(openNew(), id);
    } finally {
      depth--;
    }
  }

  function readFrom(some: readonly FoundPack[], id: Buffer): GitObject | undefined {
    for (const { source } of some) {
      const offset = source.offsetOf(id);
      if (offset === undefined) continue;
      const object = readPackedObject(source, offset);
      if (typeof object !== 'string') return object;
      problem = object;
    }
    return undefined;
  }

  /** Opens the packs that were not there when this was last asked: all of them at first. */
  function openNew(): FoundPack[] {
    const paths = objectDirs
      .flatMap((dir) => packPaths(join(dir, 'pack')))
      .filter((path) => !seen.has(path));
    const opened = paths.flatMap((path) => {
      const pack = openPack(path, format, { ...shared, cache: cache.of(seen.size) });
      seen.add(path);
      return pack === undefined ? [] : [pack];
    });
    packs.push(...opened);
    return opened;
  }

  function readElsewhere(oid: Oid): GitObject | string {
    return read(oid) ?? (problem === nowhere ? noBase : problem);
  }

  return {
    read,
    lastProblem: () => problem,
    lastIsTooLarge: () => problem === tooLarge,
    close() {
      for (const pack of packs.splice(0)) pack.close();
    },
  };
}

const nowhere = 'it is nowhere';

/** Trees and small files that are bases of others, of all packs together. */
const cacheBytes = 16 * 2 ** 20;

/** What a finder gives to a pack. */
type PackGround = Pick<PackSource, 'inflate' | 'largestBytes' | 'readElsewhere' | 'cache'>;

/** The packs of a folder that have an index, sorted. */
function packPaths(folder: string): string[] {
  const names = new Set(listFolder(folder));
  return [...names]
    .sort()
    .filter((name) => name.endsWith('.pack') && names.has(indexOf(name)))
    .map((name) => join(folder, name));
}

function indexOf(pack: string): string {
  return pack.replace(/\.pack$/u, '.idx');
}

/** Undefined for a pack that cannot be read: what it holds counts as absent. */
function openPack(path: string, format: ObjectFormat, ground: PackGround): FoundPack | undefined {
  const index = indexOf(path);
  const open: (() => void)[] = [];
  const close = (): void => {
    for (const end of open.splice(0)) end();
  };
  try {
    const file = new PackFile(path, format);
    open.push(() => file.close());
    const fd = openRegularFile(index);
    open.push(() => closeSync(fd));
    const offsetOf = lookUp(fd, format) ?? wholeLookUp(index, format);
    if (offsetOf !== undefined && (file.version === 2 || file.version === 3)) {
      return { source: { ...ground, file, offsetOf }, close };
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) {
      close();
      throw error;
    }
  }
  close();
  return undefined;
}

type LookUp = (oid: Buffer) => number | undefined;

const fanoutAt = 8;
const fanoutBytes = 256 * 4;

/** Reads of the index only the ids with the same first byte, and the offset. Undefined for another version. */
function lookUp(fd: number, format: ObjectFormat): LookUp | undefined {
  const oidBytes = oidByteLength(format);
  const head = readPart(fd, 0, fanoutAt + fanoutBytes);
  if (head.length < fanoutAt + fanoutBytes || head.readUInt32BE(0) !== 0xff744f63) return undefined;
  if (head.readUInt32BE(4) !== 2) return undefined;
  const endOf = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(fanoutAt + byte * 4));
  const count = endOf(255);
  const oidsAt = fanoutAt + fanoutBytes;
  const offsetsAt = oidsAt + count * (oidBytes + 4);
  const slots = new Map<number, Buffer>();
  return (oid) => {
    const byte = oid[0] ?? 0;
    const first = endOf(byte - 1);
    if (endOf(byte) <= first) return undefined;
    let slot = slots.get(byte);
    if (slot === undefined) {
      slot = readPart(fd, oidsAt + first * oidBytes, (endOf(byte) - first) * oidBytes);
      slots.set(byte, slot);
    }
    let low = 0;
    let high = slot.length / oidBytes;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = slot.compare(oid, 0, oidBytes, middle * oidBytes, (middle + 1) * oidBytes);
      if (order === 0) return offsetAt(fd, offsetsAt, count, first + middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  };
}

function offsetAt(
  fd: number,
  offsetsAt: number,
  count: number,
  position: number,
): number | undefined {
  const small = readPart(fd, offsetsAt + position * 4, 4);
  if (small.length < 4) return undefined;
  const offset = small.readUInt32BE(0);
  if (offset < 0x80000000) return offset;
  const large = readPart(fd, offsetsAt + count * 4 + (offset - 0x80000000) * 8, 8);
  return large.length < 8 ? undefined : Number(large.readBigUInt64BE(0));
}

function wholeLookUp(path: string, format: ObjectFormat): LookUp | undefined {
  const index = parsePackIndex(readWholeFile(path), format);
  if (typeof index === 'string') return undefined;
  const oidBytes = oidByteLength(format);
  const numbers = new Map<string, number>();
  for (let i = 0; i < index.count; i++) {
    const oid = index.oids.subarray(i * oidBytes, (i + 1) * oidBytes);
    numbers.set(Buffer.from(oid).toString('hex'), index.offsets[i]!);
  }
  return (oid) => numbers.get(oid.toString('hex'));
}

/** Bytes of a file; fewer where it ends before. */
function readPart(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, position + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}
