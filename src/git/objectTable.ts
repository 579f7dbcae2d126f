// All object ids of a repository in one sorted table, each with the pack that holds it. Ids are looked up
// and named by their number in this table everywhere else. It lives in shared memory: threads read it.
import type { ObjectFormat, Oid } from '../model/oid.ts';

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

/** The search key of the binary id at `bytes[at]`. */
export function keyAt(bytes: Uint8Array, at: number): number {
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
