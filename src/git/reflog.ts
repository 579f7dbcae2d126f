// Reflogs: what refs pointed to before. git keeps these objects, so they belong to the history even where no
// ref reaches them. Format: gitrepository-layout, "logs"; git-update-ref, "LOGGING UPDATES".
import { readFileSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { append } from '../model/append.ts';
import { isZeroOid } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';
import { bytePath, displayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment } from './environment.ts';
import { errorCode, isAbsent } from './fileErrors.ts';
import { worktreePrefix } from './refs.ts';
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

const linePattern = /^([0-9a-f]{64}|[0-9a-f]{40}) ([0-9a-f]{64}|[0-9a-f]{40})(?: |\t|$)/u;

/**
 * Reads the reflogs of all refs and worktrees, those of deleted refs included. Lines that hold no two oids are
 * a problem. `env` is needed for repositories whose refs are kept as reftable.
 */
export async function readReflogs(repo: Repository, env: Environment = {}): Promise<Reflogs> {
  if (repo.refStorage === 'reftable') return readReftableLogs(repo, env);
  const entries: ReflogEntry[] = [];
  const problems: Problem[] = [];
  for (const gitDir of repo.worktreeGitDirs) {
    const prefix = worktreePrefix(repo, gitDir);
    for (const name of listLogs(bytePath(`${gitDir}/logs`), '', problems)) {
      const isShared = name.startsWith('refs/') && gitDir === repo.commonDir;
      const ref = displayPath(isShared ? name : `${prefix}${name}`);
      readLog(Buffer.from(`${bytePath(gitDir)}/logs/${name}`, 'latin1'), ref, entries, problems);
    }
  }
  return { entries, oids: distinctOids(entries), problems };
}

/** Names of the files in a folder of logs and below, sorted. Nothing but files and folders is looked at. */
function listLogs(logs: string, folder: string, problems: Problem[]): string[] {
  const names: string[] = [];
  for (const entry of namesIn(Buffer.from(`${logs}/${folder}`, 'latin1'), problems)) {
    const name = `${folder}${entry.name}`;
    if (entry.isDirectory()) append(names, listLogs(logs, `${name}/`, problems));
    else if (entry.isFile() && !name.endsWith('.lock')) names.push(name);
  }
  return names.toSorted();
}

function namesIn(folder: Buffer, problems: Problem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'latin1' });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'unknown') throw error;
    const message = `a folder of reflogs cannot be read (${code})`;
    if (!isAbsent(error)) problems.push({ kind: 'unreadable-file', message });
    return [];
  }
}

function readLog(path: Buffer, ref: string, entries: ReflogEntry[], problems: Problem[]): void {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    const message = `the reflog of ${ref} cannot be read (${errorCode(error)})`;
    problems.push({ kind: 'unreadable-file', message });
    return;
  }
  let damagedLines = 0;
  for (const line of text.split('\n')) {
    const match = linePattern.exec(line);
    if (match !== null) {
      entries.push({ ref, oldOid: notZero(match[1]), newOid: notZero(match[2]) });
    } else if (line !== '') damagedLines++;
  }
  if (damagedLines === 0) return;
  const message = `the reflog of ${ref} has ${damagedLines} damaged lines`;
  problems.push({ kind: 'broken-ref', message });
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
  return oid === undefined || isZeroOid(oid) ? null : oid;
}
