// Decisions that the HTML report exports become entries of the baseline.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decisionsSchema } from '../../src/model/decision.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunResult } from './runLeaktrail.ts';

async function decided(
  repo: TestRepository,
  seeds: Readonly<Record<string, readonly [decision: string, reason: string]>>,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { report } = await auditRepository(repo.dir, [], { env });
  const decisions = Object.entries(seeds).map(([seed, [decision, reason]]) => {
    const { fingerprint, ruleId } = findingOf(report, seed);
    return { fingerprint, ruleId, decision, reason, decidedOn: '2026-11-22' };
  });
  return decisionsFile(decisions);
}

function decisionsFile(decisions: readonly object[]): string {
  return JSON.stringify({ schema: decisionsSchema, decisions });
}

function baseline(
  repo: TestRepository,
  input: string,
  args: readonly string[] = [],
): Promise<RunResult> {
  return runLeaktrail(['baseline', '--decisions', '-', ...args], { cwd: repo.dir, input });
}

function repository(): TestRepository {
  return makeRepository([
    {
      write: {
        'a.py': `${tokenLine('fine')}\n`,
        'b.py': `${tokenLine('gone')}\n`,
        'c.py': `${tokenLine('left')}\n`,
      },
      message: 'Begin',
    },
  ]);
}

test('what was decided no longer counts, with its reason; the rest does', async () => {
  const repo = repository();
  const input = await decided(repo, {
    fine: ['false-positive', 'made up for a test'],
    gone: ['rotated', 'ticket 7'],
  });
  const first = await baseline(repo, input);
  expect(first).toMatchObject({ exitCode: 1, stderr: '' });
  expect(first.stdout).toBe(
    '.leaktrail-baseline: 2 findings added, 0 kept.\nWithout a decision, and so still counted: 1 finding.\n',
  );
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'fine').suppressed).toEqual({
    by: 'baseline',
    reason: 'false positive: made up for a test',
  });
  expect(findingOf(report, 'gone').suppressed?.reason).toBe('rotated on 2026-11-22: ticket 7');
  expect(findingOf(report, 'left').suppressed).toBeNull();

  const again = await baseline(repo, input);
  expect(again.stdout).toContain('2 decisions without effect');
  expect(again.stdout).toContain('0 findings added, 2 kept');
});

test('they fit a run with a key of its own, and a report without', async () => {
  const repo = repository();
  const input = await decided(repo, {
    fine: ['accept', 'a'],
    gone: ['accept', 'b'],
    left: ['accept', 'c'],
  });
  const run = await runLeaktrail(['baseline', '--decisions', '-'], {
    cwd: repo.dir,
    input,
    env: { LEAKTRAIL_FINGERPRINT_KEY: 'own' },
  });
  expect(run).toMatchObject({ exitCode: 0 });
  expect(run.stdout).toContain('3 findings added');
});

test('--until holds for them, too', async () => {
  const repo = repository();
  const input = await decided(repo, { fine: ['accept', 'for a while'] });
  await baseline(repo, input, ['--until', '2999-12-31']);
  expect(readFileSync(join(repo.dir, '.leaktrail-baseline'), 'utf8')).toMatch(
    / until:2999-12-31 by:.* reason:"for a while"$/mu,
  );
});

test.each<[string, string[], string, RegExp]>([
  [
    'a file that is not there',
    ['--decisions', 'no.json'],
    '',
    /cannot read the decisions no\.json/u,
  ],
  ['what is no JSON', ['--decisions', '-'], 'x', /standard input: not valid JSON/u],
  [
    'a finding that is accepted without a reason',
    ['--decisions', '-'],
    decisionsFile([
      {
        fingerprint: '0'.repeat(32),
        ruleId: 'jwt',
        decision: 'accept',
        reason: '',
        decidedOn: '2026-11-22',
      },
    ]),
    /standard input: decision 1: 'reason' is empty: say why it is accepted/u,
  ],
  ['a reason beside', ['--decisions', '-', '--reason', 'x'], '', /leave out --reason/u],
])('%s is refused, and nothing is written', async (_title, args, input, why) => {
  const repo = repository();
  const run = await runLeaktrail(['baseline', ...args], { cwd: repo.dir, input });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(why);
  expect(() => readFileSync(join(repo.dir, '.leaktrail-baseline'))).toThrow(/ENOENT/u);
});
