// Reflogs: what refs pointed to before. git keeps these objects, so they belong to the history even where no
// ref reaches them. Format: gitrepository-layout, "logs"; git-update-ref, "LOGGING UPDATES".
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import pLimit from 'p-limit';
import type { Oid } from '../model/oid.ts';
import { bytePath, displayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { unlessRefused } from './fileSystem.ts';
import { reftableLogOids } from './reftable.ts';
import type { Repository } from './repository.ts';

export interface ReflogEntry {
  /** Name of the ref as text, `worktrees/NAME/HEAD` for another worktree's; empty where it cannot be told. */
  readonly ref: string;
  /** null for "no object": the entry made or deleted the ref. */
  readonly oldOid: Oid | null;
  readonly newOid: Oid | null;
}

export interface Reflogs {
  /** By worktree and ref, oldest first. */
  readonly entries: readonly ReflogEntry[];
  /** Every object that an entry names, each once. */
  readonly oids: readonly Oid[];
  readonly problems: readonly Problem[];
}

const filesInFlight = 32;
const linePattern = /^([0-9a-f]{64}|[0-9a-f]{40}) ([0-9a-f]{64}|[0-9a-f]{40})(?: |\t|$)/u;

/**
 * Reads the reflogs of all refs and worktrees, those of deleted refs included. Lines that hold no two oids are
 * a problem. `env` is needed for repositories whose refs are kept as reftable.
 */
export async function readReflogs(repo: Repository, env: Environment = {}): Promise<Reflogs> {
  if (repo.refStorage === 'reftable') return readReftableLogs(repo, env);
  const files: { path: Buffer; ref: string }[] = [];
  for (const gitDir of repo.worktreeGitDirs) {
    const place = gitDir === repo.commonDir ? 'main-worktree' : `worktrees/${basename(gitDir)}`;
    const prefix = gitDir === repo.gitDir ? '' : `${place}/`;
    for (const path of await listLogs(bytePath(`${gitDir}/logs`), 0)) {
      const name = path.slice(bytePath(`${gitDir}/logs/`).length);
      const isShared = name.startsWith('refs/') && gitDir === repo.commonDir;
      const ref = displayPath(isShared ? name : `${prefix}${name}`);
      files.push({ path: Buffer.from(path, 'latin1'), ref });
    }
  }
  const inFlight = pLimit(filesInFlight);
  const logs = await Promise.all(files.map(({ path, ref }) => inFlight(() => readLog(path, ref))));
  const entries = logs.flatMap((log) => log.entries);
  const problems = logs.flatMap((log) => log.problems);
  return { entries, oids: distinctOids(entries), problems };
}

/** Folders nested deeper are no logs. */
const deepestFolder = 100;

async function listLogs(folder: string, depth: number): Promise<string[]> {
  const path = Buffer.from(folder, 'latin1');
  const entries = await unlessRefused(readdir(path, { withFileTypes: true, encoding: 'latin1' }));
  const files: string[] = [];
  for (const entry of (entries ?? []).toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    const inner = `${folder}/${entry.name}`;
    if (entry.isFile() && !entry.name.endsWith('.lock')) files.push(inner);
    else if (entry.isDirectory() && depth < deepestFolder) {
      files.push(...(await listLogs(inner, depth + 1)));
    }
  }
  return files;
}

async function readLog(path: Buffer, ref: string): Promise<Omit<Reflogs, 'oids'>> {
  let text: string;
  try {
    text = await readFile(path, 'latin1');
  } catch (error) {
    const message = `the reflog of ${ref} cannot be read (${errorCode(error)})`;
    return { entries: [], problems: [{ kind: 'unreadable-file', message }] };
  }
  const entries: ReflogEntry[] = [];
  let damagedLines = 0;
  for (const line of text.split('\n')) {
    const match = linePattern.exec(line);
    if (match !== null) {
      entries.push({ ref, oldOid: notZero(match[1]), newOid: notZero(match[2]) });
    } else if (line !== '') damagedLines++;
  }
  if (damagedLines === 0) return { entries, problems: [] };
  const message = `the reflog of ${ref} has ${damagedLines} damaged lines`;
  return { entries, problems: [{ kind: 'broken-ref', message }] };
}

async function readReftableLogs(repo: Repository, env: Environment): Promise<Reflogs> {
  const oids = await reftableLogOids(repo, env);
  if (oids !== undefined) {
    const entries = oids.map((newOid) => ({ ref: '', oldOid: null, newOid }));
    return { entries, oids: distinctOids(entries), problems: [] };
  }
  const message = 'the reflogs are kept as reftable, which needs git 2.45 or later to be read';
  return { entries: [], oids: [], problems: [{ kind: 'unsupported', message }] };
}

function distinctOids(entries: readonly ReflogEntry[]): Oid[] {
  const oids = new Set<Oid>();
  for (const { oldOid, newOid } of entries) {
    if (oldOid !== null) oids.add(oldOid);
    if (newOid !== null) oids.add(newOid);
  }
  return [...oids];
}

function notZero(oid: string | undefined): Oid | null {
  return oid === undefined || /^0+$/u.test(oid) ? null : oid;
}
