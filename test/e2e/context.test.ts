// Lines around findings and the reasons of their score, where they are asked for.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FindingDocument } from '../../src/report/document.ts';
import { fill } from '../detect/fill.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const password = fill('mk<pw:a>-x');

function repository(): TestRepository {
  return makeRepository([
    {
      write: { 'a.py': `import os\n${tokenLine('seen')}\n${tokenLine('next')}\nend = 1\n` },
      message: 'Add a script',
    },
    { write: { 'b.py': `db_password = "${password}"\n` }, message: 'Add another' },
    { write: { 'a.py': 'import os\n' }, message: 'Take it out' },
  ]);
}

function contextsOf({ occurrences }: FindingDocument): (readonly string[] | undefined)[] {
  return occurrences.map(({ context }) => context?.lines);
}

test('each place comes with its lines, in which no secret is shown', async () => {
  const repo = repository();
  const { report, stdout } = await auditRepository(repo.dir, ['--context', '1']);
  const finding = findingOf(report, 'seen');
  const { redacted } = finding.secret;
  const lines = ['import os', `GITHUB_TOKEN = "${redacted}"`, 'GITHUB_TOKEN = "********"'];
  // Where it came in, and where it last stood.
  expect(contextsOf(finding)).toEqual([lines, lines]);
  expect(finding.introduced.context?.startLine).toBe(1);
  expect(stdout).not.toContain(password);
});

test('each finding says why it is one', async () => {
  const { report } = await auditRepository(repository().dir, ['--context', '0']);
  expect(findingOf(report, 'seen').judgement).toEqual({
    verdict: 'it has the form that github-personal-access-token looks for',
    reasons: [],
  });
  const generic = report.findings.find(({ ruleId }) => ruleId === 'generic-password');
  expect(generic?.judgement?.verdict).toMatch(/^its score of 0\.\d\d reaches 0\.50$/u);
  expect(generic?.judgement?.reasons.map(({ text }) => text)).toContain(
    'the name db_password says password',
  );
});

test('without the option there are neither, and the kept report of such a run spares no other', async () => {
  const repo = repository();
  const plain = await auditRepository(repo.dir);
  const detailed = await auditRepository(repo.dir, ['--context', '1']);
  const again = await auditRepository(repo.dir);
  for (const { report } of [plain, again]) {
    for (const finding of report.findings) {
      expect(finding.judgement).toBeUndefined();
      expect(contextsOf(finding).every((lines) => lines === undefined)).toBe(true);
    }
  }
  expect(detailed.report.findings.every(({ judgement }) => judgement !== undefined)).toBe(true);
});

test('with secrets in clear the lines are, too, and a report made of it hides them again', async () => {
  const repo = repository();
  const { stdout } = await auditRepository(repo.dir, ['--context', '1', '--show-secrets']);
  const shown = findingOf(parseReport(stdout), 'seen').introduced.context;
  expect(shown?.lines).toEqual(['import os', tokenLine('seen'), tokenLine('next')]);
  repo.write('report.json', stdout);
  const { stdout: hidden } = await runLeaktrail(['report', 'report.json', '-f', 'json'], {
    cwd: repo.dir,
  });
  const context = findingOf(parseReport(hidden), 'seen').introduced.context;
  expect(context?.lines[2]).toBe('GITHUB_TOKEN = "********"');
  expect(context?.hidden).toBeUndefined();
});

test.each<[string, (values: string) => string[]]>([
  ['staged', () => ['staged']],
  ['range', () => ['range', 'HEAD~1..HEAD']],
  ['files', () => ['files', 'c.py']],
  ['trace', (values) => ['trace', '--from', values]],
])('%s shows them as well', async (command, args) => {
  const repo = makeRepository([{ write: { 'a.py': 'x = 1\n' }, message: 'Begin' }]);
  const text = `one\n${tokenLine(command)}\ntwo\n`;
  repo.write('c.py', text);
  const values = join(temporaryFolder(), 'values.env');
  writeFileSync(values, `GITHUB_TOKEN=${githubToken(command)}\n`);
  repo.git('add', 'c.py');
  if (command !== 'staged') repo.git('commit', '-qm', 'Add a script');
  const run = await runLeaktrail([...args(values), '-f', 'json', '--context', '1'], {
    cwd: repo.dir,
  });
  const finding = findingOf(parseReport(run.stdout, run.stderr), command);
  const line = `GITHUB_TOKEN = "${finding.secret.redacted}"`;
  expect(finding.introduced.context?.lines).toEqual(['one', line, 'two']);
});

test('what is no number of lines is refused', async () => {
  const run = await runLeaktrail(['audit', repository().dir, '--context', 'many']);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(/^leaktrail: --context .*0 to 50/u);
});

test.each([
  ['--disable', 'generic-*'],
  ['--enable', 'github-*'],
])(
  '%s leaves findings out, and hides those values in the lines all the same',
  async (option, rules) => {
    const { dir } = makeRepository([
      { write: { 'a.py': `${tokenLine('seen')}\ndb_password = "${password}"\n` }, message: 'Add' },
    ]);
    const { report, stdout } = await auditRepository(dir, ['--context', '1', option, rules]);
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['github-personal-access-token']);
    expect(findingOf(report, 'seen').introduced.context?.lines[1]).toBe('db_password = "********"');
    expect(stdout).not.toContain(password);
  },
);

test('a subject that holds a secret of a rule that is left out tells it no more than any other', async () => {
  const { dir } = makeRepository([
    {
      write: { 'a.py': `db_password = "${password}"\n` },
      message: `Add ${githubToken('subject')}`,
    },
  ]);
  const { report, stdout } = await auditRepository(dir, ['--disable', 'github-*']);
  expect(report.findings).toHaveLength(1);
  expect(report.findings[0]?.introduced.summary).toMatch(/^Add ghp_\*{8}/u);
  expect(stdout).not.toContain(githubToken('subject'));
});
