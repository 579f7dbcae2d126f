// The watch over all end-to-end runs: it is live, in every writing and at every place, and it says nothing of what a report may show.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { redactSecret } from '../../src/report/redact.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { faultsLeftIn, faultsOfOutput } from './leftBehind.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { plantedIn, plantedValue } from './plantedSecrets.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const token = githubToken('watched');
const phrase = plantedValue('<alnum:14>', 'watched');

describe.each([
  ['a token', token],
  ['a short password', phrase],
])('%s is seen', (_, value) => {
  test.each([
    ['as it is', value],
    ['without a quarter at both ends', value.slice(value.length / 4 - 1, -value.length / 4 + 1)],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`x${value}`).toString('base64')],
    ['in base64 behind two bytes', Buffer.from(`xy${value}`).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(value).toString('hex')],
    ['reversed', Array.from(value).toReversed().join('')],
    ['in a JSON string', JSON.stringify({ text: `"${value}"` })],
    ['in a URL', encodeURIComponent(`?key=${value}`)],
  ])('%s', (_form, text) => expect(plantedIn(`before ${text} after`)).toBeDefined());

  test('and its redacted form is not', () =>
    expect(plantedIn(redactSecret(value))).toBe(undefined));
});

test('a run that shows a secret unasked fails, on both streams and in a file', async () => {
  const { dir } = makeRepository([
    { write: { 'a.py': `${tokenLine('watched')}\n` }, message: 'Add' },
  ]);
  const leak = join(temporaryFolder('watched'), 'leak.cjs');
  for (const stream of ['stdout', 'stderr']) {
    writeFileSync(leak, `if (process.argv[2]) process.${stream}.write(process.env.LEAKED)`);
    const env = { NODE_OPTIONS: `--require "${leak.replaceAll('\\', '/')}"`, LEAKED: token };
    await expect(runLeaktrail(['--version'], { env })).rejects.toThrow('A planted secret');
  }
  const shown = await runLeaktrail(['audit', dir, '--show-secrets', '-f', 'json']);
  expect(plantedIn(shown.stdout)).toBeDefined();
  const report = join(dir, 'report.json');
  writeFileSync(report, shown.stdout);
  expect(faultsOfOutput(report)).toHaveLength(1);
});

test('what is left in a cache, half-written, or open to others is seen', () => {
  const folder = temporaryFolder();
  const faults = (path: string, text: string, mode: number): string[] => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(file, text);
    chmodSync(file, mode);
    const found = faultsLeftIn([folder]);
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    return found;
  };
  mkdirSync(join(folder, '.git/objects'), { recursive: true });
  expect(faults('.git/leaktrail/objects-of-ours', 'nothing', 0o644)).toEqual([]);
  expect(faults('.git/leaktrail/report', token, 0o600)).toHaveLength(1);
  expect(faults('plans/a/values.json', token, 0o600)).toEqual([]);
  if (process.platform !== 'win32') {
    expect(faults('plans/a/values.json', token, 0o644)).toHaveLength(1);
  }
});

describe('no token goes into a log', () => {
  const repo = makeRepository([{ write: { a: 'a' }, message: 'Add' }]);

  test.each([
    ['a remote address as operand', ['audit', `https://me:${token}@example.com/a`]],
    ['a value to look for as operand', ['trace', token]],
    ['a value instead of a fingerprint', ['explain', token]],
    ['an unknown option', [`--${token}`]],
    ['an unknown rule', ['rules', 'show', token]],
    ['a selection', ['audit', '--log-opts', `--${token}`]],
    ['a revision', ['range', `${token}..HEAD`]],
    ['the name of an output', ['audit', '-o', `/nowhere/${token}`]],
  ])('%s', async (_, args) => {
    const { exitCode, stdout, stderr } = await runLeaktrail(args, { cwd: repo.dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^leaktrail: .*\*{8}.*\n$/u);
  });

  test('a field of a configuration', async () => {
    const configured = makeRepository([
      { write: { 'leaktrail.yaml': `${token}: 1\n` }, message: 'Add' },
    ]);
    const { exitCode, stderr } = await runLeaktrail(['audit', configured.dir]);
    expect({ exitCode, lines: stderr.split('\n').length }).toEqual({ exitCode: 2, lines: 2 });
  });
});

test('names that hold a token are masked by commands that do not find it', async () => {
  const repo = makeRepository([
    { write: { [`d/${token}/.env`]: `KEY=${phrase}\n` }, message: 'Add' },
  ]);
  repo.git('switch', '-qc', token);
  repo.write(`${token}.txt`, `${tokenLine('another')}\n`);
  repo.git('add', '.');
  for (const args of [
    ['staged'],
    ['audit', '--no-cache'],
    ['env'],
    ['trace'],
    ['range', 'HEAD..HEAD'],
  ]) {
    for (const format of ['text', 'json']) {
      // Half of the token would make runLeaktrail throw.
      const { stdout } = await runLeaktrail([...args, '-f', format], { cwd: repo.dir });
      expect(stdout).not.toBe('');
    }
  }
});

test('git is given no secret as an argument', async () => {
  if (process.platform === 'win32') return;
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('watched')}\n`, '.env': `A=${token}\n` }, message: 'Add' },
    { remove: ['a.py'], message: `Drop ${token}` },
  ]);
  repo.git('remote', 'add', 'origin', `https://me:${token}@example.com/a`);
  const folder = temporaryFolder('git');
  const log = join(folder, 'log');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >>'${log}'\nenv >>'${log}'\nexec '${real}' "$@"\n`,
    { mode: 0o755 },
  );
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  for (const args of [
    ['audit'],
    ['range', 'HEAD~1..HEAD'],
    ['trace'],
    ['plan', '--dir', join(folder, 'plans/a')],
  ]) {
    await runLeaktrail(args, { cwd: repo.dir, env });
  }
  const calls = readFileSync(log, 'utf8');
  expect(calls).toContain('rev-list');
  expect(plantedIn(calls)).toBeUndefined();
});
