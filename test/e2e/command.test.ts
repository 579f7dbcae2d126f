// The command itself: version, help, wrong usage, exit codes, and what goes to which stream.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, expectNoStack, findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

const packageJson: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

function cleanRepository() {
  return makeRepository([{ write: { 'a.txt': 'nothing here\n' }, message: 'Add a text' }]);
}

function leakyRepository() {
  return makeRepository([
    { write: { 'a.py': `${tokenLine('leaky')}\n` }, message: 'Add a script' },
  ]);
}

test('--version prints the version of the package and nothing else', async () => {
  expect(await runLeaktrail(['--version'])).toEqual({
    exitCode: 0,
    stdout: `${packageJson.version}\n`,
    stderr: '',
  });
});

test('--help prints the commands on standard output', async () => {
  const run = await runLeaktrail(['--help']);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/^Usage: leaktrail/u);
  expect(run.stdout).toContain('audit');
});

test('audit --help prints the options on standard output', async () => {
  const run = await runLeaktrail(['audit', '--help']);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  for (const option of ['--format', '--output', '--show-secrets', '--threads', '--exit-code']) {
    expect(run.stdout).toContain(option);
  }
});

test.each([
  ['an unknown option', ['audit', '--no-such-option'], '--no-such-option'],
  ['an unknown format', ['audit', '-f', 'no-such-format'], 'no-such-format'],
  ['an unknown confidence', ['audit', '--min-confidence', 'certain'], 'certain'],
  ['threads that are no number', ['audit', '--threads', 'many'], 'many'],
  ['a rule that does not exist', ['audit', '--enable', 'no-such-rule'], 'no-such-rule'],
  ['a rules file that does not exist', ['audit', '--rules', 'absent.yaml'], 'absent.yaml'],
  ['an output in a folder that does not exist', ['audit', '-o', 'absent/report.json'], 'absent'],
])('%s ends with 2 and a message that names it', async (_, args, named) => {
  const run = await runLeaktrail(args, { cwd: cleanRepository().dir });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(named);
  expectNoStack(run);
});

test('a folder that is in no repository ends with 2 and one line', async () => {
  const folder = temporaryFolder();
  const run = await runLeaktrail(['audit', folder], {
    env: { GIT_CEILING_DIRECTORIES: join(folder, '..') },
  });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).toContain(folder);
});

test('a path that does not exist ends with 2 and one line', async () => {
  const run = await runLeaktrail(['audit', join(temporaryFolder(), 'absent')]);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).toContain('absent');
});

test('a clean repository without .gitignore ends with 0', async () => {
  const { exitCode, report, stderr } = await auditRepository(cleanRepository().dir);
  expect({ exitCode, findings: report.findings, stderr }).toEqual({
    exitCode: 0,
    findings: [],
    stderr: '',
  });
  expect(report.coverage).toMatchObject({ complete: true, commits: 1, trees: 1, blobs: 1 });
});

test('findings end with 1, or with the status that --exit-code names', async () => {
  const { dir } = leakyRepository();
  expect((await auditRepository(dir)).exitCode).toBe(1);
  expect((await auditRepository(dir, ['--exit-code', '7'])).exitCode).toBe(7);
  expect((await auditRepository(dir, ['--exit-code', '0'])).exitCode).toBe(0);
});

test('an incomplete scan without findings ends with 3, with --allow-incomplete with 0', async () => {
  const origin = makeRepository([
    { write: { 'a.txt': 'one\n' }, message: 'One' },
    { write: { 'a.txt': 'two\n' }, message: 'Two' },
  ]);
  const { dir } = origin.clone('--depth=1');
  const { exitCode, report } = await auditRepository(dir);
  expect(exitCode).toBe(3);
  expect(report).toMatchObject({
    target: { shallow: true, partial: false },
    coverage: { complete: false, missingObjects: 0 },
  });
  const allowed = await auditRepository(dir, ['--allow-incomplete']);
  expect(allowed.exitCode).toBe(0);
  expect(allowed.report.coverage.complete).toBe(false);
});

test('findings win over an incomplete scan', async () => {
  const origin = leakyRepository();
  origin.write('b.txt', 'more\n');
  origin.commit('More');
  const { exitCode, report } = await auditRepository(origin.clone('--depth=1').dir);
  expect(exitCode).toBe(1);
  expect(report.coverage.complete).toBe(false);
  findingOf(report, 'leaky');
});

test('an empty repository ends with 0 and a complete report', async () => {
  const { exitCode, report } = await auditRepository(makeRepository().dir);
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({
    target: { head: { ref: 'refs/heads/main', oid: null }, tips: 0 },
    coverage: { complete: true, commits: 0, trees: 0, blobs: 0, bytes: 0, messages: 0 },
    findings: [],
  });
});

test('audit is what runs when no command is named, in the repository around the folder', async () => {
  const repo = leakyRepository();
  repo.write('deep/er/b.txt', 'x\n');
  const run = await runLeaktrail(['-f', 'json'], { cwd: join(repo.dir, 'deep/er') });
  expect(run.exitCode).toBe(1);
  const report = parseReport(run.stdout, run.stderr);
  expect(report.mode).toBe('audit');
  findingOf(report, 'leaky');
});

test('a repository may be named without the word audit', async () => {
  const { dir } = leakyRepository();
  const run = await runLeaktrail([dir, '-f', 'json']);
  expect(run.exitCode).toBe(1);
  findingOf(parseReport(run.stdout, run.stderr), 'leaky');
});

test('the text report names the place and the commit, never the secret', async () => {
  const repo = leakyRepository();
  const run = await runLeaktrail(['audit', repo.dir]);
  expect(run).toMatchObject({ exitCode: 1, stderr: '' });
  expect(run.stdout).toContain('a.py:1');
  expect(run.stdout).toContain(repo.commits[0]?.slice(0, 7));
  expect(run.stdout).not.toContain('\u001B');
  expect(run.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('--show-secrets shows the secret in every format that was asked for', async () => {
  const repo = leakyRepository();
  const token = githubToken('leaky');
  const text = await runLeaktrail(['audit', repo.dir, '--show-secrets']);
  expect(text.stdout.replaceAll(/\s/gu, '')).toContain(token);
  const { report } = await auditRepository(repo.dir, ['--show-secrets']);
  expect(findingOf(report, 'leaky').secret.value).toBe(token);
  const hidden = await auditRepository(repo.dir);
  expect(findingOf(hidden.report, 'leaky').secret).not.toHaveProperty('value');
});

test('a secret in the commit subject, the path and the author is redacted there, too', async () => {
  const token = githubToken('everywhere');
  const repo = makeRepository([
    {
      write: { [`${token}.py`]: `${tokenLine('everywhere')}\n` },
      message: `Use ${token}`,
      author: `${token} <ada@example.com>`,
    },
  ]);
  for (const format of ['text', 'json', 'jsonl']) {
    const run = await runLeaktrail(['audit', repo.dir, '-f', format, '--verbose']);
    expect(run.exitCode).toBe(1);
  }
});

test('with --output standard output stays empty and the file holds the report', async () => {
  const repo = leakyRepository();
  const folder = temporaryFolder();
  const [json, text] = [join(folder, 'report.json'), join(folder, 'report.txt')];
  const run = await runLeaktrail([
    'audit',
    repo.dir,
    '-o',
    json,
    '-f',
    'json',
    '-f',
    'text',
    '-o',
    text,
  ]);
  expect(run).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  findingOf(parseReport(readFileSync(json, 'utf8')), 'leaky');
  expect(readFileSync(text, 'utf8')).toContain('a.py:1');
  expect(readdirSync(folder).toSorted()).toEqual(['report.json', 'report.txt']);
});

test('the format follows the ending of the output file', async () => {
  const file = join(temporaryFolder(), 'report.json');
  writeFileSync(file, 'old');
  const run = await runLeaktrail(['audit', leakyRepository().dir, '-o', file]);
  expect(run).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  findingOf(parseReport(readFileSync(file, 'utf8')), 'leaky');
});

test('a reader that goes away early is a normal end', async () => {
  const repo = leakyRepository();
  const child = spawn(process.execPath, [bin, 'audit', repo.dir, '-f', 'json'], {
    env: { ...repo.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exitCode = await new Promise((resolve) => {
    child.once('close', resolve);
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
});

test('the report is the same for any number of threads, but for the time it took', async () => {
  const repo = makeRepository(
    Array.from({ length: 30 }, (_, i) => ({
      write: {
        'a.py': `${'x = 1\n'.repeat(200 + i)}${tokenLine(`thread ${i % 5}`)}\n`,
        [`b${i}.py`]: `# ${i}\n${tokenLine(`own ${i}`)}\n`,
      },
      message: `Step ${i}`,
    })),
  );
  repo.git('repack', '-adq');
  const outputs = await Promise.all(
    ['0', '1', '2', '3'].map(async (threads) => {
      const { stdout } = await auditRepository(repo.dir, ['--threads', threads]);
      return stdout.replace(/"elapsedMs": ?[\d.]+/u, '"elapsedMs": 0');
    }),
  );
  expect(new Set(outputs).size).toBe(1);
  expect(parseReport(outputs[0] ?? '').findings).toHaveLength(35);
});

test('a blob over --max-blob is left out and said to be', async () => {
  const repo = leakyRepository();
  repo.write('big.txt', 'x'.repeat(5000));
  repo.commit('Add a big file');
  const { exitCode, report } = await auditRepository(repo.dir, ['--max-blob', '1000']);
  expect(exitCode).toBe(1);
  expect(report.coverage.complete).toBe(false);
  expect(JSON.stringify(report.coverage)).toContain(repo.git('rev-parse', 'HEAD:big.txt'));
});

test('nothing of the repository is changed, but for a cache of our own', async () => {
  const repo = leakyRepository();
  const before = listing(repo.dir);
  await auditRepository(repo.dir);
  expect(listing(repo.dir)).toEqual(before);
});

function listing(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/.git/leaktrail/'))
    .map((path) => `${path} ${readFileSync(path).toString('base64')}`)
    .toSorted();
}
