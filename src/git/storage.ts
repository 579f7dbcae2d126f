// What the object directories of a repository hold: packs with their indexes, loose objects, and what is
// wrong with them. The result is plain data over shared memory that threads can be handed.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFormat } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { listFolder, listLooseObjects } from './looseObjects.ts';
import { buildObjectTable } from './buildObjectTable.ts';
import { hash } from './hash.ts';
import { findObject } from './objectTable.ts';
import type { ObjectTable } from './objectTable.ts';
import { PackFile } from './packFile.ts';
import { parsePackIndex } from './packIndex.ts';
import type { PackIndex } from './packIndex.ts';
import { buildPackLayout } from './packLayout.ts';
import type { PackLayout } from './packLayout.ts';

export interface StoredPack {
  readonly path: string;
  /** The families of all packs are read when one is first asked for: who knows what he wants need not wait for them. */
  readonly layout: PackLayout;
  /** The first bytes of the pack, in shared memory; none before the families are read. */
  readonly head: Uint8Array;
}

/** Bytes of packs that are kept in memory, the largest pack's first: all of them in most repositories. */
const mostHeadBytes = 64 * 2 ** 20;

export interface Storage {
  readonly format: ObjectFormat;
  readonly objectDirs: readonly string[];
  readonly table: ObjectTable;
  readonly packs: readonly StoredPack[];
}

interface OpenPack {
  path: string;
  index: PackIndex;
}

export interface OpenedStorage {
  readonly storage: Storage;
  readonly problems: Problem[];
  /** Gives back the families and first bytes of packs, which nobody may ask for any more; single objects are read as before. */
  readonly releaseFamilies: () => void;
}

/** Reads all pack indexes and lists the loose objects. `headBytes`: see StoredPack.head. */
export function openStorage(
  objectDirs: readonly string[],
  format: ObjectFormat,
  headBytes = mostHeadBytes,
): OpenedStorage {
  const problems: Problem[] = [];
  const open = objectDirs.flatMap((dir) => openPacks(join(dir, 'pack'), format, problems));
  // The largest pack first: where packs hold the same object, the one that holds most history serves.
  open.sort(
    (left, right) => right.index.count - left.index.count || (left.path < right.path ? -1 : 1),
  );
  const { table, objectNumbers } = buildObjectTable({
    format,
    packs: open.map((pack) => pack.index),
    looseOids: Buffer.concat(objectDirs.map((dir) => listLooseObjects(dir, format))),
  });
  const families = lazy(() => readFamilies(open, table, objectNumbers(), headBytes));
  const packs = open.map(({ path }, number): StoredPack => ({
    path,
    // Own properties: handing the storage to a thread reads them.
    get layout() {
      return families.get()[number]!.layout;
    },
    get head() {
      return families.made?.[number]?.head ?? noHead;
    },
  }));
  return {
    storage: { format, objectDirs, table, packs },
    problems,
    releaseFamilies: () => families.drop(),
  };
}

const noHead = new Uint8Array();

interface Families {
  readonly layout: PackLayout;
  readonly head: Uint8Array;
}

/** Reads the pack entry headers and links the delta families. Throws the system's error when a pack is gone. */
function readFamilies(
  open: OpenPack[],
  table: ObjectTable,
  objectNumbers: readonly Uint32Array[],
  headBytes: number,
): Families[] {
  let left = headBytes;
  const oidBytes = oidByteLength(table.format);
  return open.splice(0).map(({ path, index }, number): Families => {
    const file = new PackFile(path, table.format);
    const head = file.readHead(left);
    left -= head.length;
    const numbers = objectNumbers[number] ?? new Uint32Array();
    const find = createPositionFinder(table, numbers);
    const layout = buildPackLayout({ file, index, objectNumbers: numbers, oidBytes, find });
    file.close();
    return { layout, head };
  });
}

function lazy<Value>(make: () => Value): {
  get(): Value;
  drop(): void;
  readonly made: Value | undefined;
} {
  let made: Value | undefined;
  return {
    get: () => (made ??= make()),
    drop() {
      made = undefined;
    },
    get made() {
      return made;
    },
  };
}

/** Bytes of all pack files: how large a job the repository is, before it is opened. */
export function packedBytesOnDisk(objectDirs: readonly string[]): number {
  return objectDirs
    .flatMap((dir) => listFolder(join(dir, 'pack')).map((name) => join(dir, 'pack', name)))
    .filter((path) => path.endsWith('.pack'))
    .reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function openPacks(packDir: string, format: ObjectFormat, problems: Problem[]): OpenPack[] {
  const names = new Set(listFolder(packDir));
  const packs: OpenPack[] = [];
  for (const name of [...names].sort()) {
    if (!name.endsWith('.pack')) {
      const pack = name.replace(/\.idx$/u, '.pack');
      if (name.endsWith('.idx') && !names.has(pack)) {
        problems.push({
          kind: 'corrupt-pack',
          message: 'pack is gone, only its index is left',
          path: join('objects', 'pack', name),
        });
      }
      continue;
    }
    const index = `${name.slice(0, -'.pack'.length)}.idx`;
    const shownPath = join('objects', 'pack', name);
    if (!names.has(index)) {
      problems.push({
        kind: 'pack-without-index',
        message: 'pack has no index, its objects were not read; "git index-pack" makes one',
        path: shownPath,
      });
      continue;
    }
    const pack = openPack(join(packDir, name), join(packDir, index), format);
    if (typeof pack === 'string') {
      problems.push({ kind: 'corrupt-pack', message: pack, path: shownPath });
      continue;
    }
    for (const fault of pack.faults) {
      const message = `${fault}; what can be read was read`;
      problems.push({ kind: 'corrupt-pack', message, path: shownPath });
    }
    packs.push({ path: pack.path, index: pack.index });
  }
  return packs;
}

function openPack(
  path: string,
  indexPath: string,
  format: ObjectFormat,
): (OpenPack & { readonly faults: readonly string[] }) | string {
  try {
    const indexBytes = readFileSync(indexPath);
    const index = parsePackIndex(indexBytes, format);
    if (typeof index === 'string') return index;
    const file = new PackFile(path, format);
    try {
      if (file.version === 0) return 'file is no pack';
      if (file.version > 3 || file.version < 2) return `pack version ${file.version} is not known`;
      return { path, index, faults: packFaults(file, index, isSealed(indexBytes, format)) };
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return `pack cannot be opened (${String(error.code)})`;
  }
}

/** Whether a file ends with the hash of what stands before, as pack indexes do. */
function isSealed(bytes: Buffer, format: ObjectFormat): boolean {
  const end = bytes.length - oidByteLength(format);
  return hash(format, bytes.subarray(0, end)) === bytes.toString('hex', end);
}

/** What headers and checksums tell without reading the pack: what an index hides or misnames would be lost unsaid. */
function packFaults(file: PackFile, index: PackIndex, isIndexWhole: boolean): string[] {
  const faults = [];
  if (!file.trailer().equals(index.packChecksum)) {
    faults.push('pack is truncated or does not belong to its index');
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

/** Finds the index position of an id through the object table, which is there already. */
function createPositionFinder(table: ObjectTable, numbers: Uint32Array): (oid: string) => number {
  return (oid) => {
    const object = findObject(table, Buffer.from(oid, 'latin1'), 0);
    if (object < 0) return -1;
    // Positions ascend with object numbers: both are in order of the ids.
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[middle]! < object) low = middle + 1;
      else high = middle;
    }
    return numbers[low] === object ? low : -1;
  };
}
