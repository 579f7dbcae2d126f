// The sets of commits that runs are about: those of a range, and those that refs are about to bring in.
import { parseCommit } from '../git/commit.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { findOid, oidsWithPrefix } from '../git/objectTable.ts';
import type { RefList } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { resolveRevision } from '../git/revision.ts';
import type { Storage } from '../git/storage.ts';
import { revListArguments } from '../model/commitSelection.ts';
import { UsageError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { CommitRange } from '../sources/commitRange.ts';
import { newCommits, peel } from '../sources/newCommits.ts';
import type { RefUpdate } from '../sources/refUpdates.ts';

/** The commits that a scan is about. */
export interface CommitSet {
  readonly commits: readonly Oid[];
  /** The commits it leads up to: what stands in their trees stands now, as far as the set tells. */
  readonly tips: readonly Oid[];
  /** Annotated tags whose messages count. */
  readonly tags: readonly Oid[];
  /** Trees and blobs that tags name without a commit. */
  readonly others: readonly Oid[];
  readonly problems: readonly Problem[];
}

/** What of a repository the sets are worked out from. */
export interface CommitGround {
  readonly run: RepositoryRun;
  readonly repository: Repository;
  readonly storage: Storage;
  readonly store: ObjectStore;
  readonly refs: RefList;
}

/** The commits of a range, and the one whose configuration counts. Throws UsageError for an end that names none. */
export async function commitsOfRange(
  ground: CommitGround,
  { base, tip, isSymmetric }: CommitRange,
): Promise<CommitSet & { readonly base: Oid | null }> {
  const [left, right] = await Promise.all([
    base === undefined ? undefined : resolveEnd(ground, base),
    resolveEnd(ground, tip),
  ]);
  if (typeof left === 'object' || typeof right === 'object') {
    const problems = [left, right].filter((end) => typeof end === 'object');
    return { commits: [], tips: [], tags: [], others: [], problems, base: null };
  }
  const { run, repository, store } = ground;
  const { selection } = run.options;
  const limits = selection === undefined ? [] : limitsOf(revListArguments(selection));
  const asked = { repository, env: run.env, signal: run.signal, objects: store };
  const between = (from: Oid[], without: Oid[]): Promise<Oid[]> =>
    newCommits({ ...asked, from, without, limits });
  const known = left === undefined ? [] : [left];
  const ahead = await between([right], known);
  const behind = isSymmetric ? await between(known, [right]) : [];
  const commits = [...new Set([...ahead, ...behind])];
  const tips = isSymmetric ? [...known, right] : [right];
  // Where nothing is known, there is nothing that the commits change.
  return { commits, tips, tags: [], others: [], problems: [], base: left ?? right };
}

/** `--log-opts` limits a range; what it starts from is the range's business. */
function limitsOf(args: readonly string[]): string[] {
  const end = args.indexOf('--end-of-options');
  const paths = args.slice(args.indexOf('--', end) + 1);
  if (paths.length > 0) throw new UsageError('--log-opts of a range takes no paths');
  return args.slice(0, end);
}

/** The commit that one end names; a problem where a shallow clone does not have it. */
async function resolveEnd(ground: CommitGround, revision: string): Promise<Oid | Problem> {
  const { run, repository, storage, store, refs } = ground;
  const { table } = storage;
  const found = await resolveRevision(revision, {
    repo: repository,
    env: run.env,
    signal: run.signal,
    refs,
    reader: store,
    findByPrefix: (prefix) => oidsWithPrefix(table, prefix),
  });
  if (found.kind === 'found') {
    const { oid, type } = peel(found.oid, store);
    if (type === 'commit') return oid;
    if (findOid(table, oid) >= 0) throw new UsageError(`'${revision}' names no commit`);
  }
  if (repository.shallow.size > 0) {
    return {
      kind: 'missing-object',
      message: `'${revision}' is not in this shallow clone; "git fetch --unshallow" brings it`,
    };
  }
  throw new UsageError(`there is no commit '${revision}'`);
}

/** What refs are to be set to, as far as neither their old values nor `known` reach it. */
export async function commitsOfUpdates(
  ground: CommitGround,
  updates: readonly RefUpdate[],
  known: readonly Oid[],
): Promise<CommitSet> {
  const { run, repository, store } = ground;
  const commitOf = (oid: Oid): Oid[] => {
    const { oid: end, type } = peel(oid, store);
    return type === 'commit' ? [end] : [];
  };
  const knownOids = new Set(known);
  const without = [...known, ...updates.flatMap(({ oldOid }) => oldOid ?? [])].flatMap(commitOf);
  const from: Oid[] = [];
  const tags = new Set<Oid>();
  const others = new Set<Oid>();
  const problems: Problem[] = [];
  for (const { newOid, name } of updates) {
    if (newOid === null || knownOids.has(newOid)) continue;
    const way = peel(newOid, store);
    for (const tag of way.tags) if (!knownOids.has(tag)) tags.add(tag);
    if (way.type === 'commit') from.push(way.oid);
    else if (way.type !== undefined) others.add(way.oid);
    else {
      problems.push({
        kind: 'missing-object',
        message: `${name} is to name an object that is absent`,
        oid: way.oid,
      });
    }
  }
  const commits = await newCommits({
    repository,
    env: run.env,
    signal: run.signal,
    objects: store,
    from,
    without,
  });
  return { commits, tips: from, tags: [...tags], others: [...others], problems };
}

/**
 * The commit whose configuration counts for a push: what the remote had of the refs that bring something new, else what
 * the new commits stand on. Where the remote has nothing yet, the pushed commit's own: there is nothing that it changes.
 * Of several the newest, so that the order in which git names refs does not matter.
 */
export function baseOfPush(
  ground: CommitGround,
  updates: readonly RefUpdate[],
  set: CommitSet,
): Oid | null {
  const tips = new Set(set.tips);
  const old = updates.flatMap(({ oldOid, newOid }) =>
    oldOid !== null && newOid !== null && tips.has(peel(newOid, ground.store).oid) ? oldOid : [],
  );
  return (
    newestCommit(ground, old) ??
    newestCommit(ground, outsideParents(ground, set)) ??
    newestCommit(ground, tips)
  );
}

/** The one that was committed last; null where none is here. Annotated tags stand for their commits. */
function newestCommit({ store }: CommitGround, oids: Iterable<Oid>): Oid | null {
  let newest: { readonly oid: Oid; readonly seconds: number } | undefined;
  for (const each of oids) {
    const { oid } = peel(each, store);
    const object = store.read(oid);
    if (object?.type !== 'commit') continue;
    const { seconds } = parseCommit(object.bytes).committer;
    const isNewer =
      newest === undefined ||
      seconds > newest.seconds ||
      (seconds === newest.seconds && oid < newest.oid);
    if (isNewer) newest = { oid, seconds };
  }
  return newest?.oid ?? null;
}

/** Parents of new commits that are not new. */
function* outsideParents({ store }: CommitGround, { commits }: CommitSet): Generator<Oid> {
  const own = new Set(commits);
  for (const oid of own) {
    const object = store.read(oid);
    if (object?.type !== 'commit') continue;
    for (const parent of parseCommit(object.bytes).parents) if (!own.has(parent)) yield parent;
  }
}
