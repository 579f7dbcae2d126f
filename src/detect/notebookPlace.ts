// From an offset in the file of a notebook to what its reader sees: the cell and the line in it.
import type { NotebookCell } from '../model/occurrence.ts';
import { isString, skipSpace, stringEnd } from './json.ts';
import type { CellValue, Notebook } from './notebook.ts';

/**
 * The cell of each offset, or undefined where it lies in none (metadata, attachments). The offsets ascend. One pass,
 * whatever their number. Lines are those of the text that the strings spell: they end with a line feed.
 */
export function cellsAt(
  bytes: Buffer,
  { values }: Notebook,
  offsets: readonly number[],
): (NotebookCell | undefined)[] {
  let next = 0;
  let counter: LineCounter | undefined;
  return offsets.map((offset) => {
    for (; next < values.length && values[next]!.endOffset <= offset; next++) counter = undefined;
    const value = values[next];
    if (value === undefined || offset < value.startOffset) return undefined;
    counter ??= createLineCounter(bytes, value);
    return { number: value.cell, part: value.part, line: counter(offset) };
  });
}

/** The line of an offset within the value; each no smaller than the one before. */
type LineCounter = (offset: number) => number;

function createLineCounter(
  bytes: Buffer,
  { startOffset, endOffset, form }: CellValue,
): LineCounter {
  let at = startOffset;
  let line = 1;
  if (form === 'data') {
    return (offset) => {
      for (; at < offset; at++) if (bytes[at] === 0x0a) line++;
      return line;
    };
  }
  let end = at;
  /** Goes on to the next string; false behind the last. */
  function nextString(): boolean {
    let start = end;
    while (start < endOffset && !isString(bytes, start)) start = skipSpace(bytes, start + 1);
    if (start >= endOffset) return false;
    if (form === 'frames' && at > startOffset) line++;
    at = start + 1;
    end = stringEnd(bytes, start);
    return true;
  }
  nextString();
  return (offset) => {
    for (;;) {
      const limit = Math.min(offset, end);
      while (at < limit) {
        const length = escapeLength(bytes, at);
        if (isLineFeed(bytes, at, length)) line++;
        at += length;
      }
      if (offset < end || !nextString()) return line;
    }
  };
}

/** Bytes of the character, or piece of one, at `at` (RFC 8259, section 7). */
function escapeLength(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0x5c) return 1;
  return bytes[at + 1] === 0x75 ? 6 : 2;
}

function isLineFeed(bytes: Buffer, at: number, length: number): boolean {
  if (length === 2) return bytes[at + 1] === 0x6e;
  return length === 6 && bytes.toString('latin1', at + 2, at + 6).toLowerCase() === '000a';
}
