// Matches that stand outside commits: in the index and in the files of the work tree. What HEAD or the index has
// at the same path with the same bytes is not told again.
import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { UnreadPart } from '../detect/archiveMatches.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { parseCommit } from '../git/commit.ts';
import { readUserConfig } from '../git/configFiles.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { hashObject } from '../git/hash.ts';
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreRules } from '../git/ignore.ts';
import { worktreeFile, worktreeIgnoreSources } from '../git/ignoreSources.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { findOid } from '../git/objectTable.ts';
import type { Repository } from '../git/repository.ts';
import type { IndexEntry, StagingIndex } from '../git/stagingIndex.ts';
import { listTreeFiles } from '../git/treeFiles.ts';
import type { TreeFile } from '../git/treeFiles.ts';
import { treeEntryKind } from '../git/tree.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath, DisplayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import { listWorktree } from '../sources/worktree.ts';
import type { WorktreeFile } from '../sources/worktree.ts';
import { openLargeFile, pauseUnless } from './largeFile.ts';
import type { PlacedMatch } from './matchList.ts';
import { tooLargeToUnpack } from './memoryPlan.ts';
import { withoutImages } from './notebookImages.ts';
import type { SkippedImages } from './notebookImages.ts';
import { objectOid } from './objects.ts';
import type { ObjectScan } from './objects.ts';
import { kindBits, notebookBit } from './pathMask.ts';
import type { PathFilter } from './pathFilter.ts';
import type { SecretValue } from './secretValues.ts';

/** A match at a path, outside commits. */
export interface PresentMatch {
  readonly place: 'index' | 'worktree';
  readonly path: BytePath;
  readonly blob: Oid;
  readonly match: SealedMatch;
}

export interface PresentScan {
  /** Entries of the index, folders of a sparse one replaced by their files. */
  readonly entries: readonly IndexEntry[];
  /** HEAD's tree by path. */
  readonly headFiles: ReadonlyMap<BytePath, TreeFile>;
  readonly matches: readonly PresentMatch[];
  /** Values of the secrets of files that the storage does not hold, by secret id. */
  readonly values: ReadonlyMap<string, SecretValue>;
  /** Files of the work tree that were looked at. */
  readonly worktreeFiles: number;
  readonly skipped: readonly { readonly reason: string; readonly path: BytePath }[];
  /** Files of the work tree that the configuration excludes; they were not read. */
  readonly excluded: readonly BytePath[];
  readonly oversized: readonly { readonly path: DisplayPath; readonly bytes: number }[];
  /** Images in notebooks that the storage does not hold. */
  readonly images: readonly (SkippedImages & { readonly path: BytePath })[];
  /** What of archives was not read. */
  readonly unreadParts: readonly (UnreadPart & { readonly path: BytePath })[];
  readonly problems: readonly Problem[];
}

export interface PresentInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly index: StagingIndex;
  /** Commit of HEAD, null when unborn. */
  readonly head: Oid | null;
  readonly objects: ObjectScan;
  readonly detector: () => Detector;
  readonly seal: (match: Match) => SealedMatch;
  /** True = the index is read for its paths alone and the work tree not at all (`--log-opts`). */
  readonly isLeftOut: boolean;
  readonly filter: PathFilter;
}

/** Scans the index and the work tree, after the objects. */
export async function scanPresent(input: PresentInput): Promise<PresentScan> {
  const { repository, objects } = input;
  const { problems } = input.index;
  const entries = expandSparse(input.index.entries, objects.store, repository.objectFormat);
  const headFiles = filesOfHead(input);
  const matchesByOid = groupByOid(objects);
  const ground: Ground = {
    ...input,
    entries,
    headFiles,
    matchesOf: (oid) => matchesByOid.get(oid) ?? [],
  };
  if (input.isLeftOut) return { ...nothing, entries, headFiles, problems };
  const index = scanIndexEntries(ground);
  const worktree =
    repository.workTree === null ? nothing : await scanWorktree(ground, repository.workTree);
  return {
    ...worktree,
    entries,
    headFiles,
    matches: [...index.matches, ...worktree.matches].sort(byPlace),
    problems: [...problems, ...index.problems, ...worktree.problems],
  };
}

const nothing: Omit<PresentScan, 'entries' | 'headFiles'> = {
  matches: [],
  values: new Map(),
  worktreeFiles: 0,
  skipped: [],
  excluded: [],
  oversized: [],
  images: [],
  unreadParts: [],
  problems: [],
};

interface Ground extends PresentInput {
  readonly entries: readonly IndexEntry[];
  readonly headFiles: ReadonlyMap<BytePath, TreeFile>;
  readonly matchesOf: (oid: Oid) => readonly PlacedMatch[];
}

/** Folders of a sparse index replaced by their files. */
function expandSparse(
  entries: readonly IndexEntry[],
  store: ObjectReader,
  format: ObjectFormat,
): IndexEntry[] {
  return entries.flatMap((entry): IndexEntry[] => {
    if (treeEntryKind(entry.mode) !== 'tree') return [entry];
    return listTreeFiles(store, entry.oid, format).map(({ path, mode, oid }) => ({
      ...entry,
      path: entry.path + path,
      mode,
      oid,
    }));
  });
}

function filesOfHead({ repository, head, objects }: PresentInput): Map<BytePath, TreeFile> {
  const commit = head === null ? undefined : objects.store.read(head);
  const tree = commit?.type === 'commit' ? parseCommit(commit.bytes).tree : null;
  if (tree === null) return new Map();
  const files = listTreeFiles(objects.store, tree, repository.objectFormat);
  return new Map(files.map((file) => [file.path, file]));
}

function groupByOid(objects: ObjectScan): Map<Oid, PlacedMatch[]> {
  const groups = new Map<Oid, PlacedMatch[]>();
  for (const match of objects.blobMatches) {
    const oid = objectOid(objects, match.object);
    const group = groups.get(oid);
    if (group === undefined) groups.set(oid, [match]);
    else group.push(match);
  }
  return groups;
}

function byPlace(left: PresentMatch, right: PresentMatch): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.match.startOffset - right.match.startOffset;
}

/** The index. Absent blobs are problems; intent-to-add entries and gitlinks have none. */
function scanIndexEntries(input: Ground): Pick<PresentScan, 'matches' | 'problems'> {
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
    if (input.headFiles.get(path)?.oid === oid || input.filter.isExcluded(path)) continue;
    for (const match of input.matchesOf(oid))
      matches.push({ place: 'index', path, blob: oid, match });
  }
  return { matches, problems };
}

/** Files read at the same time, and the size from which a file is read alone: both bound the bytes in flight. */
const filesInFlight = 8;
const readAloneBytes = 2 * 2 ** 20;

/** The files of the work tree. */
async function scanWorktree(
  input: Ground,
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

  async function scanFile({ path, sizeBytes }: WorktreeFile): Promise<void> {
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
      const scan = await file.scan({ path, detector: input.detector(), memory, pause });
      for (const part of scan.unread) unreadParts.push({ path, ...part });
      if (scan.images !== undefined && scan.images.count > 0) images.push({ path, ...scan.images });
      if (scan.needed !== undefined) {
        leftOut.push({ reason: 'max-memory', path });
        problems.push({ ...tooLargeToUnpack(memory, scan.needed), path: displayPath(path) });
      }
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
    const found = input.detector().scan(bytes, kindBit(fileKindOf(path)), parts);
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

async function worktreeIgnoreRules(input: Ground, workTree: string): Promise<IgnoreRules> {
  const { repository, run } = input;
  const { commonDir, config } = repository;
  const { config: userConfig } = await readUserConfig(run.env);
  return createIgnoreRules(
    worktreeIgnoreSources({ workTree, commonDir, config, userConfig, env: run.env }),
  );
}
