import { expect, test } from 'vitest';
import { createLateness, deadlineOf, withDeadline } from '../../src/scan/lateness.ts';
import { plainOptions as options } from './plainOptions.ts';

test('a run without limit is never late, and one beyond its limit is, whether or not its timer was heard', () => {
  const lateWithin = (limit: { timeoutMs?: number }): boolean =>
    createLateness({ signal: new AbortController().signal, options: { ...options, ...limit } })();
  expect(lateWithin({})).toBe(false);
  expect(lateWithin({ timeoutMs: 0 })).toBe(true);
  expect(lateWithin({ timeoutMs: 1e6 })).toBe(false);
});

test('a deadline that is over aborts the run within a loop, and leaves what is reserved', () => {
  const { signal } = new AbortController();
  const run = withDeadline({ signal, options: { ...options, timeoutMs: 1e6 } });
  expect(withDeadline(run)).toBe(run);
  const { isOver } = deadlineOf(run);
  expect([isOver(), isOver(5e5), run.signal.aborted]).toEqual([false, false, false]);
  expect([isOver(1e6), isOver(), run.signal.aborted]).toEqual([true, true, true]);
  expect(String(run.signal.reason)).toContain('--timeout of 1000 s reached');
  expect(signal.aborted).toBe(false);
});

test('an interrupted run has time left to tell what was found', async () => {
  const aborter = new AbortController();
  const isLate = createLateness({ signal: aborter.signal, options });
  aborter.abort();
  expect(isLate()).toBe(false);
  await expect.poll(isLate, { timeout: 10_000 }).toBe(true);
});
