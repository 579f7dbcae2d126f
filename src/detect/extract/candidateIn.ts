// Builds a candidate from offsets in a window, for the extractors of values that name themselves.
import type { Candidate, Role, Syntax } from '../assignment/candidate.ts';
import type { TextWindow } from '../assignment/textWindow.ts';
import { decodeText } from '../assignment/literal.ts';

export interface Found {
  readonly name: string;
  readonly role: Role;
  readonly syntax?: Syntax;
  /** Offsets in the window's text. */
  readonly start: number;
  readonly end: number;
  /** Where the telling text begins (the scheme of a URL, `Basic`); the value's start by default. */
  readonly from?: number;
  readonly value?: string;
  readonly encoding?: Candidate['encoding'];
  readonly callee?: string;
}

/** A candidate for `text[start, end)` with what stands around it on its line. */
export function candidateIn(window: TextWindow, found: Found): Candidate {
  const { text, offset } = window;
  const from = found.from ?? found.start;
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const feed = text.indexOf('\n', found.end);
  const lineEnd = Math.min(feed < 0 ? text.length : feed, found.end + 80);
  return {
    name: found.name,
    role: found.role,
    syntax: found.syntax ?? 'text',
    startOffset: offset + found.start,
    endOffset: offset + found.end,
    value: found.value ?? decodeText(text.slice(found.start, found.end)),
    ...(found.encoding === undefined ? {} : { encoding: found.encoding }),
    before: text.slice(Math.max(lineStart, from - 160), from),
    after: text.slice(found.end, lineEnd),
    inString: false,
    operator: '',
    callee: found.callee ?? '',
    prefix: '',
  };
}
