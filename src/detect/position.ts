// Byte offsets to lines and columns. Columns count code points where the line is UTF-8, else bytes.
import { isUtf8 } from 'node:buffer';
import type { Span } from '../model/match.ts';

/**
 * Spans of byte ranges, in their order, which may be any. A line ends with LF (a CR before it belongs to the line).
 * Offsets are 0-based and half-open, lines and columns 1-based.
 * One pass, whatever the number of ranges and the length of the lines; with `starts` (what `lineStarts` returned) from
 * the line of the first range on.
 */
export function spansOf(
  bytes: Uint8Array,
  ranges: readonly { readonly startOffset: number; readonly endOffset: number }[],
  starts: readonly number[] = [],
): Span[] {
  const first = ranges.reduce((least, range) => Math.min(least, range.startOffset), Infinity);
  return spanReader(cursorAt(asBuffer(bytes), lineAt(starts, first), starts)).spansOf(ranges);
}

/** Reads spans of a content that passes by in windows. */
export interface SpanReader {
  /** As `spansOf`, with offsets in the window; those of one call lie behind those of the calls before. */
  spansOf(ranges: readonly { readonly startOffset: number; readonly endOffset: number }[]): Span[];
  /** Reads on to an offset that lies between characters, at or before the next range. */
  readTo(offset: number): void;
  /** Another window of the same content, which starts `shift` bytes after the last one: at most where that was read to. */
  moveOn(bytes: Uint8Array, shift: number): void;
}

/** `bytes` is the first window, from the content's start. */
export function createSpanReader(bytes: Uint8Array): SpanReader {
  return spanReader(newCursor(asBuffer(bytes)));
}

function spanReader(first: Cursor): SpanReader {
  let cursor = first;
  return {
    spansOf(ranges) {
      const offsets = ranges.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]);
      const places = new Map<number, Pick<Span, 'line' | 'column'>>();
      for (const offset of offsets.sort((a, b) => a - b)) {
        if (places.has(offset)) continue;
        moveTo(cursor, offset);
        places.set(offset, { line: cursor.line, column: columnAt(cursor) });
      }
      return ranges.map(({ startOffset, endOffset }) => {
        const { line: endLine, column: endColumn } = places.get(endOffset)!;
        return { ...places.get(startOffset)!, endLine, endColumn };
      });
    },
    readTo(offset) {
      if (offset > cursor.offset) moveTo(cursor, offset);
    },
    moveOn(next, shift) {
      const content = asBuffer(next);
      const offset = cursor.offset - shift;
      const nextFeed = feedFrom(content, offset);
      cursor = { ...cursor, content, offset, lineStart: cursor.lineStart - shift, nextFeed };
    },
  };
}

/** The same bytes as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The byte offsets of places, given in their order: the inverse of `spansOf`. One pass, too, with `starts` from the first line on. */
export function offsetsOf(
  content: Buffer,
  places: readonly { readonly line: number; readonly column: number }[],
  starts: readonly number[] = [],
): number[] {
  const cursor = cursorAt(content, places[0]?.line ?? 1, starts);
  return places.map(({ line, column }) => {
    while (cursor.line < line && cursor.nextFeed < content.length) {
      moveTo(cursor, cursor.nextFeed + 1);
    }
    moveTo(cursor, offsetOfColumn(cursor, column));
    return cursor.offset;
  });
}

function offsetOfColumn(
  { content, offset, lineStart, nextFeed, points, isText }: Cursor,
  column: number,
): number {
  let end = offset;
  for (let left = column - points; end < nextFeed; end++) {
    if ((content[end]! & 0xc0) !== 0x80 && --left === 0) break;
  }
  if (isText && isUtf8(content.subarray(offset, end))) return end;
  return Math.max(offset, Math.min(nextFeed, lineStart + column - 1));
}

/** Offsets at which the lines of a content begin, the first one at 0. */
export function lineStarts(content: Uint8Array): number[] {
  const starts = [0];
  for (let feed = content.indexOf(10); feed >= 0; feed = content.indexOf(10, feed + 1)) {
    starts.push(feed + 1);
  }
  return starts;
}

interface Cursor {
  readonly content: Buffer;
  offset: number;
  line: number;
  lineStart: number;
  /** The next line feed at or after `offset`; the content's length where there is none. */
  nextFeed: number;
  /** Code points between `lineStart` and `offset`, as long as they are UTF-8. */
  points: number;
  isText: boolean;
}

function newCursor(content: Buffer): Cursor {
  // A byte order mark is no character of the first line, whether in UTF-8 or in UTF-16.
  const start = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0;
  const nextFeed = feedFrom(content, start);
  return { content, offset: start, line: 1, lineStart: start, nextFeed, points: 0, isText: true };
}

/** At the start of a line; of the content where `starts` does not tell it. */
function cursorAt(content: Buffer, line: number, starts: readonly number[]): Cursor {
  const start = starts[line - 1];
  if (start === undefined || line === 1) return newCursor(content);
  const nextFeed = feedFrom(content, start);
  return { content, offset: start, line, lineStart: start, nextFeed, points: 0, isText: true };
}

/** The line of an offset, 1-based; 1 where `starts` is empty. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(low, 1);
}

function moveTo(cursor: Cursor, offset: number): void {
  while (cursor.nextFeed < offset) {
    cursor.line++;
    cursor.lineStart = cursor.nextFeed + 1;
    cursor.offset = cursor.lineStart;
    cursor.nextFeed = feedFrom(cursor.content, cursor.lineStart);
    cursor.points = 0;
    cursor.isText = true;
  }
  const passed = cursor.content.subarray(cursor.offset, offset);
  cursor.isText = cursor.isText && isUtf8(passed);
  let points = 0;
  // Not `for … of`: a line may have megabytes, and an iterator costs seven times as much.
  for (let i = 0; i < passed.length; i++) if ((passed[i]! & 0xc0) !== 0x80) points++;
  cursor.points += points;
  cursor.offset = Math.max(offset, cursor.offset);
}

function columnAt(cursor: Cursor): number {
  return 1 + (cursor.isText ? cursor.points : cursor.offset - cursor.lineStart);
}

function feedFrom(content: Buffer, from: number): number {
  const feed = content.indexOf(10, from);
  return feed < 0 ? content.length : feed;
}
