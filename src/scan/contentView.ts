// A content in which a reported secret stands, opened to show lines of it. Knows where in it other secrets are, so that
// a report can hide them; what a reader may see is decided in report/.
import { isUtf8 } from 'node:buffer';
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { Detector } from '../detect/detector.ts';
import { asBuffer, lineStarts, offsetsOf } from '../detect/position.ts';
import { decodeUtf16 } from '../detect/utf16.ts';
import type { Span } from '../model/match.ts';
import type { Excerpt, ExcerptMark } from '../model/occurrence.ts';

/** The lines around a place, `contextLines` before and after it. */
export type ContentView = (place: Span, contextLines: number) => Excerpt;

/** Larger ones are not shown. */
export const mostBytesShown = 8 * 2 ** 20;
/** Of a secret of more lines only the first ones are shown: the rest is hidden anyway. */
const mostSecretLines = 3;
/** Bytes of a long line on either side of what is shown of it; report/ cuts it to what a reader wants. */
const longLineReach = 2048;
/** git takes what has a NUL among its first bytes for binary (buffer_is_binary in its xdiff-interface.c). */
const binaryWithin = 8000;

interface ByteRange {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Opens text; undefined for anything else. The bytes must stay as they are while the view is used. */
export function openContentView(stored: Buffer, detector: Detector): ContentView | undefined {
  if (stored.length > mostBytesShown || archiveKindOf(stored) !== undefined) return undefined;
  // Lines and columns of UTF-16 are those of the same text in UTF-8.
  const bytes = asBuffer(decodeUtf16(stored)?.utf8 ?? stored);
  if (bytes.subarray(0, binaryWithin).includes(0)) return undefined;
  const starts = lineStarts(bytes);
  const matches = detector.scan(bytes);
  const offsetsAt = new Map(matches.map((match) => [spanKey(match), match]));
  const secretsIn = rangeFinder(matches);

  return (place, contextLines) => {
    const first = Math.max(1, place.line - contextLines);
    const end = Math.min(place.endLine, place.line + mostSecretLines - 1) + contextLines;
    const last = Math.min(starts.length, end);
    const own = offsetsAt.get(spanKey(place)) ?? rangeOf(place);
    const lines: string[] = [];
    const marks: ExcerptMark[] = [];
    const hidden: ExcerptMark[] = [];
    for (let number = first; number <= last; number++) {
      const line = number - first;
      const range = partOfLine(number, own);
      const { text, columnOf } = textOf(range);
      lines.push(text);
      const note = (
        to: ExcerptMark[],
        { startOffset: from, endOffset: behind }: ByteRange,
      ): void => {
        const start = Math.max(from, range.startOffset);
        const stop = Math.min(behind, range.endOffset);
        if (start < stop) to.push({ line, start: columnOf(start), end: columnOf(stop) });
      };
      note(marks, own);
      for (const secret of secretsIn(range)) note(hidden, secret);
    }
    return { startLine: first, lines, marks, hidden };
  };

  function rangeOf(place: Span): ByteRange {
    const ends = [place, { line: place.endLine, column: place.endColumn }];
    const [startOffset = 0, endOffset = 0] = offsetsOf(bytes, ends, starts);
    return { startOffset, endOffset };
  }

  /** A line without its end; of a long one what is near the secret, else its start. */
  function partOfLine(number: number, own: ByteRange): ByteRange {
    const start = starts[number - 1] ?? 0;
    const next = starts[number];
    let end = next === undefined ? bytes.length : next - 1;
    if (end > start && bytes[end - 1] === 13) end--;
    if (end - start <= 2 * longLineReach) return { startOffset: start, endOffset: end };
    const near = own.startOffset >= start && own.startOffset < end ? own.startOffset : start;
    let startOffset = Math.max(start, near - longLineReach);
    let endOffset = Math.min(end, Math.max(near, Math.min(own.endOffset, end)) + longLineReach);
    // Not between the bytes of a character.
    while (startOffset < near && isContinuation(bytes[startOffset])) startOffset++;
    while (endOffset < end && isContinuation(bytes[endOffset])) endOffset++;
    return { startOffset, endOffset };
  }

  /** `columnOf` is asked with offsets within. */
  function textOf({ startOffset, endOffset }: ByteRange): {
    readonly text: string;
    readonly columnOf: (offset: number) => number;
  } {
    const encoding = isUtf8(bytes.subarray(startOffset, endOffset)) ? 'utf8' : 'latin1';
    const decode = (from: number, to: number): string => bytes.toString(encoding, from, to);
    return {
      text: decode(startOffset, endOffset),
      columnOf: (offset) => decode(startOffset, offset).length,
    };
  }
}

function spanKey({ line, column, endLine, endColumn }: Span): string {
  return `${line} ${column} ${endLine} ${endColumn}`;
}

/** Gives those of the ranges that overlap one: a minified file has thousands, and each is asked for its neighbours. */
function rangeFinder(ranges: readonly ByteRange[]): (place: ByteRange) => ByteRange[] {
  const sorted = ranges.toSorted((a, b) => a.startOffset - b.startOffset);
  // How far what begins before reaches: it never falls, so the first that matters is found by halving.
  let reach = 0;
  const reaches = sorted.map(({ endOffset }) => (reach = Math.max(reach, endOffset)));
  return ({ startOffset, endOffset }) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((reaches[middle] ?? 0) <= startOffset) low = middle + 1;
      else high = middle;
    }
    const found: ByteRange[] = [];
    for (let i = low; i < sorted.length; i++) {
      const range = sorted[i]!;
      if (range.startOffset >= endOffset) break;
      if (range.endOffset > startOffset) found.push(range);
    }
    return found;
  };
}

function isContinuation(byte: number | undefined): boolean {
  return ((byte ?? 0) & 0xc0) === 0x80;
}
