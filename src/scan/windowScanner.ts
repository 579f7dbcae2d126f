// Scans a content that is never in memory as a whole: it passes by in windows that overlap. Gives exactly the matches of
// a plain scan, apart from what only a whole content shows: members of archives.
import type { Detector } from '../detect/detector.ts';
import { newHits } from '../detect/keywordSieve.ts';
import type { KindMask } from '../detect/kinds.ts';
import { createSpanReader } from '../detect/position.ts';
import type { SpanReader } from '../detect/position.ts';
import type { RawMatch } from '../detect/resolve.ts';
import { byteOrderOf } from '../detect/utf16.ts';
import { append } from '../model/append.ts';
import type { Match } from '../model/match.ts';
import { createUtf16Reader } from './utf16Reader.ts';
import type { Utf16Reader } from './utf16Reader.ts';

export interface WindowScanner {
  /** The next bytes of the content. */
  push(bytes: Uint8Array): void;
  /** After the last ones. */
  end(): void;
}

export interface WindowScannerOptions {
  readonly detector: Detector;
  readonly kinds: KindMask;
  /** Told each match, ordered by place. */
  readonly onMatch: (match: Match) => void;
  /** Bytes held; at least what verification looks at around a keyword. */
  readonly windowBytes?: number;
}

const usualWindowBytes = 4 * 2 ** 20;
/** By so many first bytes UTF-16 is told. */
const sampleBytes = 512;
/** Of contents up to this size the detector asks what they are as a whole. */
const longestWhole = 256;

/** A scanner for one content. */
export function createWindowScanner(options: WindowScannerOptions): WindowScanner {
  const { onMatch } = options;
  let start: Buffer = Buffer.alloc(0);
  let utf16: Utf16Reader | undefined;
  let text: WindowScanner | undefined;

  function begin(): WindowScanner {
    const order = byteOrderOf(start);
    if (order === undefined) return createTextScanner(options, undefined);
    utf16 = createUtf16Reader(order);
    const told = (match: Match): void => {
      onMatch({ ...match, encoding: match.encoding ?? 'utf-16' });
    };
    return createTextScanner({ ...options, onMatch: told }, order.markBytes);
  }

  function pass(bytes: Uint8Array): void {
    if (utf16 === undefined) text?.push(bytes);
    else for (const piece of utf16.read(bytes)) text?.push(piece);
  }

  return {
    push(bytes) {
      if (text !== undefined) {
        pass(bytes);
        return;
      }
      start = Buffer.concat([start, bytes]);
      if (start.length < sampleBytes) return;
      text = begin();
      pass(start);
    },
    end() {
      if (text === undefined) {
        text = begin();
        pass(start);
      }
      if (utf16 !== undefined) text.push(utf16.end());
      text.end();
    },
  };
}

/** `markBytes` is given for what was UTF-16: offsets are then told as stored. */
function createTextScanner(
  { detector, kinds, onMatch, windowBytes = usualWindowBytes }: WindowScannerOptions,
  markBytes: number | undefined,
): WindowScanner {
  // One spare byte on either side, so that no window of a keyword ends where this one is cut.
  const before = 1 + detector.windowBefore.reduce((most, bytes) => Math.max(most, bytes), 0);
  const after = 1 + detector.windowAfter.reduce((most, bytes) => Math.max(most, bytes), 0);
  const reach = detector.sieve.longest - 1;
  const buffer = Buffer.allocUnsafeSlow(Math.max(windowBytes, 2 * (before + reach + after)));
  const hits = newHits();
  /** Where the buffer starts in the content. */
  let base = 0;
  let fill = 0;
  /** All keywords that end at or before here (in the buffer) are verified. */
  let covered = 0;
  /** Not yet resolved: more may come that overlaps. Offsets in the content. */
  let pending: RawMatch[] = [];
  let spans: SpanReader | undefined;
  let units = { offset: 0, count: 0 };

  function verifyTo(to: number): void {
    const bytes = buffer.subarray(0, fill);
    hits.length = 0;
    detector.prefilter(bytes, { from: Math.max(0, covered - reach), to }, hits);
    const raw: RawMatch[] = [];
    for (let i = 0; i < hits.length; i++) {
      const end = hits.ends[i] ?? 0;
      if (end > covered) detector.verify(bytes, end, hits.ids[i] ?? 0, raw, kinds);
    }
    for (const match of raw) pending.push(moved(match, base));
    covered = to;
  }

  /** Resolves and tells what nothing found behind `limit` (in the content) can overlap. */
  function tellTo(limit: number): void {
    pending.sort((left, right) => left.startOffset - right.startOffset);
    let from = 0;
    while (from < pending.length) {
      let to = from;
      let end = 0;
      for (; to < pending.length; to++) {
        const match = pending[to]!;
        if (to > from && match.startOffset >= end) break;
        end = Math.max(end, match.endOffset);
      }
      if (end > limit) break;
      tell(detector.resolve(pending.slice(from, to)));
      from = to;
    }
    pending = pending.slice(from);
  }

  function tell(resolved: readonly RawMatch[]): void {
    if (resolved.length === 0) return;
    spans ??= createSpanReader(buffer.subarray(0, fill));
    const places = spans.spansOf(resolved.map((match) => moved(match, -base)));
    resolved.forEach((match, i) => {
      const place = places[i];
      const { specificity: _specificity, ...rest } = match;
      if (place !== undefined) onMatch({ ...rest, ...storedRange(match), ...place });
    });
  }

  function storedRange(match: RawMatch): { startOffset: number; endOffset: number } {
    const { startOffset, endOffset } = match;
    if (markBytes === undefined) return { startOffset, endOffset };
    // A match may begin within a character: what was counted of it would be counted again.
    const from = base + characterStart(startOffset - base);
    countUnitsTo(from);
    const stored = (offset: number): number =>
      markBytes + 2 * (units.count + unitsIn(from, offset));
    return { startOffset: stored(startOffset), endOffset: stored(endOffset) };
  }

  /** Where the character begins that holds the byte at an offset in the buffer. */
  function characterStart(offset: number): number {
    let start = offset;
    while (start > 0 && start > offset - 3 && ((buffer[start] ?? 0) & 0xc0) === 0x80) start--;
    return start;
  }

  function countUnitsTo(offset: number): void {
    if (offset <= units.offset) return;
    units = { offset, count: units.count + unitsIn(units.offset, offset) };
  }

  /** Code units of UTF-16 between two offsets of the content. */
  function unitsIn(from: number, to: number): number {
    return buffer.toString('utf8', from - base, to - base).length;
  }

  function advance(isEnd: boolean): void {
    spans ??= createSpanReader(buffer.subarray(0, fill));
    spans.moveOn(buffer.subarray(0, fill), 0);
    const safe = isEnd ? fill : fill - after;
    if (safe > covered || isEnd) verifyTo(Math.max(safe, covered));
    if (isEnd) return;
    tellTo(base + covered - before);
    // A run of matches without an end is told as far as it goes.
    if (oldest() < fill / 4 && covered > fill / 2) forceTo(base + covered - before);
    dropTo(Math.max(0, Math.min(covered - before - reach, oldest())));
  }

  function oldest(): number {
    return pending.length === 0 ? fill : pending[0]!.startOffset - base;
  }

  function forceTo(limit: number): void {
    tell(detector.resolve(pending.filter((match) => match.endOffset <= limit)));
    pending = pending.filter((match) => match.endOffset > limit);
  }

  function dropTo(offset: number): void {
    const cut = characterStart(offset);
    if (markBytes !== undefined) countUnitsTo(base + cut);
    spans?.readTo(cut);
    buffer.copyWithin(0, cut, fill);
    spans?.moveOn(buffer.subarray(0, fill - cut), cut);
    base += cut;
    fill -= cut;
    covered -= cut;
  }

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length;) {
        const length = Math.min(bytes.length - at, buffer.length - fill);
        buffer.set(bytes.subarray(at, at + length), fill);
        at += length;
        fill += length;
        if (fill === buffer.length) advance(false);
      }
    },
    end() {
      advance(true);
      if (base === 0 && fill <= longestWhole) {
        append(pending, detector.verifyWhole(buffer.subarray(0, fill), kinds));
      }
      tellTo(Number.POSITIVE_INFINITY);
    },
  };
}

function moved(match: RawMatch, by: number): RawMatch {
  if (by === 0) return match;
  return { ...match, startOffset: match.startOffset + by, endOffset: match.endOffset + by };
}
