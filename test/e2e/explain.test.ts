// `leaktrail explain`: why something was or was not reported.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { auditRepository, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

function leakyRepository() {
  return makeRepository([
    { write: { 'a.py': `x = 1\n${tokenLine('explained')}\n` }, message: 'Add a script' },
    { write: { 'a.py': 'x = 1\n' }, message: 'Take it out' },
  ]);
}

test('a finding is explained at the commit that brought it in, redacted', async () => {
  const repo = leakyRepository();
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  const run = await runLeaktrail(['explain', finding?.fingerprint ?? ''], { cwd: repo.dir });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/^a\.py:2 in [0-9a-f]{9}, judged as python\n/u);
  expect(run.stdout).toContain('reported: it has the form');
  expect(run.stdout).not.toContain(githubToken('explained'));
});

test('a finding is explained where it counts, whatever its first place is', async () => {
  const word = ['let', 'mein'].join('');
  const repo = makeRepository([
    { write: { 'a.py': `DB_PASSWORD = "${word}"\n` }, message: 'Add a script' },
    { write: { '.env': `DB_PASSWORD=${word}\n` }, message: 'Add what it needs' },
  ]);
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  expect(finding?.introduced.path).toBe('a.py');
  const run = await runLeaktrail(['explain', finding?.fingerprint ?? ''], { cwd: repo.dir });
  expect(run.stdout).toMatch(/^\.env:1 in [0-9a-f]{9}, judged as credentials\n/u);
  expect(run.stdout).toContain('reported: its score of');
});

test('a line of a file is explained, as JSON with the secret where it is asked for', async () => {
  const repo = leakyRepository();
  repo.write('b.py', `${tokenLine('explained')}\n`);
  const run = await runLeaktrail(['explain', 'b.py:1', '-f', 'json', '--show-secrets'], {
    cwd: repo.dir,
  });
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    path: 'b.py',
    line: 1,
    kind: 'python',
    values: expect.arrayContaining([
      expect.objectContaining({
        isReported: true,
        secret: expect.objectContaining({ value: githubToken('explained') }),
      }),
    ]),
  });
});

test.each([
  [['explain'], 'target'],
  [['explain', 'nowhere.py:3'], "cannot read the file 'nowhere.py'"],
  [['explain', 'a.py:99'], "'a.py' has no line 99"],
  [['explain', 'a.py'], 'neither PATH:LINE nor a fingerprint'],
  [['explain', 'f'.repeat(32)], 'holds no finding'],
  [['explain', 'a.py:1', '-f', 'html'], 'html'],
])('%j is refused in one line', async (args, message) => {
  const run = await runLeaktrail(args, { cwd: leakyRepository().dir });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(message);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
});
