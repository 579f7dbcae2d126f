import { describe, expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

// FUZZ_RUNS and FUZZ_SEED: more inputs, or others. `npm run fuzz` sets FUZZ_SECONDS, and FUZZ_TARGETS where it is given names.
const { env } = process;
const seconds = Number(env['FUZZ_SECONDS'] ?? 0);
const runs = Number(env['FUZZ_RUNS'] ?? (seconds > 0 ? Infinity : 200));
const seed = Number(env['FUZZ_SEED'] ?? 1);
const isLong = seconds > 0 || env['FUZZ_RUNS'] !== undefined;
const wanted = env['FUZZ_TARGETS']?.split(',') ?? [];
const chosen = targets.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

describe('whatever bytes it is given, it keeps its promises', () => {
  test.each(chosen)('$name', { timeout: 120_000 + seconds * 3000 }, async (target) => {
    const result = await fuzz(target, {
      seed,
      runs,
      seconds: seconds > 0 ? seconds : isLong ? Infinity : 0.3,
      isGuided: isLong,
      oracleEvery: isLong ? 10 : 40,
    });
    if (isLong) {
      const { faults, ...counts } = result;
      process.stdout.write(
        `${JSON.stringify({ target: target.name, seed, ...counts, faults: faults.length })}\n${faults.map((fault) => `${fault}\n`).join('')}`,
      );
    }
    expect(result.faults).toEqual([]);
    // Without valid inputs it would prove little.
    expect(result.executions).toBeGreaterThan(target.seeds().length);
  });
});
