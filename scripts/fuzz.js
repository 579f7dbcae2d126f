// Fuzzes the parsers, one after the other: npm run fuzz [-- SECONDS [NAME…]]. A minute each unless told otherwise, only those whose
// names hold one of the words, and other inputs each time unless FUZZ_SEED says which. docs/RELIABILITY.md, Fuzzing.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [seconds = '60', ...names] = process.argv.slice(2);
const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
const args = ['run', '--project', 'unit', 'test/fuzz/parsers.test.ts'];
const { status } = spawnSync(process.execPath, [join(vitest, 'vitest.mjs'), ...args], {
  stdio: 'inherit',
  env: {
    FUZZ_SEED: String(Date.now() % 1_000_000),
    ...process.env,
    FUZZ_SECONDS: seconds,
    FUZZ_TARGETS: names.join(','),
  },
});
process.exitCode = status ?? 1;
