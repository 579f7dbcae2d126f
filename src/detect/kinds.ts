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

/** The kinds in which a name can give a value away: lock files hold digests, translations texts. */
export const namedKinds: KindMask = allKinds & ~kindBit('lock') & ~kindBit('translation');

/**
 * Scores of a match in text of which no path tells the kind: the best one, times `discount`, wherever a name can give a
 * value away.
 */
export function inAnyKind(scores: readonly number[], discount = 1): readonly number[] {
  const best = Math.max(...scores) * discount;
  return scores.map((score, i) => ((namedKinds & (1 << i)) === 0 ? score : Math.max(score, best)));
}
