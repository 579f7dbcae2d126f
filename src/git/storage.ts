// What the object directories of a repository hold: packs with their indexes, loose objects, and what is
// wrong with them. The result is plain data over shared memory that threads can be handed.
import { closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFormat } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { buildObjectTable } from './buildObjectTable.ts';
import { unlessRefused } from './fileSystem.ts';
import { listFolder } from './looseObjects.ts';
import { findObject } from './objectTable.ts';
import type { ObjectTable } from './objectTable.ts';
import { openPacks } from './openPacks.ts';
import type { OpenPack } from './openPacks.ts';
import { openPackFile } from './packFile.ts';
import { buildPackLayout } from './packLayout.ts';
import type { PackLayout } from './packLayout.ts';

export interface StoredPack {
  readonly path: string;
  /** Its open file, for all threads, where it is held open. */
  readonly fd?: number | undefined;
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

export interface OpenedStorage {
  readonly storage: Storage;
  readonly problems: Problem[];
  /** Gives back the families and first bytes of packs, which nobody may ask for any more; single objects are read as before. */
  readonly releaseFamilies: () => void;
  /** Closes the packs that are held open. */
  readonly close: () => void;
}

/**
 * Reads all pack indexes and lists the loose objects. `headBytes`: see StoredPack.head. `isHeld` = the packs stay open, so
 * that they can be read when `git gc` deletes them meanwhile; close them in the end.
 */
export function openStorage(
  objectDirs: readonly string[],
  format: ObjectFormat,
  headBytes = mostHeadBytes,
  isHeld = false,
): OpenedStorage {
  const { packs: open, looseOids, problems } = openPacks(objectDirs, format, isHeld);
  const fds = open.flatMap(({ fd }) => fd ?? []);
  const { table, objectNumbers } = buildObjectTable({
    format,
    packs: open.map((pack) => pack.index),
    looseOids,
  });
  const families = lazy(() => readFamilies(open, table, objectNumbers(), headBytes));
  const packs = open.map(({ path, fd }, number): StoredPack => ({
    path,
    ...(fd === undefined ? {} : { fd }),
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
    close() {
      for (const fd of fds.splice(0)) closeSync(fd);
    },
  };
}

const noHead = new Uint8Array();
/** Of a pack that was deleted after its index was read: each object is looked for elsewhere. */
const goneFile = { sizeBytes: 0, readHeader: () => false };

interface Families {
  readonly layout: PackLayout;
  readonly head: Uint8Array;
}

/** Reads the pack entry headers and links the delta families. */
function readFamilies(
  open: OpenPack[],
  table: ObjectTable,
  objectNumbers: readonly Uint32Array[],
  headBytes: number,
): Families[] {
  let left = headBytes;
  const oidBytes = oidByteLength(table.format);
  return open.splice(0).map(({ path, index, fd }, number): Families => {
    const numbers = objectNumbers[number] ?? new Uint32Array();
    const file = openPackFile({ path, fd, head: noHead }, table.format);
    const head = file?.readHead(left) ?? noHead;
    left -= head.length;
    const find = createPositionFinder(table, numbers);
    const layout = buildPackLayout({
      file: file ?? goneFile,
      index,
      objectNumbers: numbers,
      oidBytes,
      find,
    });
    file?.close();
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
    .reduce((sum, path) => sum + (unlessRefused(() => statSync(path).size) ?? 0), 0);
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
