import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isWhole,
  moved,
  newestTime,
  period,
  timelineOf,
  zoomed,
} from '../../src/page/timelineView.ts';
import type { TimelineView } from '../../src/page/timelineView.ts';
import { findingAt, rowsOf } from './pageRows.ts';

const day = 86_400_000;
const rows = rowsOf([
  findingAt('late', '2022-01-01T00:00:00Z', { exposedDays: 365 }),
  findingAt('early', '2020-01-01T00:00:00Z', {
    removed: { commit: 'a', date: '2020-02-01T00:00:00Z' },
    exposedDays: 31,
  }),
  findingAt('backwards', '2021-01-01T00:00:00Z', {
    removed: { commit: 'a', date: '2019-01-01T00:00:00Z' },
    exposedDays: 0,
  }),
  findingAt('undated', 'yesterday', { exposedDays: null }),
]);
const newest = newestTime(rows);
const timeline = timelineOf(rows, newest);

it('runs to the newest commit, which exposure is counted to', () => {
  expect(new Date(newest).toISOString()).toBe('2023-01-01T00:00:00.000Z');
  expect(newestTime([])).toBe(0);
});

it('has the oldest on top, leaves out what has no date and counts it', () => {
  expect(timeline.bars.map(({ row }) => row.path)).toEqual(['early', 'backwards', 'late']);
  expect(timeline.undated).toBe(1);
});

it('ends at the removal, never before its start, and stays open without one', () => {
  const lengths = timeline.bars.map(({ start, end }) =>
    end === null ? null : (end - start) / day,
  );
  expect(lengths).toEqual([31, 0, null]);
});

it('shows all of it with a margin, and something where there is nothing or a moment', () => {
  const { whole, bars } = timeline;
  expect(whole.start).toBeLessThan(bars[0]?.start ?? 0);
  expect(whole.end).toBeGreaterThan(newest);
  expect(whole).toMatchObject({ top: 0, bottom: 3 });
  const moment = timelineOf(
    rows.filter(({ path }) => path === 'late'),
    Date.parse('2022-01-01T00:00:00Z'),
  ).whole;
  expect(moment.end - moment.start).toBe(day);
  expect(timelineOf([], newest).whole).toMatchObject({ top: 0, bottom: 1 });
});

const whole: TimelineView = { start: 0, end: 1000 * day, top: 0, bottom: 5000 };

it('keeps the place under the pointer where it is', () => {
  const { start, end } = zoomed(whole, { factor: 4, x: 0.25, y: 0.5, leastRows: 20 }, whole);
  expect((250 * day - start) / (end - start)).toBeCloseTo(0.25);
  expect(end - start).toBeCloseTo(500 * day);
});

it('zooms time with the whole factor once rows are legible', () => {
  const few = { ...whole, bottom: 10 };
  const { start, end, top, bottom } = zoomed(
    few,
    { factor: 4, x: 0.5, y: 0.5, leastRows: 20 },
    few,
  );
  expect(end - start).toBeCloseTo(250 * day);
  expect([top, bottom]).toEqual([0, 10]);
});

it('stays within the whole, whatever is done to it', () => {
  const share = fc.double({ min: -2, max: 2, noNaN: true });
  const inside = fc.double({ min: 0, max: 1, noNaN: true });
  const action = fc.oneof(
    fc
      .record({
        factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
        x: inside,
        y: inside,
        leastRows: fc.constant(20),
      })
      .map((zoom) => (view: TimelineView) => zoomed(view, zoom, whole)),
    fc.tuple(share, share).map(
      ([x, y]) =>
        (view: TimelineView) =>
          moved(view, x, y, whole),
    ),
    fc.tuple(inside, inside).map(
      ([a, b]) =>
        (view: TimelineView) =>
          period(view, a, b, whole),
    ),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const view = actions.reduce((last, act) => act(last), whole);
      const slack = 1;
      expect(view.start).toBeGreaterThanOrEqual(whole.start - slack);
      expect(view.end).toBeLessThanOrEqual(whole.end + slack);
      expect(view.top).toBeGreaterThanOrEqual(-1e-6);
      expect(view.bottom).toBeLessThanOrEqual(whole.bottom + 1e-6);
      expect(view.end - view.start).toBeGreaterThan(0);
      expect(view.bottom - view.top).toBeGreaterThan(19);
    }),
  );
});

it('shows all again after zooming out far enough', () => {
  const deep = zoomed(whole, { factor: 1000, x: 0.3, y: 0.9, leastRows: 20 }, whole);
  expect(isWhole(deep, whole)).toBe(false);
  let view = deep;
  for (let i = 0; i < 20; i += 1)
    view = zoomed(view, { factor: 0.25, x: 0.5, y: 0.5, leastRows: 20 }, whole);
  expect(isWhole(view, whole)).toBe(true);
});

it('takes the chosen period in either direction', () => {
  const { start, end } = period(whole, 0.75, 0.25, whole);
  expect([start / day, end / day]).toEqual([250, 750]);
  expect(period(whole, 0.1, 0.9, whole)).toEqual(period(whole, 0.9, 0.1, whole));
});
