// Which kinds of file the paths of a blob make it: one bit per file kind, set by all threads.
import { allKinds, kindBit } from '../detect/kinds.ts';
import type { KindMask } from '../detect/kinds.ts';
import { fileKinds } from '../model/rule.ts';

/** One 32-bit word per object of the table; bit i stands for `fileKinds[i]`. */
export type PathMask = Int32Array;

/** Mask bit above all kinds: the blob has a .env-like name somewhere. */
export const envLikeBit = 1 << 30;

/** Likewise: the blob has the name of a notebook somewhere. */
export const notebookBit = 1 << 29;

/** The bits of all kinds that a word notes; that of `unknown` where nothing names the object. */
export function kindBits(word: number): KindMask {
  return word & allKinds || kindBit('unknown');
}

/** Positions in `fileKinds` of the kinds noted; that of `unknown` alone where no tree names the object. */
export function kindIndexes(word: number): number[] {
  const indexes: number[] = [];
  for (let i = 0; i < fileKinds.length; i++) if (word & (1 << i)) indexes.push(i);
  return indexes.length > 0 ? indexes : [fileKinds.indexOf('unknown')];
}
