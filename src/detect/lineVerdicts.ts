// Assignments and what they are worth, by line. Nearly every value stands on the line of its name, and the same line
// stands in hundreds of versions of a file: so a line is read by itself first, and its verdict remembered. What goes on
// beyond the line is read in the whole window that the keyword allows.
import { assignmentsAt } from './assignment/assignment.ts';
import type { Candidate } from './assignment/candidate.ts';
import { mayAssign } from './assignment/mayAssign.ts';
import { isReference } from './assignment/reference.ts';
import { lineAround, takeCut, type TextWindow } from './assignment/textWindow.ts';
import type { KindMask } from './kinds.ts';
import type { RawMatch } from './resolve.ts';
import type { Trigger } from './triggers.ts';
import { append } from '../model/append.ts';

/** Appends to `raw` the matches that candidates are, under these kinds of file. */
export type JudgeAll = (candidates: readonly Candidate[], kinds: KindMask, raw: RawMatch[]) => void;

export interface LineVerdicts {
  /** Appends the matches of the assignment around a keyword hit. */
  read(
    bytes: Uint8Array,
    keywordEnd: number,
    trigger: Trigger,
    kinds: KindMask,
    raw: RawMatch[],
  ): void;
}

/** Offsets count from the end of the keyword. `undefined`: the line alone does not tell. */
type Verdict = readonly RawMatch[] | undefined;

/** About 1 MB. */
const mostRemembered = 4096;

/** Verdicts by what `judgeAll` says; one per thread. */
export function createLineVerdicts(judgeAll: JudgeAll): LineVerdicts {
  const remembered = new Map<string, Verdict>();

  function verdictOf(
    bytes: Uint8Array,
    keywordEnd: number,
    trigger: Trigger,
    kinds: KindMask,
  ): Verdict {
    const window = lineWindow(bytes, keywordEnd);
    if (window === undefined) return undefined;
    const end = keywordEnd - window.offset;
    const edges = Number(window.atStart) + 2 * Number(window.atEnd);
    const key = String.fromCharCode(kinds, end, trigger.keyword.length, edges) + window.text;
    const known = remembered.get(key);
    if (known !== undefined || remembered.has(key)) return known;
    const candidates = settled(window, end, trigger);
    let verdict: Verdict;
    if (candidates !== undefined) {
      const raw: RawMatch[] = [];
      judgeAll(candidates, kinds, raw);
      verdict = raw.length === 0 ? noMatches : moved(raw, -keywordEnd);
    }
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, verdict);
    return verdict;
  }

  return {
    read(bytes, keywordEnd, trigger, kinds, raw) {
      if (!mayAssign(bytes, keywordEnd) || isBinary(bytes, keywordEnd, trigger)) return;
      const verdict = verdictOf(bytes, keywordEnd, trigger, kinds);
      if (verdict === undefined) judgeAll(inWhole(bytes, keywordEnd, trigger), kinds, raw);
      else if (verdict.length > 0) append(raw, moved(verdict, keywordEnd));
    },
  };
}

/** The candidates of the assignment around a keyword hit. */
export function assignmentCandidates(
  bytes: Uint8Array,
  keywordEnd: number,
  trigger: Trigger,
): readonly Candidate[] {
  if (!mayAssign(bytes, keywordEnd) || isBinary(bytes, keywordEnd, trigger)) return noCandidates;
  const window = lineWindow(bytes, keywordEnd);
  const candidates =
    window === undefined ? undefined : settled(window, keywordEnd - window.offset, trigger);
  return candidates ?? inWhole(bytes, keywordEnd, trigger);
}

/** All that the keyword's extractors may look at; undefined in binary content, which is left to the provider rules. */
export function wholeWindow(
  bytes: Uint8Array,
  keywordEnd: number,
  { before, after }: Trigger,
): TextWindow | undefined {
  const from = Math.max(0, keywordEnd - before);
  const to = Math.min(bytes.length, keywordEnd + after);
  const window = windowOf(bytes, from, to);
  return window.text.includes('\0') ? undefined : window;
}

const noMatches: readonly RawMatch[] = [];
const noCandidates: readonly Candidate[] = [];

/** The candidates of a line; undefined where it may say more than fits into the window. */
function settled(window: TextWindow, end: number, trigger: Trigger): Candidate[] | undefined {
  takeCut();
  const candidates = assignmentsAt(window, end - trigger.keyword.length, end);
  return takeCut() ? undefined : withoutReferences(candidates);
}

/** The candidates that the whole window of the keyword shows, at a place where `mayAssign` holds. */
export function inWhole(
  bytes: Uint8Array,
  keywordEnd: number,
  trigger: Trigger,
): readonly Candidate[] {
  const window = wholeWindow(bytes, keywordEnd, trigger);
  if (window === undefined) return noCandidates;
  const end = keywordEnd - window.offset;
  return withoutReferences(assignmentsAt(window, end - trigger.keyword.length, end));
}

function withoutReferences(candidates: Candidate[]): Candidate[] {
  return candidates.filter(({ value }) => !isReference(value));
}

function lineWindow(bytes: Uint8Array, keywordEnd: number): TextWindow | undefined {
  const line = lineAround(bytes, keywordEnd);
  return line === undefined ? undefined : windowOf(bytes, line.from, line.to);
}

function windowOf(bytes: Uint8Array, from: number, to: number): TextWindow {
  return {
    text: Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'),
    offset: from,
    atStart: from === 0,
    atEnd: to === bytes.length,
  };
}

function isBinary(bytes: Uint8Array, keywordEnd: number, { before, after }: Trigger): boolean {
  const from = Math.max(0, keywordEnd - before);
  return bytes.subarray(from, keywordEnd + after).includes(0);
}

function moved(raw: readonly RawMatch[], by: number): RawMatch[] {
  return raw.map((match) => ({
    ...match,
    startOffset: match.startOffset + by,
    endOffset: match.endOffset + by,
  }));
}
