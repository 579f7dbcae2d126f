// The trail of each secret computed from the definitions alone: every commit's files are listed in full and
// compared with those of its parents, every ref's history is walked. Slow and plain: the oracle.
import type { Oid } from '../../src/model/oid.ts';
import type { SoughtMatch } from '../../src/trail/soughtSecrets.ts';

export interface NaiveCommit {
  readonly oid: Oid;
  readonly parents: readonly Oid[];
  readonly commitSeconds: number;
  readonly authorSeconds: number;
  /** Every file, several blobs at one path in a damaged tree. */
  readonly files: readonly (readonly [path: string, blob: Oid])[];
}

export interface NaiveInput {
  /** By oid. Parents that are not among them are absent. */
  readonly commits: ReadonlyMap<Oid, NaiveCommit>;
  readonly sought: ReadonlyMap<Oid, readonly SoughtMatch[]>;
  /** What a tip is after peeling: a commit, or the blobs of a tree, or a blob. */
  readonly refs: readonly {
    readonly name: string;
    readonly target: NaiveTarget;
    /** Tag objects that were peeled. */
    readonly tags?: readonly Oid[];
  }[];
  readonly others: readonly NaiveTarget[];
  readonly head: NaiveTarget | null;
  /** Tag objects that were peeled from HEAD, which git itself never has there. */
  readonly headTags?: readonly Oid[];
  readonly selected?: ReadonlySet<Oid>;
  /** Secrets in the message of a commit or tag. */
  readonly messages?: readonly { readonly secretId: string; readonly oid: Oid }[];
}

export type NaiveTarget = { readonly commit: Oid } | { readonly blobs: readonly Oid[] } | null;

export interface NaiveTrail {
  /** `event commit path line column blob`, in the order of the report. */
  readonly occurrences: readonly string[];
  readonly loose: readonly string[];
  readonly introduced: string | null;
  readonly removed: Oid | null;
  readonly exposedDays: number | null;
  readonly reachableFrom: readonly string[];
  readonly isBehindHead: boolean;
  readonly isInHead: boolean;
  readonly isInHistory: boolean;
  readonly isInUnreachable: boolean;
  readonly isHeldBefore: boolean;
}

export function naiveTrails(input: NaiveInput): Map<string, NaiveTrail> {
  const matches = [...input.sought.values(), input.messages ?? []].flat();
  const ids = new Set(matches.map(({ secretId }) => secretId));
  const order = naiveOrder(input.commits);
  return new Map(
    [...ids].toSorted().map((secretId) => [secretId, naiveTrail(input, order, secretId)]),
  );
}

/** Again and again the oldest commit (then the lowest oid) whose parents are all placed. */
export function naiveOrder(commits: NaiveInput['commits']): NaiveCommit[] {
  const left = new Map(commits);
  const order: NaiveCommit[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ parents }) =>
      parents.every((oid) => !left.has(oid)),
    );
    const [next] = ready.toSorted(
      (a, b) => a.commitSeconds - b.commitSeconds || (a.oid < b.oid ? -1 : 1),
    );
    if (next === undefined) throw new Error('a cycle');
    left.delete(next.oid);
    order.push(next);
  }
  return order;
}

function naiveTrail(
  input: NaiveInput,
  order: readonly NaiveCommit[],
  secretId: string,
): NaiveTrail {
  const { commits, sought, refs, others, head } = input;
  const isSelected = (oid: Oid): boolean => input.selected?.has(oid) ?? true;
  const linesOf = (blob: Oid): SoughtMatch[] => {
    const first = new Map<number, SoughtMatch>();
    for (const match of sought.get(blob) ?? []) {
      if (match.secretId !== secretId) continue;
      const known = first.get(match.line);
      if (known === undefined || known.column > match.column) first.set(match.line, match);
    }
    return [...first.values()];
  };
  const blobHolds = (blob: Oid): boolean => linesOf(blob).length > 0;
  const heldPaths = ({ files }: NaiveCommit): Set<string> =>
    new Set(files.filter(([, blob]) => blobHolds(blob)).map(([path]) => path));
  const holds = (commit: NaiveCommit): boolean => heldPaths(commit).size > 0;
  const parentsOf = ({ parents }: NaiveCommit): NaiveCommit[] =>
    parents.map((oid) => commits.get(oid)).filter((parent) => parent !== undefined);

  const told: { text: string; commit: number; path: string; match: SoughtMatch; event: string }[] =
    [];
  let removal: NaiveCommit | null = null;
  let isHeldBefore = false;
  for (const [position, commit] of order.entries()) {
    if (!isSelected(commit.oid)) continue;
    const own = heldPaths(commit);
    const parents = parentsOf(commit);
    const held = parents.map(heldPaths);
    if (parents.some((parent) => !isSelected(parent.oid) && holds(parent))) isHeldBefore = true;
    const tell = (event: string, { files }: NaiveCommit, path: string): void => {
      const blobs = new Set(files.filter(([name]) => name === path).map(([, blob]) => blob));
      for (const blob of blobs) {
        for (const match of linesOf(blob)) {
          const text = [event, commit.oid, path, match.line, match.column, blob].join(' ');
          told.push({ text, commit: position, path, match, event });
        }
      }
    };
    for (const path of own) {
      if (held.some((paths) => paths.has(path))) continue;
      tell(held.some((paths) => paths.size > 0) ? 'spread' : 'introduced', commit, path);
    }
    for (const path of new Set(held.flatMap((paths) => [...paths]))) {
      if (own.has(path)) continue;
      tell('removed', parents[held.findIndex((paths) => paths.has(path))]!, path);
    }
    if (own.size === 0 && held.some((paths) => paths.size > 0)) removal = commit;
  }
  const sorted = told.toSorted(
    (a, b) =>
      a.commit - b.commit ||
      Buffer.compare(Buffer.from(a.path, 'latin1'), Buffer.from(b.path, 'latin1')) ||
      a.match.line - b.match.line ||
      a.match.column - b.match.column,
  );

  const ancestors = (target: NaiveTarget): NaiveCommit[] => {
    if (target === null || !('commit' in target)) return [];
    const seen = new Set<NaiveCommit>();
    const stack = [commits.get(target.commit)];
    for (let commit = stack.pop(); commit !== undefined; commit = stack.pop()) {
      if (!seen.has(commit)) stack.push(...parentsOf(commit));
      seen.add(commit);
    }
    return [...seen];
  };
  const directBlobs = (target: NaiveTarget): readonly Oid[] =>
    target !== null && 'blobs' in target ? target.blobs : [];
  const reaches = (target: NaiveTarget): boolean =>
    ancestors(target).some((commit) => isSelected(commit.oid) && holds(commit)) ||
    directBlobs(target).some(blobHolds);
  const saidBy = (oid: Oid): boolean =>
    input.messages?.some((message) => message.secretId === secretId && message.oid === oid) ??
    false;
  const tellsOf = (target: NaiveTarget): boolean =>
    reaches(target) || ancestors(target).some(({ oid }) => isSelected(oid) && saidBy(oid));
  const roots = [...refs.map(({ target }) => target), ...others, head];
  const reached = new Set(roots.flatMap(ancestors));
  const committedBlobs = new Set(order.flatMap(({ files }) => files.map(([, blob]) => blob)));
  const loose = [...sought.keys()].filter((blob) => blobHolds(blob) && !committedBlobs.has(blob));
  const reachedBlobs = new Set(roots.flatMap(directBlobs));

  const headCommit = head !== null && 'commit' in head ? commits.get(head.commit) : undefined;
  const isInHead = headCommit !== undefined && holds(headCommit);
  const first = sorted.find(({ event }) => event === 'introduced');
  const removed = isInHead ? null : removal;
  const newest = Math.max(
    ...order.filter(({ oid }) => isSelected(oid)).map(({ authorSeconds }) => authorSeconds),
  );
  const start = first === undefined ? 0 : order[first.commit]!.authorSeconds;
  const days = ((removed?.authorSeconds ?? newest) - start) / 86_400;
  return {
    occurrences: sorted.map(({ text }) => text),
    loose: (input.selected === undefined ? loose : []).toSorted().flatMap((blob) =>
      linesOf(blob)
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, column }) => ['present', blob, line, column].join(' ')),
    ),
    introduced: first?.text ?? null,
    removed: removed?.oid ?? null,
    exposedDays: first === undefined ? null : Math.max(0, Math.round(days * 100) / 100),
    reachableFrom: refs
      .filter(({ target, tags = [] }) => tellsOf(target) || tags.some(saidBy))
      .map(({ name }) => name)
      .toSorted(),
    isBehindHead: tellsOf(head) || (input.headTags ?? []).some(saidBy),
    isInHead,
    isInHistory: roots.some(reaches),
    isInUnreachable:
      order.some((commit) => isSelected(commit.oid) && !reached.has(commit) && holds(commit)) ||
      (input.selected === undefined && loose.some((blob) => !reachedBlobs.has(blob))),
    isHeldBefore,
  };
}
