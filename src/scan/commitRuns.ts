// The runs that scan commits: a range that the user or the CI system names, what git is about to push, what a server is
// about to receive.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { findOid } from '../git/objectTable.ts';
import { readRefs } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import { UsageError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { readCiEvent } from '../sources/ciEvent.ts';
import { parseRange, rangeOfEvent } from '../sources/commitRange.ts';
import type { CommitRange } from '../sources/commitRange.ts';
import { parsePushLines, parseReceiveLines } from '../sources/refUpdates.ts';
import { withDeadline } from './lateness.ts';
import { monotonicMs } from './clock.ts';
import { commitReader } from './commitReader.ts';
import { scanCommits } from './commitScan.ts';
import { baseOfPush, commitsOfRange, commitsOfUpdates } from './commitSets.ts';
import type { CommitGround } from './commitSets.ts';
import { announceSettings, configureWith } from './configureRun.ts';

export interface RangeRun extends RepositoryRun {
  /** `BASE..HEAD` or `BASE...HEAD`; undefined = what the CI system's variables say. */
  readonly range: string | undefined;
}

export interface UpdatesRun extends RepositoryRun {
  /** What git writes to the hook's standard input. */
  readonly updates: string;
}

interface Ground extends CommitGround {
  readonly startedAt: number;
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
  const run = withDeadline(configureWith(asked, commitReader(store, base, objectFormat)));
  const rules = suppressionRules(run.onWarning);
  const readTrusted = commitReader(store, base, objectFormat, rules);
  announceSettings(run);
  const { refs: list, head } = refs;
  return { run, startedAt, repository, storage, store, refs: list, head, readTrusted };
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
