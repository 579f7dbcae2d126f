// Scans a content that was made from another one by copying and adding bytes (a delta), looking only at what is
// new: keyword hits are carried over from the copied parts, the added bytes and the seams are scanned, and only
// hits whose verification window touches something new are verified. Gives exactly what a plain scan gives.
import type { Match } from '../model/match.ts';
import type { UnreadPart } from './archiveMatches.ts';
import type { Detector } from './detector.ts';
import { HitBuffer } from './hitBuffer.ts';
import type { HitArrays } from './hitBuffer.ts';
import { newHits } from './keywordSieve.ts';
import { allKinds } from './kinds.ts';
import type { KindMask } from './kinds.ts';
import type { RawMatch } from './resolve.ts';

/** What a scan leaves for the contents that are made from it. Hits ascend by the end of the keyword. */
export interface ScanState extends HitArrays {
  readonly length: number;
  /** What the content was judged as: under other kinds its verdicts do not hold. */
  readonly kinds: KindMask;
  /** Number of hits; the arrays may be longer. */
  readonly count: number;
  /** Positions in `ends` of the hits that led to matches, ascending, and those matches. */
  readonly matchedHits: readonly number[];
  readonly matched: readonly (readonly RawMatch[])[];
}

/** Copied runs: `content[to, to + length)` is `previous[from, from + length)`; triples ascending by `to`. */
export interface CopiedRanges {
  /** from, to, length, one after the other. */
  readonly triples: Int32Array;
  readonly count: number;
}

export interface ScanOutcome {
  readonly matches: readonly Match[];
  /** What of an archive was not read. */
  readonly unread: readonly UnreadPart[];
  /** Undefined where the content was read as something other than its bytes (see Detector.isRecoded). */
  readonly state: ScanState | undefined;
  /** Hits that were verified, for measuring. */
  readonly verified: number;
}

export interface IncrementalDetector {
  /** `kinds` as for Detector.scan. */
  scan(bytes: Uint8Array, kinds?: KindMask): ScanOutcome;
  rescan(
    bytes: Uint8Array,
    previous: ScanState,
    copied: CopiedRanges,
    kinds?: KindMask,
  ): ScanOutcome;
  /** Takes back a state that nothing will be rescanned from any more: its arrays serve again. */
  release(state: ScanState): void;
}

/**
 * Shorter copied runs are scanned with what surrounds them: deltas of source code copy in pieces of 300 bytes, and
 * two seams cost more than that (celery: 2.7 million runs; one fifth of the calls remain).
 */
const shortestCarried = 512;

/** The hits of a piece are held twice. */
const scannedAtOnce = 2 ** 20;
/** An incremental detector over a plain one. Holds buffers of its own: one per thread. */
export function createIncrementalDetector(detector: Detector): IncrementalDetector {
  const { windowBefore, windowAfter } = detector;
  /** A keyword that ends this far into a run lies wholly inside it. */
  const reach = detector.sieve.longest - 1;
  const fresh = newHits();
  const hits = new HitBuffer();
  let matchedHits: number[] = [];
  let matched: (readonly RawMatch[])[] = [];
  let verified = 0;
  let found: RawMatch[] = [];
  let kindsNow = allKinds;

  function verify(bytes: Uint8Array, end: number, id: number): void {
    verified++;
    detector.verify(bytes, end, id, found, kindsNow);
    if (found.length === 0) return;
    matchedHits.push(hits.count);
    matched.push(found);
    found = [];
  }

  /** Finds and verifies the keywords that end in `bytes(covered, to]`. */
  function scanTo(bytes: Uint8Array, covered: number, to: number): void {
    for (let at = covered; at < to && !hits.isOverfull; at += scannedAtOnce) {
      scanPiece(bytes, at, Math.min(to, at + scannedAtOnce));
    }
  }

  function scanPiece(bytes: Uint8Array, covered: number, to: number): void {
    fresh.length = 0;
    const from = Math.max(0, covered - reach);
    detector.prefilter(bytes, { from, to }, fresh);
    for (let i = 0; i < fresh.length; i++) {
      const end = fresh.ends[i]!;
      if (end <= covered) continue;
      const id = fresh.ids[i]!;
      verify(bytes, end, id);
      hits.add(end, id);
    }
  }

  /** Takes over the hits of `previous` that end in one copied run beyond `covered`. */
  function carry(
    bytes: Uint8Array,
    previous: ScanState,
    from: number,
    to: number,
    length: number,
    covered: number,
  ): void {
    const shift = to - from;
    const runEnd = to + length;
    // Where a run starts (or ends) both contents, windows cut there look alike.
    const holdsStart = from === 0 && to === 0;
    const holdsEnd = runEnd === bytes.length && from + length === previous.length;
    const prevEnds = previous.ends;
    const last = runEnd - shift;
    let hit = firstAbove(prevEnds, previous.count, covered - shift);
    let match = firstAtLeast(previous.matchedHits, hit);
    const prevCount = previous.count;
    for (; hit < prevCount && prevEnds[hit]! <= last; hit++) {
      const end = prevEnds[hit]! + shift;
      const id = previous.ids[hit]!;
      const isMatched = previous.matchedHits[match] === hit;
      // A window that just reaches the edge of the run may see the edge of the content on one side only.
      const isUnchanged =
        previous.kinds === kindsNow &&
        (holdsStart || end - windowBefore[id]! > to) &&
        (holdsEnd || end + windowAfter[id]! < runEnd);
      if (!isUnchanged) verify(bytes, end, id);
      else if (isMatched) {
        matchedHits.push(hits.count);
        matched.push(shifted(previous.matched[match]!, shift));
      }
      if (isMatched) match++;
      hits.add(end, id);
    }
  }

  function outcome(bytes: Uint8Array): ScanOutcome {
    const state: ScanState = {
      length: bytes.length,
      kinds: kindsNow,
      count: hits.count,
      ...hits.take(),
      matchedHits,
      matched,
    };
    const whole = detector.verifyWhole(bytes, kindsNow);
    if (matched.length + whole.length === 0)
      return { matches: noMatches, unread: nothing, state, verified };
    const raw = [...matched.flat(), ...whole];
    const matches = detector.locate(bytes, detector.resolve(raw));
    return { matches, unread: nothing, state, verified };
  }

  function begin(bytes: Uint8Array, kinds: KindMask): void {
    kindsNow = kinds;
    hits.begin(bytes.length);
    verified = 0;
    matchedHits = [];
    matched = [];
  }

  function scan(bytes: Uint8Array, kinds = allKinds): ScanOutcome {
    begin(bytes, kinds);
    if (detector.isRecoded(bytes)) return scanPlainly(bytes, kinds);
    scanTo(bytes, 0, bytes.length);
    return hits.isOverfull ? scanPlainly(bytes, kinds) : outcome(bytes);
  }

  /** Leaves no state: what is made from it is scanned from scratch. */
  function scanPlainly(bytes: Uint8Array, kinds: KindMask): ScanOutcome {
    const unread: UnreadPart[] = [];
    hits.drop();
    matched = [];
    return { matches: detector.scan(bytes, kinds, unread), unread, state: undefined, verified };
  }

  return {
    scan,
    release: (state) => hits.giveBack(state),
    rescan(bytes, previous, { triples, count: runs }, kinds = allKinds) {
      if (detector.isRecoded(bytes)) return scan(bytes, kinds);
      begin(bytes, kinds);
      // All keywords that end at or before `covered` are found.
      let covered = 0;
      for (let at = 0; at < runs * 3 && !hits.isOverfull; at += 3) {
        const to = triples[at + 1]!;
        const length = triples[at + 2]!;
        if (to + length - covered < shortestCarried) continue;
        const seam = Math.min(bytes.length, to + reach);
        if (seam > covered) {
          scanTo(bytes, covered, seam);
          covered = seam;
        }
        if (to + length > covered) {
          carry(bytes, previous, triples[at]!, to, length, covered);
          covered = to + length;
        }
      }
      if (covered < bytes.length) scanTo(bytes, covered, bytes.length);
      return hits.isOverfull ? scanPlainly(bytes, kinds) : outcome(bytes);
    },
  };
}

const noMatches: readonly Match[] = [];
const nothing: readonly UnreadPart[] = [];

function shifted(raw: readonly RawMatch[], shift: number): readonly RawMatch[] {
  if (shift === 0) return raw;
  return raw.map((match) => ({
    ...match,
    startOffset: match.startOffset + shift,
    endOffset: match.endOffset + shift,
  }));
}

function firstAbove(sorted: Int32Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
