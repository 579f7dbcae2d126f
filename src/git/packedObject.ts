// Unpacks one object of a pack with the chain of deltas that leads to it.
import type { ObjectType, Oid } from '../model/oid.ts';
import { applyDelta, deltaSizes } from './delta.ts';
import type { Inflate } from './inflate.ts';
import type { GitObject } from './objectReader.ts';
import { createEntryHeader, packTypes } from './packFile.ts';
import type { EntryHeader, PackFile } from './packFile.ts';

/** Where an object is read from, and with what. */
export interface PackSource {
  readonly file: PackFile;
  readonly inflate: Inflate;
  /** Unpacked objects of this pack by offset, for deltas that share them. */
  readonly cache: {
    readonly get: (offset: number) => GitObject | undefined;
    readonly set: (offset: number, object: GitObject) => void;
  };
  /** Objects of more bytes are not read, nor what is made from them. */
  readonly largestBytes: number;
  /** Where in this pack an object is; undefined when it is elsewhere. */
  readonly offsetOf: (oid: Buffer) => number | undefined;
  /** An object that is not in this pack; a string says why it cannot be had. */
  readonly readElsewhere: (oid: Oid) => GitObject | string;
}

/** The deltas of an entry, the last one first, and what they start from. */
export type Chain = {
  readonly deltas: readonly EntryHeader[];
  readonly offsets: readonly number[];
} & (
  | { readonly base: GitObject }
  | { readonly whole: { type: ObjectType; header: EntryHeader; offset: number } }
  | { readonly elsewhere: Oid }
);

/** What is said of an object, or what it is made from, of more bytes than are wanted. */
export const tooLarge = 'it is too large to read';
/** What is said of a delta that is made from nothing. */
export const noBase = 'the base of its delta is missing';

const typeNames: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
/** git itself refuses nothing deeper than 4095 (pack.depth); cycles end here too. */
const deepestChain = 10_000;

/** The headers from an entry down to its base: one that is cached, whole, or elsewhere. A string says what is wrong. */
export function chainOf(
  { file, cache, offsetOf }: Pick<PackSource, 'file' | 'cache' | 'offsetOf'>,
  offset: number,
): Chain | string {
  const deltas: EntryHeader[] = [];
  const offsets: number[] = [];
  let at = offset;
  for (;;) {
    const cached = cache.get(at);
    if (cached !== undefined) return { deltas, offsets, base: cached };
    const header = createEntryHeader();
    if (!file.readHeader(at, header)) return 'its pack entry has no valid header';
    const type = typeNames[header.type];
    if (type !== undefined) return { deltas, offsets, whole: { type, header, offset: at } };
    if (deltas.length > deepestChain) return 'its delta chain does not end';
    deltas.push(header);
    offsets.push(at);
    if (header.type === packTypes.ofsDelta) at = header.baseOffset;
    else {
      const oid = Buffer.from(header.baseOid, 'latin1');
      const base = offsetOf(oid);
      if (base === undefined) return { deltas, offsets, elsewhere: oid.toString('hex') };
      at = base;
    }
  }
}

/** The object at an offset; a string says what is wrong with it. */
export function readPackedObject(source: PackSource, offset: number): GitObject | string {
  const chain = chainOf(source, offset);
  if (typeof chain === 'string') return chain;
  if (chain.deltas.some(({ size }) => size > source.largestBytes)) return tooLarge;
  let base = baseOf(source, chain);
  // One delta at a time: there may be thousands.
  for (let i = chain.deltas.length - 1; i >= 0 && typeof base !== 'string'; i--) {
    const delta = inflateWhole(source, chain.deltas[i]!);
    if (delta === undefined) return 'its pack entry does not inflate';
    base = applied(source, delta, base);
    if (typeof base !== 'string') source.cache.set(chain.offsets[i]!, base);
  }
  return base;
}

function baseOf(source: PackSource, chain: Chain): GitObject | string {
  if ('base' in chain) return chain.base;
  if ('elsewhere' in chain) return source.readElsewhere(chain.elsewhere);
  const { type, header, offset } = chain.whole;
  if (header.size > source.largestBytes) return tooLarge;
  const bytes = inflateWhole(source, header);
  if (bytes === undefined) return 'its pack entry does not inflate';
  const base = { type, bytes };
  source.cache.set(offset, base);
  return base;
}

function inflateWhole({ file, inflate }: PackSource, header: EntryHeader): Buffer | undefined {
  const output = Buffer.allocUnsafeSlow(header.size + 1);
  if (!file.inflate(header, undefined, output, inflate)) return undefined;
  return output.subarray(0, header.size);
}

function applied(
  { largestBytes }: PackSource,
  delta: Buffer,
  { type, bytes: base }: GitObject,
): GitObject | string {
  const sizes = deltaSizes(delta, delta.length);
  if (sizes === undefined || sizes.baseSize !== base.length)
    return 'its delta does not fit its base';
  const { start, resultSize } = sizes;
  if (resultSize > largestBytes) return tooLarge;
  const bytes = Buffer.allocUnsafeSlow(resultSize);
  return applyDelta(delta, start, delta.length, base, base.length, bytes, resultSize)
    ? { type, bytes }
    : 'its delta is damaged';
}
