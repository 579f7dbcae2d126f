// The lines of an excerpt as a report shows them: secrets replaced by what stands for them, long lines cut.
import type { Excerpt, ExcerptMark } from '../model/occurrence.ts';
import { mask } from './redact.ts';

/** Of a long line so many UTF-16 units are shown on either side of the secret, or twice as many of its start. */
const reach = 120;
const ellipsis = '…';

type Part = Pick<ExcerptMark, 'start' | 'end'>;

interface Line {
  readonly text: string;
  readonly marks: readonly Part[];
  readonly hidden: readonly Part[];
}

/** The excerpt with its secrets in clear; it still says where they are, for who hides them later. */
export function shownExcerpt({ startLine, lines, marks, hidden = [] }: Excerpt): Excerpt {
  return assembled(
    startLine,
    lines.map((text, line) => {
      const isHere = (mark: ExcerptMark): boolean => mark.line === line;
      return cut({ text, marks: marks.filter(isHere), hidden: hidden.filter(isHere) });
    }),
  );
}

/** The excerpt without secrets: `redacted` stands for this one, the mask for others; `hide` sees the text between them. */
export function hiddenExcerpt(
  { startLine, lines, marks, hidden = [] }: Excerpt,
  redacted: string,
  hide: (text: string) => string,
): Excerpt {
  // The first line of a secret of several lines tells what it is; the others tell nothing.
  const firstLine = marks[0]?.line;
  return assembled(
    startLine,
    lines.map((text, line) => {
      const own = marks.filter((each) => each.line === line);
      const others = hidden.filter((each) => each.line === line && !isWithin(each, own));
      const by = line === firstLine ? redacted : mask;
      const ranges = [
        ...own.map(({ start, end }) => ({ start, end, by, isOwn: true })),
        ...others.map(({ start, end }) => ({ start, end, by: mask, isOwn: false })),
      ];
      return cut(replaced(text, merged(ranges), hide));
    }),
  );
}

function isWithin({ start, end }: ExcerptMark, marks: readonly ExcerptMark[]): boolean {
  return marks.some((mark) => mark.start <= start && end <= mark.end);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly by: string;
  readonly isOwn: boolean;
}

/** Of ranges that overlap nothing is left over; the secret among them is still marked. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start >= last.end) {
      result.push(range);
      continue;
    }
    const end = Math.max(last.end, range.end);
    result[result.length - 1] = { ...last, end, by: mask, isOwn: last.isOwn || range.isOwn };
  }
  return result;
}

function replaced(text: string, ranges: readonly Range[], hide: (text: string) => string): Line {
  const marks: { start: number; end: number }[] = [];
  let result = '';
  let position = 0;
  for (const { start, end, by, isOwn } of ranges) {
    result += hide(text.slice(position, start));
    if (isOwn) marks.push({ start: result.length, end: result.length + by.length });
    result += by;
    position = end;
  }
  return { text: result + hide(text.slice(position)), marks, hidden: [] };
}

function cut({ text, marks, hidden }: Line): Line {
  const [first] = marks;
  const from = Math.max(0, (first?.start ?? 0) - reach);
  const to = Math.min(text.length, (marks.at(-1)?.end ?? reach) + reach);
  if (from === 0 && to === text.length) return { text, marks, hidden };
  const before = from > 0 ? ellipsis : '';
  const shift = before.length - from;
  const shifted = (parts: readonly Part[]): Part[] =>
    parts
      .filter(({ start, end }) => start < to && end > from)
      .map(({ start, end }) => ({
        start: Math.max(start, from) + shift,
        end: Math.min(end, to) + shift,
      }));
  return {
    text: `${before}${text.slice(from, to)}${to < text.length ? ellipsis : ''}`,
    marks: shifted(marks),
    hidden: shifted(hidden),
  };
}

function assembled(startLine: number, lines: readonly Line[]): Excerpt {
  const at = (parts: readonly Part[], line: number): ExcerptMark[] =>
    parts.map(({ start, end }) => ({ line, start, end }));
  const hidden = lines.flatMap((each, line) => at(each.hidden, line));
  return {
    startLine,
    lines: lines.map(({ text }) => text),
    marks: lines.flatMap(({ marks }, line) => at(marks, line)),
    ...(hidden.length === 0 ? {} : { hidden }),
  };
}
