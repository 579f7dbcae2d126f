// Time grows with the bytes, whatever they are: CPU time for n and for 4n bytes. bench/linear.ts tries far more of it.
import { expect, test } from 'vitest';
import { growthOf } from '../../bench/linear/measure.ts';
import type { LinearInput } from '../../bench/linear/measure.ts';
import { rulesTogether } from '../../bench/linear/ruleInputs.ts';
import { stepSubjects } from '../../bench/linear/stepInputs.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { decodeUtf16 } from '../../src/detect/utf16.ts';
import { loadBuiltinRules, loadRules } from '../../src/rules/load.ts';

const detector = createDetector(loadRules());
/** Four would be linear; what grows with the square of its bytes has sixteen. */
const most = 10;
const cheap = { sizeBytes: 2 ** 15, leastMs: 4, tries: 2 };

test('of all rules together, on contents made to be hard on each', { timeout: 120_000 }, () => {
  const rules = loadBuiltinRules({ withExamples: true });
  for (const input of rulesTogether(rules, detector)) {
    expect([input.name, growthOf(input, { ...cheap, tries: 1 }).ratio < most]).toEqual([
      input.name,
      true,
    ]);
  }
});

test.each(['step overlaps', 'step lines and columns', 'step sieve'])(
  '%s',
  { timeout: 120_000 },
  async (name) => {
    const subjects = await stepSubjects(detector);
    const inputs = subjects.find((subject) => subject.name === name)?.inputs ?? [];
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      expect([input.name, growthOf(input, cheap).ratio < most]).toEqual([input.name, true]);
    }
  },
);

test('places of thousands of matches in UTF-16', { timeout: 120_000 }, () => {
  const input: LinearInput = {
    name: 'UTF-16',
    prepare(sizeBytes) {
      const bytes = Buffer.from(`\uFEFF${'a match\n'.repeat(sizeBytes / 16)}`, 'utf16le');
      const recoded = decodeUtf16(bytes);
      return {
        sizeBytes: bytes.length,
        run() {
          for (let at = 0; at < bytes.length / 2; at += 8) recoded?.storedOffset(at);
        },
      };
    },
  };
  expect(growthOf(input, { ...cheap, sizeBytes: 2 ** 18 }).ratio).toBeLessThan(most);
});
