// Scans the blobs and messages of a set of commits in the main thread: there are few, and each is read for itself.
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { findOid, oidOf } from '../git/objectTable.ts';
import type { Match } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { RunContext } from '../model/run.ts';
import { createSealer } from '../triage/fingerprint.ts';
import type { CoverageBuilder } from './coverage.ts';
import { firstOf } from './firstMatches.ts';
import { coverLarge } from './largeBlobs.ts';
import { deadlineOf } from './lateness.ts';
import { createMatchListBuilder, mergeMatchLists } from './matchList.ts';
import type { MatchListBuilder, PlacedMatch } from './matchList.ts';
import { imageData, withoutImages } from './notebookImages.ts';
import { matchesOfObject, scannedPart } from './objectMatches.ts';
import { kindBits, notebookBit } from './pathMask.ts';
import type { SecretValue, StoredSecrets } from './secretValues.ts';
import { createTurns } from './turns.ts';

export interface CommitContents {
  /** Scans blobs, by number, and the messages of commits and tags. */
  scan(
    blobs: readonly number[],
    messages: readonly Oid[],
  ): Promise<{ readonly blobs: readonly PlacedMatch[]; readonly messages: readonly PlacedMatch[] }>;
  /** Matches of these secrets in other blobs, until each is found once; one that holds none of their texts is not scanned. */
  heldIn(blobs: readonly number[], secretIds: ReadonlySet<string>): readonly PlacedMatch[];
  /** Values of the secrets found, by id. */
  readonly values: ReadonlyMap<string, SecretValue>;
  readonly counts: { readonly blobs: number; readonly bytes: number; readonly messages: number };
}

export interface CommitContentsInput {
  readonly run: RunContext;
  readonly stored: StoredSecrets;
  readonly detector: () => Detector;
  /** Hears of what is not read. */
  readonly coverage: CoverageBuilder;
}

export function createCommitContents(input: CommitContentsInput): CommitContents {
  const { run, stored, detector, coverage } = input;
  const { storage, store, shared } = stored;
  const { table } = storage;
  const seal = createSealer(shared.detector.fingerprintKey);
  const mostBytes = run.options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
  const values = new Map<string, SecretValue>();
  const counts = { blobs: 0, bytes: 0, messages: 0 };

  function add(list: MatchListBuilder, object: number, matches: readonly Match[]): void {
    for (const match of matches) {
      const { value, encoding } = match;
      const sealed = seal(match);
      list.add(object, sealed);
      values.set(sealed.secretId, encoding === undefined ? { value } : { value, encoding });
    }
  }

  /** The matches of a blob; what of it is not read is told under its id, where one is given. */
  function matchesIn(blob: number, bytes: Buffer, oid?: Oid): readonly Match[] {
    const word = shared.paths[blob]!;
    const parts = oid === undefined ? undefined : [];
    const found = detector().scan(bytes, kindBits(word), parts);
    for (const part of parts ?? []) coverage.unreadPart(part, { oid: oid ?? '' });
    if ((word & notebookBit) === 0) return found;
    const { kept, skipped } = withoutImages(found, bytes);
    if (oid !== undefined && skipped.count > 0) {
      coverage.skip(imageData, skipped.bytes, oid, skipped.count);
    }
    return kept;
  }

  /** As many as there is memory for. */
  function firstIn(oid: Oid, matches: readonly Match[]): readonly Match[] {
    const first = firstOf(shared.memory, matches);
    const cut = first.problem();
    if (cut !== undefined) coverage.problem({ ...cut, oid });
    return first.taken;
  }

  function leaveOut(oid: Oid, bytes: number): void {
    coverage.skip('max-blob', bytes, oid);
    coverage.problem({ kind: 'limit', message: 'blob is larger than --max-blob', oid });
  }

  function scanBlob(list: MatchListBuilder, blob: number): void {
    const oid = oidOf(table, blob);
    const object = store.readObject(blob);
    if (object === undefined) {
      scanUnheld(list, blob, oid);
      return;
    }
    const bytes = Buffer.from(object.bytes);
    if (bytes.length > mostBytes) {
      leaveOut(oid, bytes.length);
      return;
    }
    add(list, blob, firstIn(oid, matchesIn(blob, bytes, oid)));
    counts.blobs++;
    counts.bytes += bytes.length;
  }

  /** A blob that is not held as a whole, or cannot be read. */
  function scanUnheld(list: MatchListBuilder, blob: number, oid: Oid): void {
    if (!store.lastIsTooLarge()) {
      const message = `object is damaged: ${store.lastProblem()}`;
      coverage.problem({ kind: 'corrupt-object', message, oid });
      return;
    }
    if (mostBytes <= largestHeldBytes) {
      leaveOut(oid, 0);
      return;
    }
    const { memory } = shared;
    const receipt = coverLarge({
      coverage,
      counts,
      memory,
      oid,
      mostBytes,
      leaveOut: (sizeBytes) => leaveOut(oid, sizeBytes),
    });
    add(list, blob, matchesOfObject(stored, detector(), blob, receipt));
  }

  function scanMessage(list: MatchListBuilder, oid: Oid): void {
    const object = store.read(oid);
    if (object === undefined) return;
    const text = Buffer.from(scannedPart(object));
    add(list, findOid(table, oid), firstIn(oid, detector().scan(text, kindBit('message'))));
    counts.messages++;
  }

  return {
    values,
    counts,
    async scan(blobs, messages) {
      const inBlobs = createMatchListBuilder();
      const inMessages = createMatchListBuilder();
      const total = blobs.length + messages.length;
      let done = 0;
      let left = 0;
      const turns = createTurns();
      const { isOver } = deadlineOf(run);
      const step = async (scan: () => void): Promise<void> => {
        if (turns.isDue()) {
          run.onProgress({ phase: 'reading contents', done, total, findings: values.size });
          await turns.giveWay();
        }
        done++;
        if (isOver()) left++;
        else if (detector().until(isOver, () => (scan(), true)) === undefined) left++;
      };
      for (const blob of blobs) await step(() => scanBlob(inBlobs, blob));
      for (const oid of messages) await step(() => scanMessage(inMessages, oid));
      if (left > 0) {
        coverage.problem({ kind: 'limit', message: `stopped: ${left} objects were not scanned` });
      }
      return {
        blobs: mergeMatchLists([inBlobs.build()]),
        messages: mergeMatchLists([inMessages.build()]),
      };
    },
    heldIn(blobs, secretIds) {
      const list = createMatchListBuilder();
      const texts = [...secretIds].map((secretId) => values.get(secretId));
      const needles = texts.map((text) => Buffer.from(text?.value ?? ''));
      const isPlain = texts.every((text) => text !== undefined && text.encoding === undefined);
      const unseen = new Set(secretIds);
      const { isOver } = deadlineOf(run);
      for (const blob of blobs) {
        if (isOver() || unseen.size === 0) break;
        const object = store.readObject(blob);
        const isLarge = object === undefined && store.lastIsTooLarge();
        if (object === undefined && !isLarge) continue;
        if (object && isPlain && !needles.some((needle) => object.bytes.includes(needle))) continue;
        const found =
          detector().until(isOver, () =>
            object
              ? matchesIn(blob, Buffer.from(object.bytes))
              : matchesOfObject(stored, detector(), blob),
          ) ?? [];
        for (const match of found) {
          const sealed = seal(match);
          if (!secretIds.has(sealed.secretId)) continue;
          list.add(blob, sealed);
          unseen.delete(sealed.secretId);
        }
      }
      return mergeMatchLists([list.build()]);
    },
  };
}

/** What a store reads as a whole, see createObjectStore. */
const largestHeldBytes = 64 * 2 ** 20;
