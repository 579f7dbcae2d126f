// The runs that scan commits: a range that the user or the CI system names, what git is about to push, what a server is
// about to receive.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { parseCommit } from '../git/commit.ts';
import { createObjectStore } from '../git/objectStore.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { findOid, oidsWithPrefix } from '../git/objectTable.ts';
import { readRefs } from '../git/refs.ts';
import type { RefList } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { resolveRevision } from '../git/revision.ts';
import { openStorage } from '../git/storage.ts';
import type { Storage } from '../git/storage.ts';
import { revListArguments } from '../model/commitSelection.ts';
import { UsageError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { readCiEvent } from '../sources/ciEvent.ts';
import { parseRange, rangeOfEvent } from '../sources/commitRange.ts';
import type { CommitRange } from '../sources/commitRange.ts';
import { newCommits, peel } from '../sources/newCommits.ts';
import { parsePushLines, parseReceiveLines } from '../sources/refUpdates.ts';
import type { RefUpdate } from '../sources/refUpdates.ts';
import { monotonicMs } from './clock.ts';
import { commitReader } from './commitReader.ts';
import { scanCommits } from './commitScan.ts';
import type { CommitSet } from './commitScan.ts';
import { announceSettings, configureWith } from './configureRun.ts';

export interface RangeRun extends RepositoryRun {
  /** `BASE..HEAD` or `BASE...HEAD`; undefined = what the CI system's variables say. */
  readonly range: string | undefined;
}

export interface UpdatesRun extends RepositoryRun {
  /** What git writes to the hook's standard input. */
  readonly updates: string;
}

interface Ground {
  readonly run: RepositoryRun;
  readonly startedAt: number;
  readonly repository: Repository;
  readonly storage: Storage;
  readonly store: ObjectStore;
  readonly refs: RefList;
}

/** Scans the commits of a range. Throws UsageError for a range that names nothing. */
export async function runRange(run: RangeRun): Promise<Report> {
  return onGround(run, async (ground) => {
    const { base, ...set } = await commitsOfRange(ground, rangeOf(run, ground));
    return scanCommits({ ...scanInput(ground, base), mode: 'range', set });
  });
}

/** Scans the commits that git is about to push. */
export async function runPush(run: UpdatesRun): Promise<Report> {
  const updates = parsePushLines(run.updates);
  return onGround(run, async (ground) => {
    const known = ground.refs.refs.filter(({ name }) => name.startsWith('refs/remotes/'));
    const set = await commitsOfUpdates(
      ground,
      updates,
      known.map(({ oid }) => oid),
    );
    return scanCommits({
      ...scanInput(ground, baseOfPush(ground, updates, set)),
      mode: 'push',
      set,
    });
  });
}

/** Scans the commits that a repository is about to receive. */
export async function runReceive(run: UpdatesRun): Promise<Report> {
  const updates = parseReceiveLines(run.updates);
  return onGround(run, async (ground) => {
    const known = ground.refs.refs.map(({ oid }) => oid);
    const set = await commitsOfUpdates(ground, updates, known);
    // HEAD's, whatever branch it is: another branch's could have been pushed to switch this check off.
    return scanCommits({ ...scanInput(ground, ground.refs.head.oid), mode: 'receive', set });
  });
}

async function onGround(
  run: RepositoryRun,
  scan: (ground: Ground) => Promise<Report>,
): Promise<Report> {
  const startedAt = monotonicMs();
  const repository = await openRepository(resolve(run.cwd, run.repoPath), run.env);
  const refs = await readRefs(repository, run.env);
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  try {
    return await scan({ run, startedAt, repository, storage, store, refs });
  } finally {
    store.close();
  }
}

/** `base` is the commit whose configuration and suppressions count, not those of the change; null = none do. */
function scanInput(
  { run: asked, startedAt, repository, storage, store, refs }: Ground,
  base: Oid | null,
) {
  const { objectFormat } = repository;
  const run = configureWith(asked, commitReader(store, base, objectFormat));
  const rules = suppressionRules(run.onWarning);
  const readTrusted = commitReader(store, base, objectFormat, rules);
  announceSettings(run);
  const { refs: list, head } = refs;
  return { run, startedAt, repository, storage, store, refs: list, head, readTrusted };
}

/**
 * The commit whose configuration counts for a push: what the remote had of the refs that bring something new, else what
 * the new commits stand on. Where the remote has nothing yet, the pushed commit's own: there is nothing that it changes.
 * Of several the newest, so that the order in which git names refs does not matter.
 */
function baseOfPush(ground: Ground, updates: readonly RefUpdate[], set: CommitSet): Oid | null {
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
function newestCommit({ store }: Ground, oids: Iterable<Oid>): Oid | null {
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
function* outsideParents({ store }: Ground, { commits }: CommitSet): Generator<Oid> {
  const own = new Set(commits);
  for (const oid of own) {
    const object = store.read(oid);
    if (object?.type !== 'commit') continue;
    for (const parent of parseCommit(object.bytes).parents) if (!own.has(parent)) yield parent;
  }
}

/** What the user names, or what the CI system's variables say. */
function rangeOf({ range, env, cwd, onWarning }: RangeRun, ground: Ground): CommitRange {
  if (range !== undefined) return parseRange(range);
  const event = readCiEvent(env, (file) => readFileSync(resolve(cwd, file), 'utf8'));
  if (event === undefined) {
    throw new UsageError(
      'name a range, such as origin/main..HEAD: this is no CI system whose variables are known',
    );
  }
  const { refs, repository, storage } = ground;
  const decided = rangeOfEvent(event, {
    refs: refs.refs,
    isShallow: repository.shallow.size > 0,
    has: (oid) => findOid(storage.table, oid) >= 0,
  });
  onWarning?.(decided.said);
  return decided.range;
}

async function commitsOfRange(
  ground: Ground,
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
  const between = (from: Oid[], without: Oid[]): Promise<Oid[]> =>
    newCommits({ repository, env: run.env, objects: store, from, without, limits });
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
async function resolveEnd(ground: Ground, revision: string): Promise<Oid | Problem> {
  const { run, repository, storage, store, refs } = ground;
  const { table } = storage;
  const found = await resolveRevision(revision, {
    repo: repository,
    env: run.env,
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
async function commitsOfUpdates(
  ground: Ground,
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
  const commits = await newCommits({ repository, env: run.env, objects: store, from, without });
  return { commits, tips: from, tags: [...tags], others: [...others], problems };
}
