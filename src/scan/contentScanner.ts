// Reads blobs, commits and tags of the storage: blobs and messages go through the detector, commits into rows
// for the commit graph. One per thread.
import type { UnreadPart } from '../detect/archiveMatches.ts';
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { createIncrementalDetector } from '../detect/incremental.ts';
import type { CopiedRanges, ScanState } from '../detect/incremental.ts';
import { parseCommit } from '../git/commit.ts';
import type { BlobSink, Needed } from '../git/familyVisitor.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findOid, oidOf } from '../git/objectTable.ts';
import type { ObjectTable } from '../git/objectTable.ts';
import { packTypes } from '../git/packFile.ts';
import { parseTag } from '../git/tag.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import { fileKinds } from '../model/rule.ts';
import type { Oid } from '../model/oid.ts';
import { monotonicMs } from './clock.ts';
import { createFirstMatches, firstOf } from './firstMatches.ts';
import type { FirstMatches } from './firstMatches.ts';
import { tooLargeToRead, tooLargeToUnpack } from './memoryPlan.ts';
import { createWindowScanner } from './windowScanner.ts';
import { createMatchListBuilder } from './matchList.ts';
import { withoutImages } from './notebookImages.ts';
import type { SkippedImages } from './notebookImages.ts';
import { kindBits, notebookBit } from './pathMask.ts';
import type { MatchList } from './matchList.ts';
import { controlWords } from './shared.ts';
import type { ScanShared } from './shared.ts';
import { isScanOver, reserve } from './stopWord.ts';

/** What a thread read in the contents phase. */
export interface ContentResult {
  readonly blobs: number;
  readonly blobBytes: number;
  readonly commits: number;
  readonly messages: number;
  /** Matches in blobs and in messages (offsets and lines within the message). */
  readonly blobMatches: MatchList;
  readonly messageMatches: MatchList;
  /**
   * Per commit: object number, tree's (-1 absent), seconds of author and committer, number of parents, parents'
   * (-1 absent).
   */
  readonly commitRows: Float64Array;
  /** Per tag: object number, target's (-1 absent). */
  readonly tagRows: Float64Array;
  /** Objects that a commit or tag names and that are absent. */
  readonly missing: readonly Oid[];
  readonly oversized: readonly { readonly oid: Oid; readonly bytes: number }[];
  /** Images in notebooks, per notebook that has some. */
  readonly images: readonly (SkippedImages & { readonly oid: Oid })[];
  /** What of archives was not read. */
  readonly unreadParts: readonly (UnreadPart & { readonly oid: Oid })[];
  /** Objects that there was no memory for, whole or in part; bytes 0 where they are not known. Each is a problem, too. */
  readonly leftOut: readonly { readonly oid: Oid; readonly bytes: number }[];
  readonly problems: readonly Problem[];
  /** Of contents that were read, but have more matches than are told. */
  readonly crowded: readonly Problem[];
  /** Contents that time was over in the middle of: nothing is told of them. */
  readonly cutOff: readonly Oid[];
}

export interface ContentScanner {
  /**
   * One object's content, `bytes[0, size)`, valid during the call. For a delta, `previous` is what the scan of its
   * base returned and `copied` what it took from there.
   */
  scan(
    object: number,
    type: number,
    bytes: Buffer,
    size: number,
    previous?: ScanState,
    copied?: CopiedRanges,
  ): ScanState | undefined;
  /** A state that will not be asked for again. */
  release(state: ScanState): void;
  fail(object: number, type: number, reason: string): void;
  leaveOut(object: number, type: number, needed: Needed): void;
  /** Archives are unpacked, and notebooks told from their images, as a whole. */
  wantsWhole(object: number, start: Buffer): boolean;
  /** A large blob, piece by piece. */
  stream(object: number, size: number, needed: Needed | undefined): BlobSink | undefined;
  readonly result: () => ContentResult;
}

/** What a finding takes from here to the end of its report. */
const tellingMs = 0.2;

const messageKind = fileKinds.indexOf('message');

/** `seal` replaces a match's value by its keyed hashes. */
export function createContentScanner(
  shared: ScanShared,
  detector: Detector,
  seal: (match: Match) => SealedMatch,
): ContentScanner {
  const { table } = shared.storage;
  const blobMatches = createMatchListBuilder();
  const messageMatches = createMatchListBuilder();
  const commitRows: number[] = [];
  const tagRows: number[] = [];
  const missing = new Set<Oid>();
  const oversized: { oid: Oid; bytes: number }[] = [];
  const images: (SkippedImages & { readonly oid: Oid })[] = [];
  const unreadParts: (UnreadPart & { readonly oid: Oid })[] = [];
  const leftOut: { oid: Oid; bytes: number }[] = [];
  const problems: Problem[] = [];
  const crowded: Problem[] = [];
  const cutOff: Oid[] = [];
  const counts = { blobs: 0, blobBytes: 0, commits: 0, messages: 0 };

  const incremental = createIncrementalDetector(detector);
  const isOver = (): boolean => isScanOver(shared);
  const isTimed = shared.endMs !== Number.POSITIVE_INFINITY;
  const now = (): number => (isTimed ? monotonicMs() : 0);

  function scanBlob(
    object: number,
    bytes: Buffer,
    previous: ScanState | undefined,
    copied: CopiedRanges | undefined,
  ): ScanState | undefined {
    if (bytes.length > shared.maxBlobBytes) {
      oversized.push({ oid: oidOf(table, object), bytes: bytes.length });
      return undefined;
    }
    const word = shared.paths[object]!;
    const kinds = kindBits(word);
    const startMs = now();
    const outcome = detector.until(isOver, () =>
      previous === undefined || copied === undefined || !shared.incremental
        ? incremental.scan(bytes, kinds)
        : incremental.rescan(bytes, previous, copied, kinds),
    );
    if (outcome === undefined) {
      cutOff.push(oidOf(table, object));
      return undefined;
    }
    counts.blobs++;
    counts.blobBytes += bytes.length;
    const { matches, unread, state } = outcome;
    const told = (word & notebookBit) === 0 ? matches : inNotebook(object, matches, bytes);
    addAll(object, firstOf(shared.memory, told), startMs);
    for (const part of unread) unreadParts.push({ oid: oidOf(table, object), ...part });
    return state;
  }

  function noteCut(object: number, found: FirstMatches): void {
    const cut = found.problem();
    if (cut !== undefined) crowded.push({ ...cut, oid: oidOf(table, object) });
  }

  function addAll(object: number, found: FirstMatches, startMs: number): void {
    noteCut(object, found);
    let fresh = 0;
    for (const match of found.taken) {
      const isNew = blobMatches.add(object, seal(match));
      if (isNew && Math.max(...match.scores) >= shared.leastScore) fresh++;
    }
    if (fresh === 0) return;
    Atomics.add(shared.control, controlWords.matches, fresh);
    // Their values are read again.
    if (isTimed) reserve(shared, now() - startMs + fresh * tellingMs);
  }

  function streamBlob(
    object: number,
    size: number,
    needed: Needed | undefined,
  ): BlobSink | undefined {
    const oid = oidOf(table, object);
    if (size > shared.maxBlobBytes) {
      oversized.push({ oid, bytes: size });
      return undefined;
    }
    const found = createFirstMatches(shared.memory);
    const kinds = kindBits(shared.paths[object]!);
    const scanner = createWindowScanner({ detector, kinds, onMatch: found.add });
    let readMs = 0;
    let isCutOff = false;
    const step = (work: () => void): void => {
      const startMs = now();
      isCutOff ||= detector.until(isOver, () => (work(), true)) === undefined;
      readMs += now() - startMs;
    };
    return {
      push: (bytes) => step(() => scanner.push(bytes)),
      end() {
        step(() => scanner.end());
        if (isCutOff) {
          cutOff.push(oid);
          return;
        }
        counts.blobs++;
        counts.blobBytes += size;
        addAll(object, found, now() - readMs);
        if (needed === undefined) return;
        leftOut.push({ oid, bytes: size });
        problems.push({ ...tooLargeToUnpack(shared.memory, needed), oid });
      },
    };
  }

  function inNotebook(object: number, matches: readonly Match[], bytes: Buffer): readonly Match[] {
    const { kept, skipped } = withoutImages(matches, bytes);
    if (skipped.count > 0) images.push({ oid: oidOf(table, object), ...skipped });
    return kept;
  }

  function scanMessage(object: number, message: Buffer): void {
    const matches = detector.until(isOver, () => detector.scan(message, kindBit('message')));
    if (matches === undefined) {
      cutOff.push(oidOf(table, object));
      return;
    }
    counts.messages++;
    const first = firstOf(shared.memory, matches);
    noteCut(object, first);
    for (const match of first.taken) {
      if ((match.scores[messageKind] ?? 0) > 0) messageMatches.add(object, seal(match));
    }
  }

  function numberOf(oid: Oid): number {
    const object = findOid(table, oid);
    if (object < 0) missing.add(oid);
    return object;
  }

  function scanCommit(object: number, bytes: Buffer): void {
    const commit = parseCommit(bytes);
    counts.commits++;
    if (commit.tree === null) problems.push(corruptObject(table, object, 'it names no tree'));
    const tree = commit.tree === null ? -1 : treeNumber(commit.tree);
    const parents = shared.shallow.has(oidOf(table, object)) ? [] : commit.parents;
    const { author, committer } = commit;
    commitRows.push(object, tree, author.seconds, committer.seconds, parents.length);
    for (const parent of parents) commitRows.push(numberOf(parent));
    scanMessage(object, bytes.subarray(commit.messageStart));
  }

  function treeNumber(oid: Oid): number {
    return isEmptyObject(oid) ? findOid(table, oid) : numberOf(oid);
  }

  function scanTag(object: number, bytes: Buffer): void {
    const tag = parseTag(bytes);
    if (tag.object === null) problems.push(corruptObject(table, object, 'it names no object'));
    tagRows.push(object, tag.object === null ? -1 : numberOf(tag.object));
    scanMessage(object, bytes.subarray(tag.messageStart));
  }

  return {
    scan(object, type, bytes, size, previous, copied) {
      const content = bytes.subarray(0, size);
      if (type === packTypes.blob) return scanBlob(object, content, previous, copied);
      if (type === packTypes.commit) scanCommit(object, content);
      else if (type === packTypes.tag) scanTag(object, content);
      return undefined;
    },
    release: (state) => incremental.release(state),
    fail(object, _type, reason) {
      problems.push(corruptObject(table, object, reason));
    },
    leaveOut(object, _type, needed) {
      const oid = oidOf(table, object);
      leftOut.push({ oid, bytes: needed.size });
      problems.push({ ...tooLargeToRead(shared.memory, needed), oid });
    },
    wantsWhole: (object, start) =>
      (shared.paths[object]! & notebookBit) !== 0 || archiveKindOf(start) !== undefined,
    stream: streamBlob,
    result: () => ({
      ...counts,
      blobMatches: blobMatches.build(),
      messageMatches: messageMatches.build(),
      commitRows: Float64Array.from(commitRows),
      tagRows: Float64Array.from(tagRows),
      missing: [...missing],
      oversized,
      images,
      unreadParts,
      leftOut,
      problems,
      crowded,
      cutOff,
    }),
  };
}

/** The problem of an object that is there but cannot be read. */
export function corruptObject(table: ObjectTable, object: number, reason: string): Problem {
  return {
    kind: 'corrupt-object',
    message: `object is damaged: ${reason}`,
    oid: oidOf(table, object),
  };
}
