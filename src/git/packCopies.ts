// Where else an object stands: in the indexes of packs other than the one that serves it. Only damage asks, so they are
// read again when it does; by then what was made of them may have been given back.
import { lowerBound } from './buildObjectTable.ts';
import { compareOids } from './objectTable.ts';
import { parsePackIndex } from './packIndex.ts';
import type { PackIndex } from './packIndex.ts';
import { readWholeFile } from './regularFile.ts';
import type { Storage } from './storage.ts';

/** Offset of an object (its binary id) in a pack, by the pack's number; undefined where the pack's index does not name it. */
export type FindCopy = (pack: number, oid: Uint8Array) => number | undefined;

type Lookup = (oid: Uint8Array) => number | undefined;

/** Reads each index once, when it is first asked for. */
export function createFindCopy({ packs, format }: Storage): FindCopy {
  const lookups = new Map<number, Lookup>();
  const open = (pack: number): Lookup => {
    const path = packs[pack]?.path.replace(/\.pack$/u, '.idx');
    let index: PackIndex | string;
    try {
      index = path === undefined ? 'no such pack' : parsePackIndex(readWholeFile(path), format);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      index = 'gone meanwhile';
    }
    return typeof index === 'string' || index.count === 0 ? () => undefined : lookupIn(index);
  };
  return (pack, oid) => {
    const lookup = lookups.get(pack) ?? open(pack);
    lookups.set(pack, lookup);
    return lookup(oid);
  };
}

function lookupIn(index: PackIndex): Lookup {
  const { oids, offsets, count } = index;
  const length = oids.length / count;
  if (!isSorted(index, length)) {
    // As a damaged index may be.
    const text = Buffer.from(oids.buffer, oids.byteOffset, oids.byteLength);
    const positions = new Map<string, number>();
    for (let i = 0; i < count; i++) {
      positions.set(text.toString('latin1', i * length, (i + 1) * length), i);
    }
    return (oid) => offsets[positions.get(Buffer.from(oid).toString('latin1')) ?? -1];
  }
  return (oid) => {
    const at = lowerBound(index, oid, 0, length);
    const isHere = at < count && compareOids(oids, at * length, oid, 0, length) === 0;
    return isHere ? offsets[at] : undefined;
  };
}

function isSorted({ oids, count }: PackIndex, length: number): boolean {
  for (let i = 1; i < count; i++) {
    if (compareOids(oids, (i - 1) * length, oids, i * length, length) > 0) return false;
  }
  return true;
}
