import { expect, test } from 'vitest';
import { makeSubjects, tryDamage } from './damagedStorage.ts';

// FUZZ_RUNS and FUZZ_SEED: more of them, or others. docs/RELIABILITY.md has the figures of long runs.
const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);

test(
  `of ${runs} damaged repositories all is found that git can read, and no loss goes unsaid`,
  { timeout: 60_000 + runs * 1000 },
  async () => {
    const subjects = makeSubjects();
    const faults: string[] = [];
    let incomplete = 0;
    let slowest = 0;
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const subject = subjects[seed % subjects.length];
      if (subject === undefined) continue;
      const { fault, isComplete, cpuMs } = await tryDamage(subject, seed);
      if (fault !== undefined) faults.push(`seed ${seed}, ${subject.name}: ${fault}`);
      if (!isComplete) incomplete++;
      slowest = Math.max(slowest, cpuMs);
    }
    if (process.env['FUZZ_RUNS'] !== undefined) {
      process.stdout.write(
        `${JSON.stringify({ runs, firstSeed, incomplete, slowest, faults: faults.length })}\n`,
      );
    }
    expect(faults).toEqual([]);
    // A run that damages nothing would prove nothing.
    expect(incomplete).toBeGreaterThan(runs / 4);
  },
);
