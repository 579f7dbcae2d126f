// A bounded piece of a content as text, one character a byte: all that an extractor may look at.

/** A window of a content. */
export interface TextWindow {
  readonly text: string;
  /** Offset of the window in the content. */
  readonly offset: number;
  /** Whether the window starts and ends where the content does. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Bytes before and after the end of a keyword that a window of one line takes at most. */
const longestBefore = 288;
const longestAfter = 320;
/** Of the next line it takes so much that a value which goes on there shows. */
const nextLine = 40;

/** The window around a keyword's line and the start of the next one; undefined where the line is long. */
export function lineAround(
  bytes: Uint8Array,
  keywordEnd: number,
): { readonly from: number; readonly to: number } | undefined {
  let from = keywordEnd - 1;
  const first = Math.max(0, keywordEnd - longestBefore);
  while (from > first && bytes[from] !== 10) from--;
  if (from === first && from > 0) return undefined;
  let feed = keywordEnd;
  const last = Math.min(bytes.length, keywordEnd + longestAfter);
  while (feed < last && bytes[feed] !== 10) feed++;
  if (feed === last && last < bytes.length) return undefined;
  const to = Math.min(bytes.length, feed + 1 + nextLine);
  if (to === bytes.length) return { from, to };
  for (let at = feed + 1; at < to; at++) if ((bytes[at] ?? 0) > 32) return { from, to };
  return undefined;
}

let isCut = false;

/** Says that a reader came to the end of its window before it knew what it read. */
export function noteCut(): void {
  isCut = true;
}

/** Whether a reader has said so since the last call. */
export function takeCut(): boolean {
  const was = isCut;
  isCut = false;
  return was;
}
