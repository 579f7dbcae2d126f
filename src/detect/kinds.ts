// Sets of file kinds, one bit a kind: what the names of a content may make it.
import type { FileKind } from '../model/rule.ts';
import { fileKinds } from '../model/rule.ts';

/** Bit i stands for `fileKinds[i]`. */
export type KindMask = number;

/** Every kind. */
export const allKinds: KindMask = 2 ** fileKinds.length - 1;

/** The bit of one kind. */
export function kindBit(kind: FileKind): KindMask {
  return 1 << fileKinds.indexOf(kind);
}
