// Which entries of a tree lead to a secret. A wide tree that many secrets are looked for in is not searched through for
// each of them: 100,000 files with a secret each would be compared 10,000,000,000 times.
import { lowerBound } from './secretSets.ts';
import type { SecretSets } from './secretSets.ts';

/** What an index is made from. */
export interface TreeEntries {
  readonly sets: Pick<SecretSets, 'has' | 'members'>;
  /** Entry numbers of a tree: the first, and the one behind the last. */
  range(tree: number): { readonly start: number; readonly end: number };
  /** The set of secrets below an entry. */
  secretsOf(entry: number): number;
}

/** Entries of a tree that lead to a secret, ascending. */
export type EntriesBySecret = (tree: number, secret: number) => ArrayLike<number>;

/** The secrets of a tree, ascending; those at `i` are below `entries[starts[i]]` up to `entries[starts[i + 1]]`. */
interface TreeIndex {
  readonly secrets: Int32Array;
  readonly starts: Uint32Array;
  readonly entries: Int32Array;
}

/** Fewer are searched through. */
const fewEntries = 64;
/** So many secrets are looked for in a tree before it gets an index. */
const searchesAtFirst = 8;
/** Most pairs of secret and entry in all indexes together: 32 MB. */
const mostPairs = 8_000_000;

export function createEntriesBySecret({ sets, range, secretsOf }: TreeEntries): EntriesBySecret {
  const searches = new Map<number, number>();
  let indexes = new Map<number, TreeIndex>();
  let pairs = 0;
  /** Twice as many whenever the room did not suffice: trees that are asked in turn must not drive each other out for ever. */
  let searchesBefore = searchesAtFirst;

  function search(tree: number, secret: number): number[] {
    const { start, end } = range(tree);
    const found: number[] = [];
    for (let entry = start; entry < end; entry++) {
      if (sets.has(secretsOf(entry), secret)) found.push(entry);
    }
    return found;
  }

  function build(tree: number): TreeIndex | undefined {
    const { start, end } = range(tree);
    const counts = new Map<number, number>();
    let total = 0;
    for (let entry = start; entry < end && total <= mostPairs; entry++) {
      const members = sets.members(secretsOf(entry));
      total += members.length;
      for (const secret of members) counts.set(secret, (counts.get(secret) ?? 0) + 1);
    }
    if (total > mostPairs) return undefined;
    const secrets = Int32Array.from(counts.keys()).sort();
    const starts = new Uint32Array(secrets.length + 1);
    secrets.forEach((secret, i) => (starts[i + 1] = starts[i]! + counts.get(secret)!));
    const next = starts.slice();
    const entries = new Int32Array(total);
    for (let entry = start; entry < end; entry++) {
      for (const secret of sets.members(secretsOf(entry))) {
        entries[next[lowerBound(secrets, secret)]!++] = entry;
      }
    }
    if (pairs + total > mostPairs) {
      indexes = new Map();
      pairs = 0;
      searchesBefore *= 2;
    }
    pairs += total;
    return { secrets, starts, entries };
  }

  function indexOf(tree: number): TreeIndex | undefined {
    const known = indexes.get(tree);
    if (known !== undefined) return known;
    const { start, end } = range(tree);
    if (end - start <= fewEntries) return undefined;
    const count = (searches.get(tree) ?? 0) + 1;
    searches.set(tree, count);
    // Asked for once only where there are too many pairs; anew after others took its room.
    if (count <= searchesBefore) return undefined;
    const made = build(tree);
    if (made === undefined) searches.set(tree, Number.NEGATIVE_INFINITY);
    else {
      indexes.set(tree, made);
      searches.delete(tree);
    }
    return made;
  }

  return (tree, secret) => {
    const index = indexOf(tree);
    if (index === undefined) return search(tree, secret);
    const { secrets, starts, entries } = index;
    const at = lowerBound(secrets, secret);
    return secrets[at] === secret ? entries.subarray(starts[at], starts[at + 1]) : [];
  };
}
