// Reads single objects by id: from packs (deltas applied, bases anywhere) or loose, every copy tried.
// Families of a pack are walked by packWalk.ts instead; this serves look-ups.
import type { ObjectType, Oid } from '../model/oid.ts';
import { createInflater } from './inflate.ts';
import { applyDelta, deltaSizes } from './delta.ts';
import { peekLooseType, readLooseObject } from './looseObjects.ts';
import type { GitObject, ObjectReader } from './objectReader.ts';
import { findObject, findOid, loosePack, oidOf } from './objectTable.ts';
import { PackFile, createEntryHeader, packTypes } from './packFile.ts';
import type { EntryHeader } from './packFile.ts';
import type { Storage } from './storage.ts';

export interface ObjectStore extends ObjectReader {
  /** Reads by number in the object table. */
  readObject(object: number): GitObject | undefined;
  /** Type of an object, as cheaply as it can be had; undefined when it cannot be read. */
  typeOf(object: number): ObjectType | undefined;
  /** Type of the object at an offset of a pack, by headers alone where they tell. */
  typeAt(pack: number, offset: number): ObjectType | undefined;
  /** Reads the object at an offset of a pack, without looking at other copies. */
  readAt(pack: number, offset: number): GitObject | undefined;
  /** Why the last read gave nothing: one line, no content. */
  lastProblem(): string;
  /** Whether that was the object's size alone. */
  lastIsTooLarge(): boolean;
  close(): void;
}

const typeNames: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
/** git itself refuses nothing deeper than 4095 (pack.depth); cycles end here too. */
const deepestChain = 10_000;

/**
 * A store over opened storage. `cacheBytes` bounds the bases kept for objects that share them; objects of more than
 * `largestBytes` are not read, nor those that are made from such.
 */
export function createObjectStore(
  storage: Storage,
  cacheBytes = 16 * 2 ** 20,
  largestBytes = 64 * 2 ** 20,
): ObjectStore {
  const { table, format } = storage;
  const inflate = createInflater();
  const files = new Map<number, PackFile>();
  const cache = createCache(cacheBytes);
  let problem = '';
  let isTooLarge = false;

  function fileOf(pack: number): PackFile | undefined {
    const open = files.get(pack);
    if (open !== undefined) return open;
    const stored = storage.packs[pack];
    if (stored === undefined) return undefined;
    const file = new PackFile(stored.path, format, stored.head);
    files.set(pack, file);
    return file;
  }

  function inflateWhole(file: PackFile, header: EntryHeader): Buffer | undefined {
    const output = Buffer.allocUnsafeSlow(header.size + 1);
    if (!file.inflate(header, undefined, output, inflate)) return undefined;
    return output.subarray(0, header.size);
  }

  function fail(reason: string): undefined {
    problem = reason;
    return undefined;
  }

  function failLarge(): undefined {
    isTooLarge = true;
    return fail('it is too large to read');
  }

  /** The headers from an entry down to its base: one that is cached, whole, or elsewhere. */
  function chainOf(file: PackFile, pack: number, offset: number): Chain | undefined {
    const deltas: EntryHeader[] = [];
    const offsets: number[] = [];
    let at = offset;
    for (;;) {
      const cached = cache.get(pack, at);
      if (cached !== undefined) return { deltas, offsets, base: cached };
      const header = createEntryHeader();
      if (!file.readHeader(at, header)) return fail('its pack entry has no valid header');
      const type = typeNames[header.type];
      if (type !== undefined) return { deltas, offsets, whole: { type, header, offset: at } };
      if (deltas.length > deepestChain) return fail('its delta chain does not end');
      deltas.push(header);
      offsets.push(at);
      if (header.type === packTypes.ofsDelta) at = header.baseOffset;
      else {
        const object = findObject(table, Buffer.from(header.baseOid, 'latin1'), 0);
        if (object < 0) return fail('the base of its delta is missing');
        if (table.pack[object] === pack) at = table.offset[object]!;
        else return { deltas, offsets, elsewhere: object };
      }
    }
  }

  function baseOf(file: PackFile, pack: number, chain: Chain): GitObject | undefined {
    if ('base' in chain) return chain.base;
    if ('elsewhere' in chain) return readObject(chain.elsewhere);
    const { type, header, offset } = chain.whole;
    if (header.size > largestBytes) return failLarge();
    const bytes = inflateWhole(file, header);
    if (bytes === undefined) return fail('its pack entry does not inflate');
    const base = { type, bytes };
    cache.set(pack, offset, base);
    return base;
  }

  function readAt(pack: number, offset: number): GitObject | undefined {
    const file = fileOf(pack);
    if (file === undefined) return fail('its pack is not open');
    isTooLarge = false;
    const chain = chainOf(file, pack, offset);
    if (chain === undefined) return undefined;
    if (chain.deltas.some(({ size }) => size > largestBytes)) return failLarge();
    let base = baseOf(file, pack, chain);
    // One delta at a time: there may be thousands.
    for (let i = chain.deltas.length - 1; i >= 0 && base !== undefined; i--) {
      const delta = inflateWhole(file, chain.deltas[i]!);
      if (delta === undefined) return fail('its pack entry does not inflate');
      base = applied(delta, base);
      if (base !== undefined) cache.set(pack, chain.offsets[i]!, base);
    }
    return base;
  }

  function applied(delta: Buffer, { type, bytes: base }: GitObject): GitObject | undefined {
    const sizes = deltaSizes(delta, delta.length);
    if (sizes === undefined || sizes.baseSize !== base.length) {
      return fail('its delta does not fit its base');
    }
    const { start, resultSize } = sizes;
    if (resultSize > largestBytes) return failLarge();
    const bytes = Buffer.allocUnsafeSlow(resultSize);
    return applyDelta(delta, start, delta.length, base, base.length, bytes, resultSize)
      ? { type, bytes }
      : fail('its delta is damaged');
  }

  function readLoose(oid: Oid): GitObject | undefined {
    const object = readLooseObject(storage.objectDirs, oid, format, largestBytes);
    if (object === 'too large') return failLarge();
    if (typeof object === 'string') return fail(`its loose file ${object}`);
    return object ?? fail('it is nowhere');
  }

  let depth = 0;
  function readObject(object: number): GitObject | undefined {
    isTooLarge = false;
    const pack = table.pack[object]!;
    const oid = oidOf(table, object);
    if (pack === loosePack) return readLoose(oid);
    if (depth > 50) return fail('its delta chain does not end');
    depth++;
    try {
      return readAt(pack, table.offset[object]!) ?? readOtherCopy(object, oid);
    } finally {
      depth--;
    }
  }

  function readOtherCopy(object: number, oid: Oid): GitObject | undefined {
    const reason = problem;
    for (const [pack, { layout }] of storage.packs.entries()) {
      if (pack === table.pack[object]) continue;
      const entry = layout.objects.indexOf(object);
      const copy = entry < 0 ? undefined : readAt(pack, layout.offsets[entry]!);
      if (copy !== undefined) return copy;
    }
    return readLoose(oid) ?? fail(reason);
  }

  function typeOf(object: number): ObjectType | undefined {
    const isLoose = table.pack[object] === loosePack;
    const type = isLoose ? peekLooseType(storage.objectDirs, oidOf(table, object)) : undefined;
    return type ?? readObject(object)?.type;
  }

  return {
    read(oid) {
      const object = findOid(table, oid);
      return object < 0 ? fail('it is nowhere') : readObject(object);
    },
    readObject,
    typeOf,
    typeAt(pack, offset) {
      const file = fileOf(pack);
      const chain = file === undefined ? undefined : chainOf(file, pack, offset);
      if (chain === undefined) return undefined;
      if ('base' in chain) return chain.base.type;
      return 'whole' in chain ? chain.whole.type : typeOf(chain.elsewhere);
    },
    readAt,
    lastProblem: () => problem,
    lastIsTooLarge: () => isTooLarge,
    close() {
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}

/** The deltas of an entry, the last one first, and what they start from. */
type Chain = {
  readonly deltas: readonly EntryHeader[];
  readonly offsets: readonly number[];
} & (
  | { readonly base: GitObject }
  | { readonly whole: { type: ObjectType; header: EntryHeader; offset: number } }
  | { readonly elsewhere: number }
);

interface ObjectCache {
  get(pack: number, offset: number): GitObject | undefined;
  set(pack: number, offset: number, object: GitObject): void;
}

/** Least recently used objects by place, up to `limitBytes`. */
function createCache(limitBytes: number): ObjectCache {
  const objects = new Map<number, GitObject>();
  let bytes = 0;
  const keyOf = (pack: number, offset: number): number => pack * 2 ** 37 + offset;
  return {
    get(pack, offset) {
      const key = keyOf(pack, offset);
      const object = objects.get(key);
      if (object === undefined) return undefined;
      objects.delete(key);
      objects.set(key, object);
      return object;
    },
    set(pack, offset, object) {
      if (object.bytes.length > limitBytes / 4) return;
      objects.set(keyOf(pack, offset), object);
      bytes += object.bytes.length;
      for (const [key, oldest] of objects) {
        if (bytes <= limitBytes) break;
        objects.delete(key);
        bytes -= oldest.bytes.length;
      }
    },
  };
}
