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
  /** Per pack and index position, the object's number; worked out when asked for. */
  readonly objectNumbers: () => readonly Uint32Array[];
}

/** Fewer objects are dealt to fewer slots. */
const fewObjects = 4096;

/** Merges the ids of all packs and loose objects. Time is linear. */
export function buildObjectTable(input: TableInput): TableOutput {
  const [first, ...more] = input.packs;
  const others =
    more.reduce((sum, pack) => sum + pack.count, 0) +
    input.looseOids.length / oidByteLength(input.format);
  // Each of the others is looked up: with many it would be no less work.
  const isMostlyOne = first !== undefined && others * 8 <= first.count;
  const merged = isMostlyOne
    ? mergeTables(input.format, first, dealObjects({ ...input, packs: more }))
    : undefined;
  return merged ?? dealObjects(input);
}

/**
 * The objects of a pack, whose ids are sorted, and those of a small table of others, which number their packs from the
 * next. Undefined where the ids are in no order, as a damaged index may have them.
 */
function mergeTables(
  format: ObjectFormat,
  first: PackIndex,
  { table: others, objectNumbers }: TableOutput,
): TableOutput | undefined {
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
  let done = 0;
  let to = 0;
  const takeUpTo = (end: number): void => {
    oids.set(first.oids.subarray(done * oidBytes, end * oidBytes), to * oidBytes);
    offset.set(first.offsets.subarray(done, end), to);
    to += Math.max(0, end - done);
    done = Math.max(done, end);
  };
  for (let other = 0; other < others.count; other++) {
    takeUpTo(places[other]!);
    if (isCopy[other] === 1) continue;
    oids.set(others.oids.subarray(other * oidBytes, (other + 1) * oidBytes), to * oidBytes);
    pack[to] = others.pack[other] === loosePack ? loosePack : others.pack[other]! + 1;
    offset[to] = others.offset[other]!;
    to++;
  }
  takeUpTo(first.count);
  const keys = searchKeys(oids, oidBytes);
  if (keys === undefined) return undefined;
  return {
    table: { format, oidBytes, count, oids, ...keys, pack, offset },
    objectNumbers: () => mergedNumbers(first.count, places, isCopy, objectNumbers()),
  };
}

/** Numbers of the objects of a pack, and those of the others, which were put in at `places`. */
function mergedNumbers(
  count: number,
  places: Uint32Array,
  isCopy: Uint8Array,
  others: readonly Uint32Array[],
): Uint32Array[] {
  const numbers = new Uint32Array(count);
  const numberOf = new Uint32Array(places.length);
  let done = 0;
  let to = 0;
  for (let other = 0; other < places.length; other++) {
    while (done < places[other]!) numbers[done++] = to++;
    numberOf[other] = to;
    if (isCopy[other] === 0) to++;
  }
  while (done < count) numbers[done++] = to++;
  return [numbers, ...others.map((each) => each.map((number) => numberOf[number]!))];
}

/** The first position in a pack's index whose id is not below the one at `bytes[at]`. */
export function lowerBound(
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

/** What a table is searched by, of its ids; undefined where these do not ascend, each once. */
function searchKeys(
  oids: Uint8Array,
  oidBytes: number,
): Pick<ObjectTable, 'fanout' | 'keys'> | undefined {
  const count = oids.length / oidBytes;
  const fanout = new Uint32Array(new SharedArrayBuffer(65537 * 4));
  const keys = new Uint32Array(new SharedArrayBuffer(count * 4));
  let slot = 0;
  for (let object = 0, at = 0; object < count; object++, at += oidBytes) {
    const next = (oids[at]! << 8) | oids[at + 1]!;
    const key = keyAt(oids, at);
    if (object > 0 && next <= slot && (next < slot || key <= keys[object - 1]!)) {
      const isAlike = next === slot && key === keys[object - 1];
      if (!isAlike || compareOids(oids, at - oidBytes, oids, at, oidBytes) >= 0) return undefined;
    }
    while (slot < next) fanout[++slot] = object;
    keys[object] = key;
  }
  fanout.fill(count, slot + 1);
  return { fanout, keys };
}

/**
 * Ids in any order are dealt to slots by their first two bytes, or the first one where they are few; of 1.7 million a slot
 * holds 26, which insertion sort puts in order.
 */
function dealObjects(input: TableInput): TableOutput {
  const oidBytes = oidByteLength(input.format);
  const sources = [
    ...input.packs.map((pack) => ({ oids: pack.oids, count: pack.count })),
    { oids: input.looseOids, count: input.looseOids.length / oidBytes },
  ];
  const total = sources.reduce((sum, source) => sum + source.count, 0);
  const shift = total < fewObjects ? 8 : 0;
  const slots = 65536 >> shift;
  const slotStart = new Uint32Array(slots + 1);
  for (const { oids, count } of sources) {
    for (let i = 0, at = 0; i < count; i++, at += oidBytes) {
      slotStart[(((oids[at]! << 8) | oids[at + 1]!) >> shift) + 1]!++;
    }
  }
  for (let slot = 0; slot < slots; slot++) slotStart[slot + 1]! += slotStart[slot]!;

  // Deal (source, position) pairs to their slots, sources in order, so that ties keep the preference.
  const sourceOf = new Uint16Array(total);
  const positionOf = new Uint32Array(total);
  const next = slotStart.slice(0, slots);
  sources.forEach(({ oids, count }, source) => {
    for (let i = 0, at = 0; i < count; i++, at += oidBytes) {
      const to = next[((oids[at]! << 8) | oids[at + 1]!) >> shift]!++;
      sourceOf[to] = source;
      positionOf[to] = i;
    }
  });

  const objectNumbers = sources.map(({ count }) => new Uint32Array(count));
  const order = new Uint32Array(total); // for each object the dealt pair that serves it
  let count = 0;
  for (let slot = 0; slot < slots; slot++) {
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
  if (keys === undefined) throw new Error('ids were not put in order');
  const table = { format: input.format, oidBytes, count, oids, ...keys, pack, offset };
  return { table, objectNumbers: () => objectNumbers.slice(0, input.packs.length) };
}
