// The sought secrets under small numbers, with their places in each blob. Numbers follow the sorted ids, so
// they do not depend on the order in which matches were found.
import type { Span } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { SecretSets } from './secretSets.ts';
import type { SoughtTrees } from './soughtTrees.ts';

/** A secret at a place of a blob. One secret may stand at several places, a blob may hold several secrets. */
export interface SoughtMatch extends Span {
  readonly secretId: string;
}

export interface SoughtSecrets {
  /** Sorted; the position is the number. */
  readonly ids: readonly string[];
  numberOf(secretId: string): number | undefined;
  /** Set of secrets per blob of the trees; empty where nothing is sought in it. */
  blobSets(sets: SecretSets): Int32Array;
  /** Set of secrets per commit or tag object with one in its message. */
  messageSets(sets: SecretSets): Map<Oid, number>;
  /** Places of a secret in a blob: one a line, in order. */
  spans(blob: number, secret: number): readonly Span[];
}

/** A secret in the message of a commit or tag object. */
export interface SoughtMessage {
  readonly secretId: string;
  readonly oid: Oid;
}

/** Numbers secrets; throws when a blob is unknown to the trees, which would lose it. */
export function numberSecrets(
  sought: ReadonlyMap<Oid, readonly SoughtMatch[]>,
  messages: readonly SoughtMessage[],
  trees: SoughtTrees,
): SoughtSecrets {
  const distinct = new Set<string>();
  for (const list of [...sought.values(), messages]) {
    for (const { secretId } of list) distinct.add(secretId);
  }
  const ids = [...distinct].toSorted();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const matchesOf = new Map<number, readonly SoughtMatch[]>();
  for (const [oid, matches] of sought) {
    const blob = trees.blobOf(oid);
    if (blob < 0) throw new Error(`The trees were not made for the sought blob ${oid}.`);
    matchesOf.set(blob, matches);
  }
  // Only where something happens: most versions of a file hold what the one before held, at thousands of places.
  const spansOf = new Map<number, Map<number, Span[]>>();
  const spansIn = (blob: number): Map<number, Span[]> => {
    let spans = spansOf.get(blob);
    if (spans === undefined) {
      spans = spansBySecret(matchesOf.get(blob) ?? [], numbers);
      spansOf.set(blob, spans);
    }
    return spans;
  };
  return {
    ids,
    numberOf: (secretId) => numbers.get(secretId),
    blobSets(sets) {
      const blobSets = new Int32Array(trees.blobCount);
      for (const [blob, matches] of matchesOf) {
        blobSets[blob] = sets.of(matches.map(({ secretId }) => numbers.get(secretId)!));
      }
      return blobSets;
    },
    messageSets(sets) {
      const messageSets = new Map<Oid, number>();
      for (const { oid, secretId } of messages) {
        const set = sets.of([numbers.get(secretId)!]);
        messageSets.set(oid, sets.union(messageSets.get(oid) ?? 0, set));
      }
      return messageSets;
    },
    spans: (blob, secret) => spansIn(blob).get(secret) ?? [],
  };
}

/** One occurrence a line is the contract (CLI.md, events): of several in a line the first stands for all. */
function spansBySecret(
  matches: readonly SoughtMatch[],
  numbers: ReadonlyMap<string, number>,
): Map<number, Span[]> {
  const spansOf = new Map<number, Span[]>();
  for (const match of matches.toSorted((a, b) => a.line - b.line || a.column - b.column)) {
    const secret = numbers.get(match.secretId)!;
    const { line, column, endLine, endColumn } = match;
    let spans = spansOf.get(secret);
    if (spans === undefined) {
      spans = [];
      spansOf.set(secret, spans);
    }
    if (spans.at(-1)?.line !== line) spans.push({ line, column, endLine, endColumn });
  }
  return spansOf;
}
