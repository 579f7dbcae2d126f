import { expect, test } from 'vitest';
import { trailLimits } from '../../src/scan/trailLimits.ts';
import { withDeadline } from '../../src/scan/lateness.ts';
import { defaultMaxMemory, planMemory } from '../../src/scan/memoryPlan.ts';
import { plainOptions } from './plainOptions.ts';

const endless = { signal: new AbortController().signal, options: plainOptions };

function planOf(maxBytes: number) {
  return planMemory({ maxBytes, threads: 2, tableBytes: 64 * 2 ** 20 }, true);
}

test('places are told as far as there is memory: all of a large repository by default, fewer with less', () => {
  const usual = trailLimits(planOf(defaultMaxMemory), endless);
  // ansible has 127,769.
  expect(usual.total).toBeGreaterThan(150_000);
  expect(usual.total).toBeLessThan(300_000);
  const small = trailLimits(planOf(360 * 2 ** 20), endless);
  expect(small.total).toBeLessThan(usual.total / 5);
  expect(small.total).toBeGreaterThanOrEqual(1000);
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
