// What of the timeline is in sight: a stretch of time and a stretch of rows, and how zooming and moving change both.
// No pixel and no event is known here.
import type { FindingRow } from './findingRow.ts';

const dayMs = 86_400_000;
/** Hours around what happened at once, so that it is no line without width. */
const leastSpanMs = dayMs;

/** Both half-open; times in milliseconds since 1970, rows from 0 at the top, fractions of them too. */
export interface TimelineView {
  readonly start: number;
  readonly end: number;
  readonly top: number;
  readonly bottom: number;
}

/** One secret: in at `start`, out at `end` (null: still in). */
export interface TimelineBar {
  readonly row: FindingRow;
  readonly start: number;
  readonly end: number | null;
}

export interface Timeline {
  /** The oldest first. */
  readonly bars: readonly TimelineBar[];
  /** All there is to see. */
  readonly whole: TimelineView;
  /** The newest date of the report: where bars without an end stop. */
  readonly newest: number;
  /** Findings that no commit holds, so that they have no time. */
  readonly undated: number;
}

/** The timeline of some findings; `newest` comes from all of them. */
export function timelineOf(rows: readonly FindingRow[], newest: number): Timeline {
  const bars = rows
    .flatMap((row) => {
      if (row.introducedTime === null) return [];
      // Dates are what their authors say: an end before the start is drawn as a moment.
      const end = row.removedTime === null ? null : Math.max(row.removedTime, row.introducedTime);
      return [{ row, start: row.introducedTime, end }];
    })
    .toSorted((a, b) => a.start - b.start || a.row.index - b.row.index);
  const first = bars[0]?.start ?? newest;
  const last = bars.reduce((most, { start, end }) => Math.max(most, end ?? start), newest);
  const margin = Math.max((last - first) * 0.015, leastSpanMs / 2);
  return {
    bars,
    newest: last,
    undated: rows.length - bars.length,
    whole: { start: first - margin, end: last + margin, top: 0, bottom: Math.max(1, bars.length) },
  };
}

/** The newest date that findings tell of: of a step, a removal, or the newest commit, to which exposure runs. */
export function newestTime(rows: readonly FindingRow[]): number {
  return rows.reduce((newest, { introducedTime, removedTime, finding }) => {
    const exposedTo =
      introducedTime === null || removedTime !== null
        ? null
        : introducedTime + (finding.exposedDays ?? 0) * dayMs;
    return Math.max(newest, introducedTime ?? 0, removedTime ?? 0, exposedTo ?? 0);
  }, 0);
}

/** What a zoom is about: `x` and `y` are shares of what is in sight (0 to 1) that stay where they are. */
export interface Zoom {
  /** Above 1 shows less, and it larger. */
  readonly factor: number;
  readonly x: number;
  readonly y: number;
  /** Rows in sight are never fewer. */
  readonly leastRows: number;
}

/**
 * The view after a zoom, within the whole. As long as rows are to be told apart, time is zoomed by the root of the factor: else all
 * bars would be out of sight before a row is thick enough to be read.
 */
export function zoomed(
  view: TimelineView,
  { factor, x, y, leastRows }: Zoom,
  whole: TimelineView,
): TimelineView {
  const rowsInSight = view.bottom - view.top;
  const rows = clamp(rowsInSight / factor, Math.min(leastRows, whole.bottom), whole.bottom);
  const timeFactor = rows === rowsInSight ? factor : Math.sqrt(factor);
  const span = clamp(
    (view.end - view.start) / timeFactor,
    leastSpanMs / 4,
    whole.end - whole.start,
  );
  const time = view.start + (view.end - view.start) * x;
  const row = view.top + rowsInSight * y;
  const start = time - span * x;
  const top = row - rows * y;
  return within({ start, end: start + span, top, bottom: top + rows }, whole);
}

/** The view moved by shares of itself: 0.5 to the right shows what is half a view later. */
export function moved(view: TimelineView, x: number, y: number, whole: TimelineView): TimelineView {
  const time = (view.end - view.start) * x;
  const rows = (view.bottom - view.top) * y;
  return within(
    {
      start: view.start + time,
      end: view.end + time,
      top: view.top + rows,
      bottom: view.bottom + rows,
    },
    whole,
  );
}

/** The part of a view between two shares of its time, all its rows. */
export function period(
  view: TimelineView,
  from: number,
  to: number,
  whole: TimelineView,
): TimelineView {
  const span = view.end - view.start;
  const start = view.start + span * Math.min(from, to);
  const end = Math.max(view.start + span * Math.max(from, to), start + leastSpanMs / 4);
  return within({ ...view, start, end }, whole);
}

export function isWhole(view: TimelineView, whole: TimelineView): boolean {
  const share = (view.end - view.start) / (whole.end - whole.start);
  return share > 0.999 && view.bottom - view.top > whole.bottom * 0.999;
}

function within(view: TimelineView, whole: TimelineView): TimelineView {
  const time = shift(view.start, view.end, whole.start, whole.end);
  const rows = shift(view.top, view.bottom, whole.top, whole.bottom);
  return {
    start: view.start + time,
    end: view.end + time,
    top: view.top + rows,
    bottom: view.bottom + rows,
  };
}

/** How far a stretch has to move to lie within another one. */
function shift(from: number, to: number, least: number, most: number): number {
  if (to - from >= most - least) return least - from;
  if (from < least) return least - from;
  return to > most ? most - to : 0;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), most);
}
