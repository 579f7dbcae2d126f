// Matches that stand outside commits: in the index and in the files of the work tree. What HEAD or the index has
// at the same path with the same bytes is not told again.
import { readFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import pLimit from 'p-limit';
import type { Detector } from '../detect/detector.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { hashObject } from '../git/hash.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import { findOid } from '../git/objectTable.ts';
import type { Repository } from '../git/repository.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import { treeEntryKind } from '../git/tree.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { listWorktree } from '../sources/worktree.ts';
import type { WorktreeFile, WorktreeListing } from '../sources/worktree.ts';
import type { PlacedMatch } from './matchList.ts';
import type { ObjectScan } from './objects.ts';

/** A match at a path, outside commits. */
export interface PresentMatch {
  readonly place: 'index' | 'worktree';
  readonly path: BytePath;
  readonly blob: Oid;
  readonly match: SealedMatch;
}

export interface PresentScan {
  readonly matches: readonly PresentMatch[];
  /** Files of the work tree that were looked at. */
  readonly worktreeFiles: number;
  readonly skipped: WorktreeListing['skipped'];
  readonly oversized: readonly { readonly path: string; readonly bytes: number }[];
  readonly problems: readonly Problem[];
}

export interface PresentInput {
  readonly repository: Repository;
  readonly entries: readonly IndexEntry[];
  /** Blobs of HEAD's tree by path. */
  readonly headFiles: ReadonlyMap<BytePath, Oid>;
  readonly ignore: IgnoreRules;
  readonly objects: ObjectScan;
  readonly matchesOf: (oid: Oid) => readonly PlacedMatch[];
  readonly detector: () => Detector;
  readonly seal: (match: Match) => SealedMatch;
  readonly maxBlobBytes: number;
  readonly signal: AbortSignal;
}

/** The index. Absent blobs are problems; intent-to-add entries and gitlinks have none. */
export function scanIndexEntries(input: PresentInput): Pick<PresentScan, 'matches' | 'problems'> {
  const matches: PresentMatch[] = [];
  const problems: Problem[] = [];
  const { table } = input.objects.storage;
  for (const entry of input.entries) {
    const { path, oid } = entry;
    const kind = treeEntryKind(entry.mode);
    if (kind === 'gitlink' || kind === 'tree' || entry.intentToAdd || isEmptyObject(oid)) continue;
    if (findOid(table, oid) < 0) {
      problems.push({
        kind: 'missing-object',
        message: 'the index names a blob that is absent',
        oid,
        path: displayPath(path),
      });
    }
    if (input.headFiles.get(path) === oid) continue;
    for (const match of input.matchesOf(oid))
      matches.push({ place: 'index', path, blob: oid, match });
  }
  return { matches, problems };
}

/** Files read at the same time, and the size from which a file is read alone: both bound the bytes in flight. */
const filesInFlight = 8;
const largeFileBytes = 16 * 2 ** 20;
/** Node reads no larger file in one piece. */
const largestFileBytes = 2 ** 31 - 1;

/** The files of the work tree that differ from the index. */
export async function scanWorktree(input: PresentInput, workTree: string): Promise<PresentScan> {
  const { entries, ignore } = input;
  const indexMtimeMs = mtimeOf(input.repository.indexFile);
  const listing = listWorktree({ workTree, ignore, entries, indexMtimeMs });
  const indexOids = new Map(entries.map((entry) => [entry.path, entry.oid]));
  const matches: PresentMatch[] = [];
  const oversized: { path: string; bytes: number }[] = [];
  const problems: Problem[] = [...listing.problems];
  const limit = Math.min(input.maxBlobBytes, largestFileBytes);
  let unread = 0;

  async function scanFile(file: WorktreeFile): Promise<void> {
    if (input.signal.aborted) {
      unread++;
      return;
    }
    const { path } = file;
    let bytes: Buffer;
    try {
      bytes = await readFile(worktreeFile(workTree, path));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (code === 'ENOENT') return;
      const message = `file of the work tree cannot be read (${code})`;
      problems.push({ kind: 'unreadable-file', message, path: displayPath(path) });
      return;
    }
    const blob = hashObject(input.repository.objectFormat, 'blob', bytes);
    if (input.headFiles.get(path) === blob || indexOids.get(path) === blob) return;
    const isScanned = findOid(input.objects.storage.table, blob) >= 0;
    const found = isScanned ? input.matchesOf(blob) : input.detector().scan(bytes).map(input.seal);
    for (const match of found) matches.push({ place: 'worktree', path, blob, match });
  }

  const changed = listing.files.filter((file) => file.unchangedOid === null);
  for (const file of changed) {
    if (file.sizeBytes > limit) {
      oversized.push({ path: displayPath(file.path), bytes: file.sizeBytes });
    }
  }
  const readable = changed.filter((file) => file.sizeBytes <= limit);
  const inFlight = pLimit(filesInFlight);
  const small = readable.filter((file) => file.sizeBytes < largeFileBytes);
  await Promise.all(small.map((file) => inFlight(() => scanFile(file))));
  for (const file of readable) if (file.sizeBytes >= largeFileBytes) await scanFile(file);
  if (unread > 0) {
    problems.push({ kind: 'limit', message: `${unread} files of the work tree were not scanned` });
  }
  return {
    matches,
    worktreeFiles: listing.files.length - oversized.length - unread,
    skipped: listing.skipped,
    oversized,
    problems,
  };
}

function mtimeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
