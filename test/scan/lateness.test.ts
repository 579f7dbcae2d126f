import { expect, test } from 'vitest';
import { createLateness } from '../../src/scan/lateness.ts';

const options = {
  ruleFiles: [],
  enable: [],
  disable: [],
  minConfidence: 'medium',
  useCache: false,
  incremental: true,
} as const;

test('a run without limit is never late, and one beyond its limit is, whether or not its timer was heard', () => {
  const { signal } = new AbortController();
  expect(createLateness({ signal, options })()).toBe(false);
  expect(createLateness({ signal, options: { ...options, timeoutMs: 0 } })()).toBe(true);
  expect(createLateness({ signal, options: { ...options, timeoutMs: 1e6 } })()).toBe(false);
});

test('an interrupted run has time left to tell what was found', async () => {
  const aborter = new AbortController();
  const isLate = createLateness({ signal: aborter.signal, options });
  aborter.abort();
  expect(isLate()).toBe(false);
  await expect.poll(isLate, { timeout: 10_000 }).toBe(true);
});
