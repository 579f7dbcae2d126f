// The lines of contents in which secrets stand, and the comments in them. The last few contents are kept, as texts: bytes
// are good until the next read only.
import type { Occurrence } from '../model/occurrence.ts';
import { inlineComments } from '../triage/inlineComment.ts';
import type { InlineComment } from '../triage/inlineComment.ts';
import type { ContentOf } from './occurrenceContents.ts';
import { occurrenceKey } from './secretSpans.ts';
import type { SecretSpans } from './secretSpans.ts';

/** Lines are 1-based; what is not there is empty. */
export interface ContentLines {
  textAt(line: number): string;
  /** The first of each kind, without the reason where a secret stands behind the marker. */
  commentsAt(line: number): readonly InlineComment[];
}

export interface ContentLinesInput {
  readonly contentOf: ContentOf;
  readonly isRule: (word: string) => boolean;
  readonly spans: SecretSpans;
}

/** Findings are sorted by path: the next one is often in the same content. */
const contentsKept = 8;
/** Of larger ones only the last is kept. */
const largeBytes = 4 * 2 ** 20;
/** Nobody writes comments into larger ones, and as a text with all its lines they would not fit. */
const mostBytes = 64 * 2 ** 20;

/** Reads the lines of the content of an occurrence. */
export function createLineReader(input: ContentLinesInput): (place: Occurrence) => ContentLines {
  const kept = new Map<string, ContentLines>();
  return (occurrence) => {
    const key = occurrenceKey(occurrence);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const bytes = input.contentOf(occurrence);
    const lines = linesOf(bytes === undefined || bytes.length > mostBytes ? '' : bytes, key, input);
    const mostKept = bytes !== undefined && bytes.length > largeBytes ? 1 : contentsKept;
    for (const oldest of kept.keys()) {
      if (kept.size < mostKept) break;
      kept.delete(oldest);
    }
    kept.set(key, lines);
    return lines;
  };
}

/** UTF-16 is told by its zeros; lines are counted at line feed bytes there, too, and columns are bytes. */
function linesOf(
  bytes: Buffer | '',
  key: string,
  { isRule, spans }: ContentLinesInput,
): ContentLines {
  const isWide = bytes !== '' && bytes.subarray(0, 64).includes(0);
  const stored = bytes.toString(isWide ? 'latin1' : 'utf8').split('\n');
  const comments = new Map<number, readonly InlineComment[]>();
  const textAt = (line: number): string => {
    const text = stored[line - 1] ?? '';
    return isWide ? text.replaceAll('\0', '') : text;
  };

  function read(line: number): readonly InlineComment[] {
    const found = firstOfEach(inlineComments(textAt(line), isRule));
    if (found.every(({ reason }) => reason === '')) return found;
    const secretsEnd = spans.endAt(key, line);
    const columnAt = columnReader(stored[line - 1] ?? '', isWide);
    return found.map((each) =>
      columnAt(each.endOffset) < secretsEnd ? { ...each, reason: '' } : each,
    );
  }

  return {
    textAt,
    commentsAt(line) {
      const known = comments.get(line);
      if (known !== undefined) return known;
      const found = read(line);
      comments.set(line, found);
      return found;
    },
  };
}

/** Those that are about the same: thousands of findings may ask for the comments of a line. */
function firstOfEach(comments: readonly InlineComment[]): readonly InlineComment[] {
  const first = new Map<string, InlineComment>();
  for (const comment of comments) {
    const about = `${comment.isAboutNextLine} ${comment.ruleId ?? ''}`;
    if (!first.has(about)) first.set(about, comment);
  }
  return [...first.values()];
}

/** Columns, as matches have them, of offsets in a text, given in their order. */
function columnReader(stored: string, isWide: boolean): (offset: number) => number {
  let at = 0;
  let left = 0;
  let column = 1;
  return (offset) => {
    for (; left < offset && at < stored.length; at++) {
      if (isWide) {
        column++;
        if (stored[at] !== '\0') left++;
        continue;
      }
      left++;
      // The second half of a pair.
      if ((stored.charCodeAt(at) & 0xfc00) !== 0xdc00) column++;
    }
    return column;
  };
}
