// Reads single objects by id: from packs (deltas applied, bases anywhere) or loose, every copy tried.
// Families of a pack are walked by packWalk.ts instead; this serves look-ups.
import type { ObjectType, Oid } from '../model/oid.ts';
import { createBaseCache } from './baseCache.ts';
import { hashObject } from './hash.ts';
import { createInflater } from './inflate.ts';
import { peekLooseType, readLooseObject } from './looseObjects.ts';
import type { GitObject, ObjectReader } from './objectReader.ts';
import { createObjectFinder } from './objectFinder.ts';
import type { ObjectFinder } from './objectFinder.ts';
import { findObject, findOid, loosePack, oidOf } from './objectTable.ts';
import { createFindCopy } from './packCopies.ts';
import type { FindCopy } from './packCopies.ts';
import { chainOf, noBase, readPackedObject, tooLarge } from './packedObject.ts';
import type { PackSource } from './packedObject.ts';
import { openPackFile } from './packFile.ts';
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
  /** Closes its files; a later read opens them again. */
  close(): void;
}

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
  const sources = new Map<number, PackSource>();
  const cache = createBaseCache(cacheBytes);
  let findCopy: FindCopy | undefined;
  let finder: ObjectFinder | undefined;
  let problem = '';
  let isTooLarge = false;

  function sourceOf(pack: number): PackSource | undefined {
    const open = sources.get(pack);
    if (open !== undefined) return open;
    const stored = storage.packs[pack];
    if (stored === undefined) return undefined;
    const file = openPackFile(stored, format);
    if (file === undefined) return undefined;
    const source: PackSource = {
      file,
      inflate,
      cache: cache.of(pack),
      largestBytes,
      offsetOf(oid) {
        const object = findObject(table, oid, 0);
        return object >= 0 && table.pack[object] === pack ? table.offset[object] : undefined;
      },
      readElsewhere(oid) {
        const object = findOid(table, oid);
        return object < 0 ? noBase : (readObject(object) ?? problem);
      },
    };
    sources.set(pack, source);
    return source;
  }

  function fail(reason: string): undefined {
    isTooLarge = reason === tooLarge;
    problem = reason;
    return undefined;
  }

  function readAt(pack: number, offset: number): GitObject | undefined {
    const source = sourceOf(pack);
    if (source === undefined) return fail('its pack is not open');
    const object = readPackedObject(source, offset);
    return typeof object === 'string' ? fail(object) : object;
  }

  function readLoose(oid: Oid): GitObject | undefined {
    const object = readLooseObject(storage.objectDirs, oid, format, largestBytes);
    if (object === 'too large') return fail(tooLarge);
    if (typeof object === 'string') return fail(`its loose file ${object}`);
    return object ?? fail('it is nowhere');
  }

  let depth = 0;
  function readObject(object: number): GitObject | undefined {
    isTooLarge = false;
    const pack = table.pack[object]!;
    const oid = oidOf(table, object);
    if (pack === loosePack) return readLoose(oid) ?? readMoved(oid) ?? fail(problem);
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
    findCopy ??= createFindCopy(storage);
    const binary = Buffer.from(oid, 'hex');
    for (const pack of storage.packs.keys()) {
      if (pack === table.pack[object]) continue;
      const offset = findCopy(pack, binary);
      const copy = offset === undefined ? undefined : readAt(pack, offset);
      if (copy !== undefined) return copy;
    }
    return readLoose(oid) ?? readMoved(oid) ?? fail(reason);
  }

  /** An object that `git gc` put into another pack since the storage was opened. */
  function readMoved(oid: Oid): GitObject | undefined {
    finder ??= createObjectFinder(
      storage.objectDirs,
      format,
      largestBytes,
      storage.packs.map(({ path }) => path),
    );
    const moved = finder.read(oid);
    // It may come from a pack that was refused for what is wrong with it.
    return moved !== undefined && hashObject(format, moved.type, moved.bytes) === oid
      ? moved
      : undefined;
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
      const source = sourceOf(pack);
      const chain = source === undefined ? 'its pack is not open' : chainOf(source, offset);
      if (typeof chain === 'string') return fail(chain);
      if ('base' in chain) return chain.base.type;
      if ('whole' in chain) return chain.whole.type;
      const base = findOid(table, chain.elsewhere);
      return base < 0 ? fail(noBase) : typeOf(base);
    },
    readAt,
    lastProblem: () => problem,
    lastIsTooLarge: () => isTooLarge,
    close() {
      for (const { file } of sources.values()) file.close();
      sources.clear();
      finder?.close();
      finder = undefined;
    },
  };
}
