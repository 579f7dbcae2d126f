// Shows a visitor one packed object that is too large for an ordinary buffer, whatever is made from it. Reads only the
// headers that lead to it: the families of its pack may have been given back, or never been read.
import type { FamilyVisitor } from './familyVisitor.ts';
import { createObjectStore } from './objectStore.ts';
import { findObject } from './objectTable.ts';
import { createFindCopy } from './packCopies.ts';
import type { FindCopy } from './packCopies.ts';
import { chainOf } from './packedObject.ts';
import { openPackFile, packTypes } from './packFile.ts';
import { findEntry, noParent, unreadable } from './packLayout.ts';
import type { PackLayout } from './packLayout.ts';
import { createFamilyWalker } from './packWalk.ts';
import type { Rooms } from './rooms.ts';
import type { Storage } from './storage.ts';

const typeNumbers: Readonly<Record<string, number>> = packTypes;

/** In steps, as FamilyWalker does. */
export function* showLargePacked<State>(
  storage: Storage,
  rooms: Rooms,
  object: number,
  visitor: FamilyVisitor<State>,
): Generator<void, void> {
  const pack = storage.table.pack[object]!;
  const layout = chainLayout(storage, pack, object);
  const packs = storage.packs.map((each, number) =>
    // Not spread: to ask for another's families is to read those of all.
    number === pack ? { path: each.path, fd: each.fd, head: each.head, layout } : each,
  );
  const store = createObjectStore(storage, 0, rooms.ordinaryBytes);
  const walker = createFamilyWalker({ ...storage, packs }, store, rooms);
  const entry = findEntry(layout.offsets, layout.count, storage.table.offset[object]!);
  try {
    yield* walker.walk(pack, entry, visitor);
  } finally {
    walker.close();
    store.close();
  }
}

/** A layout of the object and those that it is made from alone, none with children. */
function chainLayout(storage: Storage, pack: number, object: number): PackLayout {
  const { table, packs, format } = storage;
  const last = table.offset[object]!;
  let findCopy: FindCopy | undefined;
  const file = openPackFile(packs[pack]!, format);
  const offsetOf = (oid: Buffer): number | undefined => {
    const base = findObject(table, oid, 0);
    if (base >= 0 && table.pack[base] === pack) return table.offset[base];
    // Another pack serves it, and this one has a copy: git completes the thin packs of a push like that.
    findCopy ??= createFindCopy(storage);
    return findCopy(pack, oid);
  };
  const cache = { get: () => undefined, set: () => undefined };
  const chain = file === undefined ? 'gone' : chainOf({ file, cache, offsetOf }, last);
  file?.close();
  // From the object down to what is stored whole; the object alone where that is not here.
  const isWhole = typeof chain !== 'string' && 'whole' in chain;
  const places = isWhole ? [...chain.offsets, chain.whole.offset] : [last];
  const offsets = Float64Array.from(places).sort();
  const count = offsets.length;
  const entryAt = (offset: number): number => findEntry(offsets, count, offset);
  const parents = new Int32Array(count);
  places.forEach((offset, i) => {
    const below = places[i + 1];
    const end = isWhole ? noParent : unreadable;
    parents[entryAt(offset)] = below === undefined ? end : entryAt(below);
  });
  const none = new Int32Array(count).fill(-1);
  return {
    count,
    offsets,
    knowsEnds: false,
    // Those that it is made from are not shown.
    objects: new Uint32Array(count).fill(object),
    types: new Uint8Array(count).fill(isWhole ? typeNumbers[chain.whole.type]! : packTypes.unknown),
    parents,
    firstChild: none,
    nextSibling: none,
    weights: new Float64Array(count),
    roots: new Uint32Array(),
  };
}
