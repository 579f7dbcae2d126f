// Reads blobs, commits and tags of the storage: blobs and messages go through the detector, commits into rows
// for the commit graph. One per thread.
import type { Detector } from '../detect/detector.ts';
import { parseCommit } from '../git/commit.ts';
import { findOid, oidOf } from '../git/objectTable.ts';
import type { ObjectTable } from '../git/objectTable.ts';
import { packTypes } from '../git/packFile.ts';
import { parseTag } from '../git/tag.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import type { Oid } from '../model/oid.ts';
import { createMatchListBuilder } from './matchList.ts';
import type { MatchList } from './matchList.ts';
import { controlWords } from './shared.ts';
import type { ScanShared } from './shared.ts';

/** What a thread read in the contents phase. */
export interface ContentResult {
  readonly blobs: number;
  readonly blobBytes: number;
  readonly commits: number;
  readonly messages: number;
  /** Matches in blobs and in messages (offsets and lines within the message). */
  readonly blobMatches: MatchList;
  readonly messageMatches: MatchList;
  /** Per commit: object number, tree's (-1 absent), committer seconds, number of parents, parents' (-1 absent). */
  readonly commitRows: Float64Array;
  /** Per tag: object number, target's (-1 absent). */
  readonly tagRows: Float64Array;
  /** Objects that a commit or tag names and that are absent. */
  readonly missing: readonly Oid[];
  readonly oversized: readonly { readonly oid: Oid; readonly bytes: number }[];
  readonly problems: readonly Problem[];
}

export interface ContentScanner {
  /** One object's content, `bytes[0, size)`, valid during the call. */
  scan(object: number, type: number, bytes: Buffer, size: number): void;
  fail(object: number, type: number, reason: string): void;
  result(): ContentResult;
}

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
  const problems: Problem[] = [];
  const counts = { blobs: 0, blobBytes: 0, commits: 0, messages: 0 };

  function scanBlob(object: number, bytes: Buffer): void {
    if (bytes.length > shared.maxBlobBytes) {
      oversized.push({ oid: oidOf(table, object), bytes: bytes.length });
      return;
    }
    counts.blobs++;
    counts.blobBytes += bytes.length;
    const matches = detector.scan(bytes);
    if (matches.length === 0) return;
    shared.hasMatch[object] = 1;
    Atomics.add(shared.control, controlWords.matches, matches.length);
    for (const match of matches) blobMatches.add(object, seal(match));
  }

  function scanMessage(object: number, message: Buffer): void {
    counts.messages++;
    for (const match of detector.scan(message)) messageMatches.add(object, seal(match));
  }

  function numberOf(oid: Oid): number {
    const object = findOid(table, oid);
    if (object < 0) missing.add(oid);
    return object;
  }

  function scanCommit(object: number, bytes: Buffer): void {
    const commit = parseCommit(bytes);
    counts.commits++;
    const parents = shared.shallow.has(oidOf(table, object)) ? [] : commit.parents;
    const tree = isEmptyTree(commit.tree, table)
      ? findOid(table, commit.tree)
      : numberOf(commit.tree);
    commitRows.push(object, tree, commit.committer.seconds, parents.length);
    for (const parent of parents) commitRows.push(numberOf(parent));
    scanMessage(object, bytes.subarray(commit.messageStart));
  }

  function scanTag(object: number, bytes: Buffer): void {
    const tag = parseTag(bytes);
    tagRows.push(object, numberOf(tag.object));
    scanMessage(object, bytes.subarray(tag.messageStart));
  }

  return {
    scan(object, type, bytes, size) {
      const content = bytes.subarray(0, size);
      if (type === packTypes.blob) scanBlob(object, content);
      else if (type === packTypes.commit) scanCommit(object, content);
      else if (type === packTypes.tag) scanTag(object, content);
    },
    fail(object, _type, reason) {
      problems.push(corruptObject(table, object, reason));
    },
    result: () => ({
      ...counts,
      blobMatches: blobMatches.build(),
      messageMatches: messageMatches.build(),
      commitRows: Float64Array.from(commitRows),
      tagRows: Float64Array.from(tagRows),
      missing: [...missing],
      oversized,
      problems,
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

const emptyTrees: readonly Oid[] = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
];

/** git knows the empty tree without storing it. */
function isEmptyTree(oid: Oid, table: ObjectTable): boolean {
  return oid.length === table.oidBytes * 2 && emptyTrees.includes(oid);
}
