import { expect, test } from 'vitest';
import { trailLimits } from '../../src/scan/trailLimits.ts';
import { withDeadline } from '../../src/scan/lateness.ts';
import { defaultMaxMemory, planMemory } from '../../src/scan/memoryPlan.ts';
import { plainOptions } from './plainOptions.ts';

const endless = { signal: new AbortController().signal, options: plainOptions };

function planOf(maxBytes: number) {
  return planMemory({ maxBytes, threads: 2, tableBytes: 64 * 2 ** 20 }, true);
}

test('places are told as far as there is memory', () => {
  const usual = trailLimits(planOf(defaultMaxMemory), endless);
  expect(usual.total).toBeGreaterThan(150_000);
  expect(usual.total).toBeLessThan(300_000);
  const small = trailLimits(planOf(360 * 2 ** 20), endless);
  expect(small.total).toBeLessThan(usual.total / 5);
  expect(small.total).toBeGreaterThanOrEqual(1000);
});

test('by default all places of a large repository are told, whatever its tables take', () => {
  // ansible: 1.7 million objects, 127,769 places, and directories that are compared.
  const tableBytes = 300 * 2 ** 20;
  const plan = planMemory({ maxBytes: defaultMaxMemory, threads: 2, tableBytes }, false);
  expect(trailLimits(plan, endless).total).toBeGreaterThan(300_000);
});

test('places are told as far as there is time, less what is reserved', () => {
  const { signal } = new AbortController();
  const run = withDeadline({ signal, options: { ...plainOptions, timeoutMs: 1000 } });
  const plan = planOf(defaultMaxMemory);
  const { total } = trailLimits(plan, run);
  expect(total).toBeLessThanOrEqual(20_000);
  expect(trailLimits(plan, run, 500).total).toBeLessThanOrEqual(10_000);
  expect(trailLimits(plan, run, 2000).total).toBe(0);
});
