// Matches in the files of the work tree.
import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { UnreadPart } from '../detect/archiveMatches.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { readUserConfig } from '../git/configFiles.ts';
import { hashObject } from '../git/hash.ts';
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile, worktreeIgnoreSources } from '../git/ignoreSources.ts';
import { findOid } from '../git/objectTable.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { listWorktree } from '../sources/worktree.ts';
import type { WorktreeFile } from '../sources/worktree.ts';
import { scanUnlessOver } from './lateness.ts';
import { openLargeFile, pauseUnless } from './largeFile.ts';
import { tooLargeToUnpack } from './memoryPlan.ts';
import { withoutImages } from './notebookImages.ts';
import type { SkippedImages } from './notebookImages.ts';
import { kindBits, notebookBit } from './pathMask.ts';
import type { SecretValue } from './secretValues.ts';

import type { PresentGround, PresentMatch, PresentScan } from './present.ts';

/** Files read at the same time, and the size from which a file is read alone: both bound the bytes in flight. */
const filesInFlight = 8;
const readAloneBytes = 2 * 2 ** 20;

/** Scans the files of the work tree that HEAD and the index do not have in the same way. */
export async function scanWorktree(
  input: PresentGround,
  workTree: string,
): Promise<Omit<PresentScan, 'entries' | 'headFiles'>> {
  const { entries } = input;
  const ignore = await worktreeIgnoreRules(input, workTree);
  const values = new Map<string, SecretValue>();
  const listing = listWorktree({ workTree, ignore, entries });
  const indexOids = new Map(entries.map((entry) => [entry.path, entry.oid]));
  const matches: PresentMatch[] = [];
  const oversized: { path: string; bytes: number }[] = [];
  const images: (SkippedImages & { readonly path: BytePath })[] = [];
  const unreadParts: (UnreadPart & { readonly path: BytePath })[] = [];
  const problems: Problem[] = [...listing.problems];
  const limit = input.run.options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
  const { memory } = input.objects.shared;
  const { signal } = input.run;
  const leftOut: { reason: string; path: BytePath }[] = [];
  let unread = 0;
  let filesDone = 0;

  async function scanFile({ path, sizeBytes }: WorktreeFile): Promise<void> {
    filesDone++;
    if (signal.aborted) {
      unread++;
      return;
    }
    try {
      if (sizeBytes > memory.ordinaryBytes) await scanLargeFile(path);
      else scanBytes(path, await readFile(worktreeFile(workTree, path)));
    } catch (error) {
      if (signal.aborted && error === signal.reason) {
        unread++;
        return;
      }
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code === 'ENOENT') return;
      const message = `file of the work tree cannot be read (${String(error.code)})`;
      problems.push({ kind: 'unreadable-file', message, path: displayPath(path) });
    }
  }

  function scanBytes(path: BytePath, bytes: Buffer): void {
    const blob = hashObject(input.repository.objectFormat, 'blob', bytes);
    if (isTold(path, blob)) return;
    add(path, blob, knownMatches(path, blob) ?? scanNew(path, bytes));
  }

  async function scanLargeFile(path: BytePath): Promise<void> {
    const file = openLargeFile(worktreeFile(workTree, path));
    const pause = pauseUnless(signal);
    try {
      const blob = await file.hash(input.repository.objectFormat, pause);
      if (isTold(path, blob)) return;
      const known = knownMatches(path, blob);
      if (known !== undefined) {
        add(path, blob, known);
        return;
      }
      const scan = await file.scan({
        path,
        detector: input.detector(),
        memory,
        pause,
        run: input.run,
      });
      for (const part of scan.unread) unreadParts.push({ path, ...part });
      if (scan.images !== undefined && scan.images.count > 0) images.push({ path, ...scan.images });
      if (scan.needed !== undefined) {
        leftOut.push({ reason: 'max-memory', path });
        problems.push({ ...tooLargeToUnpack(memory, scan.needed), path: displayPath(path) });
      }
      if (scan.cut !== undefined) problems.push({ ...scan.cut, path: displayPath(path) });
      add(path, blob, scan.matches.map(sealed));
    } finally {
      file.close();
    }
  }

  function add(path: BytePath, blob: Oid, found: readonly SealedMatch[]): void {
    for (const match of found) matches.push({ place: 'worktree', path, blob, match });
  }

  /** Whether HEAD or the index has the same bytes at the same path, and they were read there. */
  function isTold(path: BytePath, blob: Oid): boolean {
    const isKnown = input.headFiles.get(path)?.oid === blob || indexOids.get(path) === blob;
    return isKnown && isRead(blob);
  }

  function knownMatches(path: BytePath, blob: Oid): readonly SealedMatch[] | undefined {
    return isScannedAs(path, blob) ? input.matchesOf(blob) : undefined;
  }

  /** Whether the storage holds the blob and it could be read: what is damaged there may be whole here. */
  function isRead(blob: Oid): boolean {
    const { storage } = input.objects;
    return findOid(storage.table, blob) >= 0 && !input.objects.unread.has(blob);
  }

  /** Whether the blob was scanned with this kind of name in mind. */
  function isScannedAs(path: BytePath, blob: Oid): boolean {
    const { storage, shared } = input.objects;
    const object = findOid(storage.table, blob);
    if (object < 0 || !isRead(blob)) return false;
    const word = shared.paths[object]!;
    if (isNotebook(path) && (word & notebookBit) === 0) return false;
    return (kindBits(word) & kindBit(fileKindOf(path))) !== 0;
  }

  function scanNew(path: BytePath, bytes: Buffer): SealedMatch[] {
    const parts: UnreadPart[] = [];
    const found = scanUnlessOver(input.detector(), input.run, () =>
      input.detector().scan(bytes, kindBit(fileKindOf(path)), parts),
    );
    for (const part of parts) unreadParts.push({ path, ...part });
    return (isNotebook(path) ? outsideOfImages(path, found, bytes) : found).map(sealed);
  }

  function sealed(match: Match): SealedMatch {
    const closed = input.seal(match);
    const { value, encoding } = match;
    values.set(closed.secretId, encoding === undefined ? { value } : { value, encoding });
    return closed;
  }

  function outsideOfImages(path: BytePath, found: Match[], bytes: Buffer): readonly Match[] {
    const { kept, skipped } = withoutImages(found, bytes);
    if (skipped.count > 0) images.push({ path, ...skipped });
    return kept;
  }

  const counted = listing.files.filter(({ path }) => !input.filter.isExcluded(path));
  for (const file of counted) {
    if (file.sizeBytes > limit) {
      oversized.push({ path: displayPath(file.path), bytes: file.sizeBytes });
    }
  }
  const readable = counted.filter((file) => file.sizeBytes <= limit);
  const inFlight = pLimit(filesInFlight);
  const small = readable.filter((file) => file.sizeBytes < readAloneBytes);
  await input.objects.beginPhase('reading the work tree', readable.length, () => filesDone);
  await Promise.all(small.map((file) => inFlight(() => scanFile(file))));
  for (const file of readable) if (file.sizeBytes >= readAloneBytes) await scanFile(file);
  if (unread > 0) {
    problems.push({ kind: 'limit', message: `${unread} files of the work tree were not scanned` });
  }
  return {
    matches,
    values,
    worktreeFiles: counted.length - oversized.length - unread,
    skipped: [...listing.skipped, ...leftOut],
    excluded: listing.files.map(({ path }) => path).filter((path) => input.filter.isExcluded(path)),
    oversized,
    images,
    unreadParts,
    problems,
  };
}

/** The ignore rules of a work tree, the user's own included. */
export async function worktreeIgnoreRules(
  input: Pick<PresentGround, 'repository' | 'run'>,
  workTree: string,
): Promise<IgnoreRules> {
  const { repository, run } = input;
  const { commonDir, config } = repository;
  const { config: userConfig } = await readUserConfig(run.env);
  return createIgnoreRules(
    worktreeIgnoreSources({ workTree, commonDir, config, userConfig, env: run.env }),
  );
}
