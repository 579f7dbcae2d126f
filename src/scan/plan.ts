// Cuts the storage into units of work: family roots of a pack in pack order, about a megabyte each, and loose
// objects by the thousand. Large units come first, so that no thread is left with one at the end.
import type { PackLayout } from '../git/packLayout.ts';
import { noParent, unreadable } from '../git/packLayout.ts';
import { packTypes } from '../git/packFile.ts';
import type { Storage } from '../git/storage.ts';
import { loosePack } from '../git/objectTable.ts';
import { strayUnit } from './shared.ts';
import type { UnitList } from './shared.ts';

/** Compressed bytes of a unit: with several threads, and with one. The main thread looks at its timers between units. */
export const unitWeights = { thread: 2 ** 18, main: 2 ** 15 } as const;
/** A loose file costs a system call or three: about as much as this many packed bytes. */
const looseWeight = 4096;

interface Unit {
  pack: number;
  entries: number[];
  weight: number;
}

/** Compressed bytes of all objects, those of loose ones estimated. */
export function weightOf({ table, packs }: Storage): number {
  const packed = packs.reduce((sum, { layout }) => sum + (layout.offsets[layout.count] ?? 0), 0);
  return (
    packed + table.pack.reduce((count, pack) => count + Number(pack === loosePack), 0) * looseWeight
  );
}

/** What there is to read in a phase. */
export interface PlanInput {
  readonly storage: Storage;
  /** Type number of each object; the names phase finds out those of stray ones. */
  readonly types: Uint8Array;
  /** 1 for each object that need not be read. */
  readonly isKnown: Uint8Array;
  /** False = nearly all is known: each object for itself, so that the families need not be linked. */
  readonly byFamily: boolean;
  readonly unitWeight: number;
}

/** Units that read commits, blobs and tags; `types` must know the stray objects by now. */
export function planContents(input: PlanInput): UnitList {
  return planPhase(
    input,
    (type) => type !== packTypes.tree,
    (type) => type !== packTypes.tree,
  );
}

/** Units that read trees; stray objects are among them, whatever their type, as long as `types` does not know it. */
export function planTrees(input: PlanInput): UnitList {
  return planPhase(
    input,
    (type) => type === packTypes.tree,
    (type) => type === packTypes.tree || type === packTypes.unknown,
  );
}

/** Units of all entries of all packs, whatever they are, and whichever copy of an object they are. */
export function planPacked(storage: Storage): UnitList {
  const none = new Uint8Array();
  const count = storage.packs.reduce((sum, { layout }) => sum + layout.count, 0);
  return toUnitList(
    packUnits(storage, unitWeights.thread, none, () => true, true),
    count,
  );
}

function planPhase(
  { storage, types, isKnown, byFamily, unitWeight }: PlanInput,
  isWanted: (type: number) => boolean,
  isWantedStray: (type: number) => boolean,
): UnitList {
  const { count } = storage.table;
  const candidates = byFamily ? strayObjects(storage) : Array.from({ length: count }, (_, i) => i);
  const stray = candidates.filter(
    (object) => isKnown[object] === 0 && isWantedStray(types[object]!),
  );
  const units = strayUnits(stray, unitWeight);
  if (!byFamily) return toUnitList(units, stray.length);
  return toUnitList(
    [...packUnits(storage, unitWeight, isKnown, isWanted), ...units],
    countObjects(storage, isKnown, isWanted) + stray.length,
  );
}

/**
 * Objects that no family leads to: loose ones, and those whose pack entry cannot be read (no header, no base, a
 * cycle of deltas), of which another copy may be readable.
 */
function strayObjects(storage: Storage): number[] {
  const { table } = storage;
  const stray: number[] = [];
  for (let object = 0; object < table.count; object++) {
    if (table.pack[object] === loosePack) stray.push(object);
  }
  storage.packs.forEach(({ layout }, pack) => {
    for (let entry = 0; entry < layout.count; entry++) {
      const object = layout.objects[entry]!;
      if (layout.parents[entry] === unreadable && table.pack[object] === pack) stray.push(object);
    }
  });
  return stray;
}

function packUnits(
  storage: Storage,
  unitWeight: number,
  isKnown: Uint8Array,
  isWanted: (type: number) => boolean,
  wantsCopies = false,
): Unit[] {
  const units: Unit[] = [];
  const isAllNew = !isKnown.includes(1);
  storage.packs.forEach(({ layout }, pack) => {
    let unit: Unit = { pack, entries: [], weight: 0 };
    for (const root of layout.roots) {
      if (!isWanted(layout.types[root]!)) continue;
      const isSure = isAllNew && (wantsCopies || storage.packs.length === 1);
      if (!isSure && !holdsUnread(storage, pack, layout, root, isKnown)) continue;
      unit.entries.push(root);
      unit.weight += layout.weights[root]!;
      if (unit.weight < unitWeight) continue;
      units.push(unit);
      unit = { pack, entries: [], weight: 0 };
    }
    if (unit.entries.length > 0) units.push(unit);
  });
  return units;
}

/** False for a family of which every object is known or served by another pack: it need not be unpacked. */
function holdsUnread(
  { table }: Storage,
  pack: number,
  layout: PackLayout,
  root: number,
  isKnown: Uint8Array,
): boolean {
  const stack = [root];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const object = layout.objects[entry]!;
    if (table.pack[object] === pack && isKnown[object] === 0) return true;
    for (let child = layout.firstChild[entry]!; child >= 0; child = layout.nextSibling[child]!) {
      stack.push(child);
    }
  }
  return false;
}

function strayUnits(objects: readonly number[], unitWeight: number): Unit[] {
  const units: Unit[] = [];
  const size = unitWeight / looseWeight;
  for (let at = 0; at < objects.length; at += size) {
    const entries = objects.slice(at, at + size);
    units.push({ pack: strayUnit, entries, weight: entries.length * looseWeight });
  }
  return units;
}

function countObjects(
  storage: Storage,
  isKnown: Uint8Array,
  isWanted: (type: number) => boolean,
): number {
  let count = 0;
  storage.packs.forEach(({ layout }, pack) => {
    for (let entry = 0; entry < layout.count; entry++) {
      const object = layout.objects[entry]!;
      if (layout.parents[entry] === unreadable || isKnown[object] === 1) continue;
      if (isWanted(layout.types[entry]!) && storage.table.pack[object] === pack) count++;
    }
  });
  return count;
}

function toUnitList(units: Unit[], objects: number): UnitList {
  // Stable: units of about the same weight stay in pack order, which is what the disk likes.
  units.sort(
    (left, right) => Math.floor(right.weight / 2 ** 22) - Math.floor(left.weight / 2 ** 22),
  );
  const total = units.reduce((sum, unit) => sum + unit.entries.length, 0);
  const packs = new Int32Array(new SharedArrayBuffer(units.length * 4));
  const starts = new Uint32Array(new SharedArrayBuffer((units.length + 1) * 4));
  const entries = new Uint32Array(new SharedArrayBuffer(total * 4));
  let at = 0;
  units.forEach((unit, i) => {
    packs[i] = unit.pack;
    starts[i] = at;
    entries.set(unit.entries, at);
    at += unit.entries.length;
  });
  starts[units.length] = at;
  return {
    packs,
    starts,
    entries,
    objects,
    weight: units.reduce((sum, unit) => sum + unit.weight, 0),
  };
}

/** The type numbers of packed objects, 0 for loose ones. */
export function packedTypes(storage: Storage): Uint8Array {
  const types = new Uint8Array(new SharedArrayBuffer(storage.table.count));
  for (const { layout } of storage.packs) {
    for (let entry = 0; entry < layout.count; entry++) {
      if (layout.parents[entry]! >= noParent || types[layout.objects[entry]!] === 0) {
        types[layout.objects[entry]!] = layout.types[entry]!;
      }
    }
  }
  return types;
}
