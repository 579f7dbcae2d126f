// The names of the refs that reach a secret, from the set of secrets behind each ref. Refs have few distinct sets, and
// secrets that the same sets hold share one list of names: 20,000 refs and 3,000 secrets can be 60 million names.
import type { SecretSets } from './secretSets.ts';

export interface RefsBySecretInput {
  readonly sets: SecretSets;
  /** Sorted. */
  readonly names: readonly string[];
  /** Per name the set of secrets that the ref reaches. */
  readonly setOfRef: readonly number[];
}

/** Secrets that the same distinct sets hold. */
interface Group {
  /** Bit by distinct set. */
  readonly held: Buffer;
  names?: readonly string[];
}

/** A function that lists the names of the refs that reach a secret, sorted; equal lists are one array. */
export function createRefFinder({
  sets,
  names,
  setOfRef,
}: RefsBySecretInput): (secret: number) => readonly string[] {
  const distinct = [...new Set(setOfRef)];
  const positionOf = new Map(distinct.map((set, position) => [set, position]));
  const positions = Uint32Array.from(setOfRef, (set) => positionOf.get(set)!);
  const groups = new Map<string, Group>();
  const groupOf: Group[] = [];
  return (secret) => {
    if (groupOf[secret] === undefined) groupWord(secret >> 5);
    const group = groupOf[secret]!;
    return (group.names ??= namesOf(group.held));
  };

  /** 32 secrets at once: a set tells of them in one word, so that the cost is sets x secrets / 32 and their members. */
  function groupWord(word: number): void {
    const rows = Array.from({ length: 32 }, () => Buffer.alloc(Math.ceil(distinct.length / 8)));
    for (const [position, set] of distinct.entries()) {
      for (let rest = sets.word(set, word); rest !== 0; rest &= rest - 1) {
        rows[31 - Math.clz32(rest & -rest)]![position >> 3]! |= 1 << (position & 7);
      }
    }
    for (const [bit, held] of rows.entries()) {
      const key = held.toString('latin1');
      const group = groups.get(key) ?? { held };
      groups.set(key, group);
      groupOf[word * 32 + bit] = group;
    }
  }

  /** A copy, because a list that was made by growing keeps up to half as much again in reserve. */
  function namesOf(held: Buffer): readonly string[] {
    return names
      .filter((_, ref) => {
        const position = positions[ref]!;
        return (held[position >> 3]! & (1 << (position & 7))) !== 0;
      })
      .slice();
  }
}
