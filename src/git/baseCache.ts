// Unpacked objects that deltas are made from, for those who look objects up one by one.
import type { GitObject } from './objectReader.ts';
import type { PackSource } from './packedObject.ts';

export interface BaseCache {
  /** The part of one pack, under any number. */
  of(pack: number): PackSource['cache'];
}

/** Keeps the least recently used objects of all packs together, up to `limitBytes`; none of more than a quarter of that. */
export function createBaseCache(limitBytes: number): BaseCache {
  const objects = new Map<number, GitObject>();
  let bytes = 0;

  function get(key: number): GitObject | undefined {
    const object = objects.get(key);
    if (object === undefined) return undefined;
    objects.delete(key);
    objects.set(key, object);
    return object;
  }

  function set(key: number, object: GitObject): void {
    if (object.bytes.length > limitBytes / 4) return;
    bytes += object.bytes.length - (objects.get(key)?.bytes.length ?? 0);
    objects.set(key, object);
    for (const [oldest, { bytes: old }] of objects) {
      if (bytes <= limitBytes) break;
      objects.delete(oldest);
      bytes -= old.length;
    }
  }

  return {
    of(pack) {
      const keyOf = (offset: number): number => pack * 2 ** 37 + offset;
      return {
        get: (offset) => get(keyOf(offset)),
        set: (offset, object) => set(keyOf(offset), object),
      };
    },
  };
}
