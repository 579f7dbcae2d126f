// All object ids of a repository in one sorted table, each with the pack that holds it. Ids are looked up
// and named by their number in this table everywhere else. It lives in shared memory: threads read it.
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { PackIndex } from './packIndex.ts';

/** `pack` value of an object that stands alone in a file of its own. */
export const loosePack = 0xffff;

export interface ObjectTable {
  readonly format: ObjectFormat;
  readonly oidBytes: number;
  readonly count: number;
  /** `count` binary ids, sorted. */
  readonly oids: Uint8Array;
  /** Per two leading bytes of an id, the number of the first object at or after it (65,537 entries). */
  readonly fanout: Uint32Array;
  /** Bytes 2 to 5 of each id, big-endian: the search key within one fan-out slot. */
  readonly keys: Uint32Array;
  /** Number of the pack that serves the object, or `loosePack`. */
  readonly pack: Uint16Array;
  /** Offset of the object in that pack. */
  readonly offset: Float64Array;
}

export interface TableInput {
  readonly format: ObjectFormat;
  /** In order of preference: of several copies of an object the first pack's serves. */
  readonly packs: readonly PackIndex[];
  /** Binary ids of loose objects, unsorted. */
  readonly looseOids: Uint8Array;
}

export interface TableOutput {
  readonly table: ObjectTable;
  /** Per pack and index position, the object's number. */
  readonly objectNumbers: readonly Uint32Array[];
}

/**
 * Merges the ids of all packs and loose objects. Time is linear: ids are dealt to 65,536 slots by their first
 * two bytes; a slot of 1.7 million objects holds 26, which insertion sort puts in order.
 */
export function buildObjectTable(input: TableInput): TableOutput {
  const oidBytes = oidByteLength(input.format);
  const sources = [
    ...input.packs.map((pack) => ({ oids: pack.oids, count: pack.count })),
    { oids: input.looseOids, count: input.looseOids.length / oidBytes },
  ];
  const total = sources.reduce((sum, source) => sum + source.count, 0);
  const slotStart = new Uint32Array(65537);
  for (const { oids, count } of sources) {
    for (let i = 0, at = 0; i < count; i++, at += oidBytes) {
      slotStart[((oids[at]! << 8) | oids[at + 1]!) + 1]!++;
    }
  }
  for (let slot = 0; slot < 65536; slot++) slotStart[slot + 1]! += slotStart[slot]!;

  // Deal (source, position) pairs to their slots, sources in order, so that ties keep the preference.
  const sourceOf = new Uint16Array(total);
  const positionOf = new Uint32Array(total);
  const next = slotStart.slice(0, 65536);
  sources.forEach(({ oids, count }, source) => {
    for (let i = 0, at = 0; i < count; i++, at += oidBytes) {
      const to = next[(oids[at]! << 8) | oids[at + 1]!]!++;
      sourceOf[to] = source;
      positionOf[to] = i;
    }
  });

  const objectNumbers = sources.map(({ count }) => new Uint32Array(count));
  const fanout = new Uint32Array(new SharedArrayBuffer(65537 * 4));
  const order = new Uint32Array(total); // for each object the dealt pair that serves it
  let count = 0;
  for (let slot = 0; slot < 65536; slot++) {
    fanout[slot] = count;
    const start = slotStart[slot]!;
    const end = slotStart[slot + 1]!;
    for (let i = start + 1; i < end; i++) {
      const source = sourceOf[i]!;
      const position = positionOf[i]!;
      const oids = sources[source]!.oids;
      let j = i - 1;
      while (
        j >= start &&
        compareOids(
          sources[sourceOf[j]!]!.oids,
          positionOf[j]! * oidBytes,
          oids,
          position * oidBytes,
          oidBytes,
        ) > 0
      ) {
        sourceOf[j + 1] = sourceOf[j]!;
        positionOf[j + 1] = positionOf[j]!;
        j--;
      }
      sourceOf[j + 1] = source;
      positionOf[j + 1] = position;
    }
    for (let i = start; i < end; i++) {
      const isCopy =
        i > start &&
        compareOids(
          sources[sourceOf[i]!]!.oids,
          positionOf[i]! * oidBytes,
          sources[sourceOf[i - 1]!]!.oids,
          positionOf[i - 1]! * oidBytes,
          oidBytes,
        ) === 0;
      if (!isCopy) order[count++] = i;
      objectNumbers[sourceOf[i]!]![positionOf[i]!] = count - 1;
    }
  }
  fanout[65536] = count;

  const oids = new Uint8Array(new SharedArrayBuffer(count * oidBytes));
  const keys = new Uint32Array(new SharedArrayBuffer(count * 4));
  const pack = new Uint16Array(new SharedArrayBuffer(count * 2));
  const offset = new Float64Array(new SharedArrayBuffer(count * 8));
  for (let n = 0; n < count; n++) {
    const pair = order[n]!;
    const source = sourceOf[pair]!;
    const from = sources[source]!.oids;
    const at = positionOf[pair]! * oidBytes;
    const to = n * oidBytes;
    for (let i = 0; i < oidBytes; i++) oids[to + i] = from[at + i]!;
    keys[n] = keyAt(from, at);
    const packIndex = input.packs[source];
    pack[n] = packIndex === undefined ? loosePack : source;
    offset[n] = packIndex === undefined ? 0 : packIndex.offsets[positionOf[pair]!]!;
  }
  const table = { format: input.format, oidBytes, count, oids, fanout, keys, pack, offset };
  return { table, objectNumbers: objectNumbers.slice(0, input.packs.length) };
}

/** Number of the object whose binary id stands at `bytes[at]`, or -1. */
export function findObject(table: ObjectTable, bytes: Uint8Array, at: number): number {
  const slot = (bytes[at]! << 8) | bytes[at + 1]!;
  const key = keyAt(bytes, at);
  const { keys, oids, oidBytes } = table;
  let low = table.fanout[slot]!;
  let high = table.fanout[slot + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  for (; low < end && keys[low] === key; low++) {
    const from = low * oidBytes;
    let i = 6;
    while (i < oidBytes && oids[from + i] === bytes[at + i]) i++;
    if (i === oidBytes) return low;
  }
  return -1;
}

/** Number of an object given its hexadecimal id, or -1. */
export function findOid(table: ObjectTable, oid: Oid): number {
  const bytes = Buffer.from(oid, 'hex');
  return bytes.length === table.oidBytes ? findObject(table, bytes, 0) : -1;
}

/** Ids that begin with these hexadecimal digits (four or more); at most two, which show that it is not unique. */
export function oidsWithPrefix(table: ObjectTable, prefix: string): Oid[] {
  const slot = Number.parseInt(prefix.slice(0, 4), 16);
  const found: Oid[] = [];
  const end = table.fanout[slot + 1] ?? 0;
  for (let object = table.fanout[slot] ?? 0; object < end && found.length < 2; object++) {
    const oid = oidOf(table, object);
    if (oid.startsWith(prefix)) found.push(oid);
  }
  return found;
}

/** Hexadecimal id of the object with this number. */
export function oidOf(table: ObjectTable, object: number): Oid {
  const at = object * table.oidBytes;
  return Buffer.from(table.oids.buffer, table.oids.byteOffset + at, table.oidBytes).toString('hex');
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!) >>> 0
  );
}

/** The order of two binary ids: below 0, 0 or above. */
export function compareOids(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
  length: number,
): number {
  for (let i = 0; i < length; i++) {
    const difference = left[leftAt + i]! - right[rightAt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
