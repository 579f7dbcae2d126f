import { expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/rules/load.ts';
import { runOptions } from '../../src/library/scanOptions.ts';
import { describeFindings } from '../../src/scan/describeFindings.ts';
import { detectorSettings } from '../../src/scan/settings.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';
import { makeFinding, makeOccurrence } from '../report/sampleReport.ts';

const seeds = Array.from({ length: 20 }, (_, i) => `described ${i}`);
const blobs = Array.from({ length: 10 }, (_, i) => String(i).repeat(40));
const text = seeds.map((seed) => `${tokenLine(seed)}\n`).join('');
const findings = seeds.map((seed, i) => {
  const at = { line: i + 1, endLine: i + 1, column: 17, endColumn: 57, path: 'a.py' };
  const occurrences = blobs.map((blob) => makeOccurrence({ ...at, blob }));
  return makeFinding({
    ruleId: 'github-personal-access-token',
    secret: { value: githubToken(seed), entropy: 5 },
    introduced: occurrences[0]!,
    occurrences,
  });
});

/** Which contents were read, and what was made of the findings. */
async function describe(signal: AbortSignal) {
  const options = runOptions({ contextLines: 0 });
  const rules = loadRules();
  const read: string[] = [];
  const described = await describeFindings({
    findings,
    run: { options, signal },
    contentOf({ blob }) {
      read.push(blob ?? '');
      return Buffer.from(text);
    },
    detector: () => createDetector(rules),
    rules,
    settings: detectorSettings({ cwd: '.', env: {}, options }),
  });
  return { read, described };
}

test('each content is read once, however many findings have a step in it', async () => {
  const { read, described } = await describe(new AbortController().signal);
  expect(read.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(blobs);
  for (const [i, { introduced, occurrences, judgement }] of described.entries()) {
    expect(introduced.context?.lines).toEqual([tokenLine(seeds[i] ?? '')]);
    expect(occurrences.every(({ context }) => context !== undefined)).toBe(true);
    expect(judgement?.verdict).toMatch(/^it has the form/u);
  }
});

test('nothing more is read once the run is stopped, and no finding is lost', async () => {
  const { read, described } = await describe(AbortSignal.abort(new Error('stopped')));
  expect(read).toEqual([]);
  expect(described).toEqual(findings);
});
