// Unpacks one object of a pack with the chain of deltas that leads to it.
import type { ObjectType } from '../model/oid.ts';
import { applyDelta, deltaSizes } from './delta.ts';
import type { Inflate } from './inflate.ts';
import type { GitObject } from './objectReader.ts';
import { createEntryHeader, packTypes } from './packFile.ts';
import type { PackFile } from './packFile.ts';

const typeNames: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
/** git itself refuses nothing deeper than 4095 (pack.depth); cycles end here too. */
const deepestChain = 10_000;
/** What `readPackedObject` says of an object, or what it is made from, of more bytes than are wanted. */
export const tooLarge = 'it is too large to read';

/** Bases that other deltas of the same pack may want, by offset. */
export interface BaseCache {
  get(offset: number): GitObject | undefined;
  set(offset: number, object: GitObject): void;
}

/**
 * Reads the object at an offset. `baseOf` finds the base of a REF delta, its id given as latin1 bytes: an offset in the same
 * pack, an object from elsewhere, or undefined. A string says what is wrong with it: `tooLarge` beyond `largestBytes`.
 */
export function readPackedObject(
  file: PackFile,
  offset: number,
  inflate: Inflate,
  cache: BaseCache,
  baseOf: (oid: string) => number | GitObject | undefined,
  largestBytes: number,
): GitObject | string {
  const deltas: { readonly bytes: Buffer; readonly offset: number }[] = [];
  let base: GitObject | undefined;
  let at = offset;
  while (base === undefined) {
    base = cache.get(at);
    if (base !== undefined) break;
    const header = createEntryHeader();
    if (!file.readHeader(at, header)) return 'its pack entry has no valid header';
    if (header.size > largestBytes) return tooLarge;
    const output = Buffer.allocUnsafeSlow(header.size + 1);
    if (!file.inflate(header, undefined, output, inflate)) return 'its pack entry does not inflate';
    const bytes = output.subarray(0, header.size);
    const type = typeNames[header.type];
    if (type !== undefined) {
      base = { type, bytes };
      cache.set(at, base);
      break;
    }
    if (deltas.length > deepestChain) return 'its delta chain does not end';
    deltas.push({ bytes, offset: at });
    if (header.type === packTypes.ofsDelta) at = header.baseOffset;
    else {
      const found = baseOf(header.baseOid);
      if (found === undefined) return 'the base of its delta is missing';
      if (typeof found === 'number') at = found;
      else base = found;
    }
  }
  for (const delta of deltas.reverse()) {
    const sizes = deltaSizes(delta.bytes, delta.bytes.length);
    if (sizes === undefined || sizes.baseSize !== base.bytes.length) {
      return 'its delta does not fit its base';
    }
    const { start, baseSize, resultSize } = sizes;
    if (resultSize > largestBytes) return tooLarge;
    const bytes = Buffer.allocUnsafeSlow(resultSize);
    const { length } = delta.bytes;
    if (!applyDelta(delta.bytes, start, length, base.bytes, baseSize, bytes, resultSize)) {
      return 'its delta is damaged';
    }
    base = { type: base.type, bytes };
    cache.set(delta.offset, base);
  }
  return base;
}
