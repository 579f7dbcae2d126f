// Builds the table of all object ids from the indexes of packs and the loose objects. Most objects of most repositories
// stand in one pack, whose index is sorted already: then the others are put in between.
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat } from '../model/oid.ts';
import { compareOids, keyAt, loosePack } from './objectTable.ts';
import type { ObjectTable } from './objectTable.ts';
import type { PackIndex } from './packIndex.ts';

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

/** Merges the ids of all packs and loose objects. Time is linear. */
export function buildObjectTable(input: TableInput): TableOutput {
  const [first, ...more] = input.packs;
  const others =
    more.reduce((sum, pack) => sum + pack.count, 0) +
    input.looseOids.length / oidByteLength(input.format);
  // Each of the others is looked up: with many it would be no less work.
  if (
    first === undefined ||
    others * 8 > first.count ||
    !isSorted(first.oids, oidByteLength(input.format))
  ) {
    return dealObjects(input);
  }
  return mergeTables(input.format, first, dealObjects({ ...input, packs: more }));
}

/** Whether ids stand in ascending order, none twice: a damaged index may have them in any. */
function isSorted(oids: Uint8Array, oidBytes: number): boolean {
  let slot = -1;
  let key = 0;
  for (let at = 0; at < oids.length; at += oidBytes) {
    const nextSlot = (oids[at]! << 8) | oids[at + 1]!;
    const nextKey = keyAt(oids, at);
    if (nextSlot < slot || (nextSlot === slot && nextKey <= key)) {
      const isAfter =
        nextSlot === slot &&
        nextKey === key &&
        compareOids(oids, at - oidBytes, oids, at, oidBytes) < 0;
      if (!isAfter) return false;
    }
    slot = nextSlot;
    key = nextKey;
  }
  return true;
}

/** The objects of a pack, whose ids are sorted, and those of a small table of others, which number their packs from the next. */
function mergeTables(
  format: ObjectFormat,
  first: PackIndex,
  { table: others, objectNumbers }: TableOutput,
): TableOutput {
  const { oidBytes } = others;
  const places = new Uint32Array(others.count);
  const isCopy = new Uint8Array(others.count);
  let copies = 0;
  for (let other = 0; other < others.count; other++) {
    const place = lowerBound(first, others.oids, other * oidBytes, oidBytes);
    places[other] = place;
    if (
      place < first.count &&
      compareOids(first.oids, place * oidBytes, others.oids, other * oidBytes, oidBytes) === 0
    ) {
      isCopy[other] = 1;
      copies++;
    }
  }
  const count = first.count + others.count - copies;
  const oids = new Uint8Array(new SharedArrayBuffer(count * oidBytes));
  const pack = new Uint16Array(new SharedArrayBuffer(count * 2));
  const offset = new Float64Array(new SharedArrayBuffer(count * 8));
  const numbers = new Uint32Array(first.count);
  const numberOf = new Uint32Array(others.count);
  let done = 0;
  let to = 0;
  const takeUpTo = (end: number): void => {
    oids.set(first.oids.subarray(done * oidBytes, end * oidBytes), to * oidBytes);
    offset.set(first.offsets.subarray(done, end), to);
    for (; done < end; done++) numbers[done] = to++;
  };
  for (let other = 0; other < others.count; other++) {
    const place = places[other]!;
    takeUpTo(place);
    numberOf[other] = to;
    if (isCopy[other] === 1) continue;
    oids.set(others.oids.subarray(other * oidBytes, (other + 1) * oidBytes), to * oidBytes);
    pack[to] = others.pack[other] === loosePack ? loosePack : others.pack[other]! + 1;
    offset[to] = others.offset[other]!;
    to++;
  }
  takeUpTo(first.count);
  const table = { format, oidBytes, count, oids, ...searchKeys(oids, oidBytes), pack, offset };
  return {
    table,
    objectNumbers: [
      numbers,
      ...objectNumbers.map((each) => each.map((number) => numberOf[number]!)),
    ],
  };
}

/** The first position in a pack's index whose id is not below the one at `bytes[at]`. */
function lowerBound(
  { oids, count }: PackIndex,
  bytes: Uint8Array,
  at: number,
  oidBytes: number,
): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOids(oids, middle * oidBytes, bytes, at, oidBytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a table is searched by, of its sorted ids. */
function searchKeys(oids: Uint8Array, oidBytes: number): Pick<ObjectTable, 'fanout' | 'keys'> {
  const count = oids.length / oidBytes;
  const fanout = new Uint32Array(new SharedArrayBuffer(65537 * 4));
  const keys = new Uint32Array(new SharedArrayBuffer(count * 4));
  let slot = 0;
  for (let object = 0, at = 0; object < count; object++, at += oidBytes) {
    const next = (oids[at]! << 8) | oids[at + 1]!;
    while (slot < next) fanout[++slot] = object;
    keys[object] = keyAt(oids, at);
  }
  fanout.fill(count, slot + 1);
  return { fanout, keys };
}

/**
 * Ids in any order are dealt to 65,536 slots by their first two bytes; a slot of 1.7 million objects holds 26, which
 * insertion sort puts in order.
 */
function dealObjects(input: TableInput): TableOutput {
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
  const order = new Uint32Array(total); // for each object the dealt pair that serves it
  let count = 0;
  for (let slot = 0; slot < 65536; slot++) {
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

  const oids = new Uint8Array(new SharedArrayBuffer(count * oidBytes));
  const pack = new Uint16Array(new SharedArrayBuffer(count * 2));
  const offset = new Float64Array(new SharedArrayBuffer(count * 8));
  for (let n = 0; n < count; n++) {
    const pair = order[n]!;
    const source = sourceOf[pair]!;
    const from = sources[source]!.oids;
    const at = positionOf[pair]! * oidBytes;
    const to = n * oidBytes;
    for (let i = 0; i < oidBytes; i++) oids[to + i] = from[at + i]!;
    const packIndex = input.packs[source];
    pack[n] = packIndex === undefined ? loosePack : source;
    offset[n] = packIndex === undefined ? 0 : packIndex.offsets[positionOf[pair]!]!;
  }
  const keys = searchKeys(oids, oidBytes);
  const table = { format: input.format, oidBytes, count, oids, ...keys, pack, offset };
  return { table, objectNumbers: objectNumbers.slice(0, input.packs.length) };
}
