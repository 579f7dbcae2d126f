// Bytes and rules to matches, in three separable stages: prefilter (where does a keyword end), verify
// (what does it mean, from a bounded window alone) and resolve (one match per secret). Knows no path:
// `Match.scores` says what a match is worth under each kind of file, see paths.ts for the judgement.
import { append } from '../model/append.ts';
import type { Match } from '../model/match.ts';
import { ownRuleIds } from '../rules/ruleSet.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { archiveMatches } from './archiveMatches.ts';
import type { UnreadPart } from './archiveMatches.ts';
import { archiveKindOf } from './decode/archive.ts';
import { newHits, siftKeywords, type KeywordSieve, type KeywordHits } from './keywordSieve.ts';
import { spansOf } from './position.ts';
import { resolve, type RawMatch } from './resolve.ts';
import { triggersOf } from './triggers.ts';
import { decodeUtf16 } from './utf16.ts';
import type { RecodedContent } from './utf16.ts';
import type { ScanNested } from './decode/nested.ts';
import { createVerifier, type Verify } from './verify.ts';
import { allKinds } from './kinds.ts';
import type { KindMask } from './kinds.ts';
import { wholeContentMatch } from './wholeContent.ts';

export interface Detector {
  /**
   * Every match of a content, sorted by place. `kinds` says what its names may make it, anything when left out: what is
   * judged by its surroundings scores 0 in other kinds, and is no match when it does so in all. The stages below
   * in one go, UTF-16 and members of archives included; what of an archive is not read is appended to `unread`.
   */
  scan(bytes: Uint8Array, kinds?: KindMask, unread?: UnreadPart[]): Match[];
  /** Stage 1: the keywords that lie wholly in `bytes[from, to)`, as (end, keyword id), ascending. Keeps no state. */
  prefilter(
    bytes: Uint8Array,
    range: { readonly from: number; readonly to: number },
    hits: KeywordHits,
  ): void;
  readonly sieve: KeywordSieve;
  /** By keyword id: how many bytes before and after the end of the keyword `verify` may depend on. */
  readonly windowBefore: Int32Array;
  readonly windowAfter: Int32Array;
  /**
   * Stage 2: appends to `raw` the matches that one keyword hit leads to. Depends only on
   * `bytes[keywordEnd - windowBefore, keywordEnd + windowAfter)` and on whether that window reaches the
   * start and the end of the content.
   */
  verify(
    bytes: Uint8Array,
    keywordEnd: number,
    keywordId: number,
    raw: RawMatch[],
    kinds?: KindMask,
  ): void;
  /** Beside stage 2: what a content of at most 256 bytes is as a whole (it needs no keyword). */
  verifyWhole(bytes: Uint8Array, kinds?: KindMask): RawMatch[];
  /** Stage 3: a pure function of the list, in any order. */
  resolve(raw: readonly RawMatch[]): RawMatch[];
  /** Lines and columns for what is left, sorted. */
  locate(bytes: Uint8Array, resolved: readonly RawMatch[]): Match[];
  /** Whether `scan` reads this content as something other than its bytes (UTF-16, archives): the stages do not apply. */
  isRecoded(bytes: Uint8Array): boolean;
  /**
   * What `work` gives that this detector does, in the stages above; undefined once `isOver`, which is asked every few
   * milliseconds. What was found until then is lost.
   */
  until<Result>(isOver: () => boolean, work: () => Result): Result | undefined;
}

export interface DetectorOptions {
  /** Which RE2: `auto` takes the native one where it loads. */
  readonly engine?: 'auto' | 'js';
}

/** Thrown within `until` alone: the stages lie on top of each other, in archives and encoded text. */
class TimeIsOver extends Error {}

/** Keywords between two looks at the time: the slowest ones take 0.2 ms each. */
const verifiedAtOnce = 16;
/** Hits are held for so many bytes at a time. */
const scannedAtOnce = 2 ** 22;

/** A detector for one rule set. Holds buffers of its own: one per thread. */
export function createDetector(ruleSet: RuleSet, options: DetectorOptions = {}): Detector {
  const { of: triggerOf, ...table } = triggersOf(ruleSet, options.engine ?? 'auto');
  const ownRules = ownRuleIds(ruleSet);
  return assembleDetector({
    ...table,
    resolve: (raw) => resolve(raw, ownRules),
    verifier: (scanNested) => createVerifier(ruleSet, triggerOf, scanNested),
    verifyWhole(bytes, kinds = allKinds) {
      const match = wholeContentMatch(bytes, ruleSet);
      if (match === undefined) return [];
      const scores = match.scores.map((score, i) => (kinds & (1 << i) ? score : 0));
      return scores.some((score) => score > 0) ? [{ ...match, scores }] : [];
    },
  });
}

/** What tells one detector from another; each part as `Detector` says. */
export interface DetectorParts extends Pick<
  Detector,
  'sieve' | 'windowBefore' | 'windowAfter' | 'verifyWhole' | 'resolve'
> {
  /** Stage 2; `scanNested` scans what it decodes. */
  readonly verifier: (scanNested: ScanNested) => Verify;
}

/** Puts the stages together, with what they have in common: UTF-16, archives, lines and columns. */
export function assembleDetector(parts: DetectorParts): Detector {
  const { sieve, windowBefore, windowAfter, verifyWhole } = parts;
  const verifyHit = parts.verifier(scanNested);
  const hits = newHits();
  let isOver: (() => boolean) | undefined;
  let verified = 0;

  function lookAtTime(): void {
    if (isOver?.() === true) throw new TimeIsOver();
  }

  // Plain parameters: it is called for every keyword.
  const verify: Verify = (bytes, keywordEnd, keywordId, raw, kinds, depth) => {
    if (isOver !== undefined && ++verified % verifiedAtOnce === 0) lookAtTime();
    verifyHit(bytes, keywordEnd, keywordId, raw, kinds, depth);
  };

  function scanBytes(bytes: Uint8Array, kinds: KindMask): RawMatch[] {
    const raw: RawMatch[] = [];
    for (let covered = 0; covered < bytes.length; covered += scannedAtOnce) {
      lookAtTime();
      hits.length = 0;
      const from = Math.max(0, covered - sieve.longest + 1);
      const to = Math.min(bytes.length, covered + scannedAtOnce);
      siftKeywords(sieve, bytes, { from, to }, hits);
      for (let i = 0; i < hits.length; i++) {
        const end = hits.ends[i] ?? 0;
        if (end > covered) verify(bytes, end, hits.ids[i] ?? 0, raw, kinds);
      }
    }
    append(raw, verifyWhole(bytes, kinds));
    return raw.length === 0 ? raw : parts.resolve(raw);
  }

  // A member of an archive, at its bytes as stored.
  function scanText(bytes: Uint8Array, kinds: KindMask): RawMatch[] {
    const recoded = decodeUtf16(bytes);
    if (recoded === undefined) return scanBytes(bytes, kinds);
    return scanBytes(recoded.utf8, kinds).map((match) => storedMatch(match, recoded));
  }

  // Text that was decoded within a verification, while the outer hits are still being read.
  function scanNested(
    bytes: Uint8Array,
    kinds: KindMask,
    depth: number,
    within = { after: 0, to: bytes.length },
  ): RawMatch[] {
    const own = newHits(64);
    const from = Math.max(0, within.after - sieve.longest);
    siftKeywords(sieve, bytes, { from, to: within.to }, own);
    const raw: RawMatch[] = [];
    for (let i = 0; i < own.length; i++) {
      const end = own.ends[i] ?? 0;
      if (end > within.after) verify(bytes, end, own.ids[i] ?? 0, raw, kinds, depth);
    }
    return parts.resolve(raw);
  }

  function locate(bytes: Uint8Array, resolved: readonly RawMatch[]): Match[] {
    if (resolved.length === 0) return [];
    const spans = spansOf(bytes, resolved);
    return resolved.flatMap((match, i) => {
      const span = spans[i];
      if (span === undefined) return [];
      const { specificity: _specificity, ...rest } = match;
      return [{ ...rest, ...span }];
    });
  }

  return {
    scan(bytes, kinds = allKinds, unread = []) {
      if (archiveKindOf(bytes) !== undefined) {
        return locate(bytes, archiveMatches(bytes, kinds, scanText, unread));
      }
      const recoded = decodeUtf16(bytes);
      if (recoded === undefined) return locate(bytes, scanBytes(bytes, kinds));
      const matches = locate(recoded.utf8, scanBytes(recoded.utf8, kinds));
      return matches.map((match) => {
        return { ...storedMatch(match, recoded), encoding: match.encoding ?? 'utf-16' };
      });
    },
    prefilter(bytes, range, into) {
      lookAtTime();
      siftKeywords(sieve, bytes, range, into);
    },
    sieve,
    windowBefore,
    windowAfter,
    verify,
    verifyWhole,
    resolve: parts.resolve,
    locate,
    isRecoded: (bytes) => archiveKindOf(bytes) !== undefined || decodeUtf16(bytes) !== undefined,
    until(isDone, work) {
      const outer = isOver;
      isOver = isDone;
      try {
        return work();
      } catch (error) {
        if (error instanceof TimeIsOver) return undefined;
        throw error;
      } finally {
        isOver = outer;
      }
    },
  };
}

function storedMatch<Placed extends Pick<RawMatch, 'startOffset' | 'endOffset'>>(
  match: Placed,
  recoded: RecodedContent,
): Placed {
  return {
    ...match,
    startOffset: recoded.storedOffset(match.startOffset),
    endOffset: recoded.storedOffset(match.endOffset),
  };
}
