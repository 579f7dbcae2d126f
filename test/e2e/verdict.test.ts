// Whether an audit calls a repository safe to publish, in every place where a secret can be.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const clean = { write: { 'app.py': 'print(1)\n', '.gitignore': '.env\n' }, message: 'Begin' };

/** The verdict, reasons as `kind count` and what stays here as `kind path`. */
async function judged(dir: string, ...args: string[]): Promise<unknown[]> {
  const { report } = await auditRepository(dir, ['--no-cache', ...args]);
  const { verdict, reasons = [], onlyHere = [] } = report.verdict ?? {};
  return [
    verdict,
    reasons.map(({ kind, count }) => `${kind} ${count}`),
    onlyHere.map(({ kind, path }) => (path === null ? kind : `${kind} ${path}`)),
  ];
}

function prune(repo: TestRepository): void {
  repo.git('reflog', 'expire', '--expire=all', '--all');
}

function mirrorOf(repo: TestRepository): TestRepository {
  const dir = join(temporaryFolder('mirror'), 'mirror.git');
  repo.git('clone', '-q', '--mirror', pathToFileURL(repo.dir).href, dir);
  return testRepository(dir, true);
}

describe('what a push sends', () => {
  test('a secret in HEAD, one of the past, one in a message', async () => {
    const repo = makeRepository([
      clean,
      {
        write: { 'a.py': `${tokenLine('head')}\n`, 'b.py': `${tokenLine('past')}\n` },
        message: 'Keys',
      },
      { remove: ['b.py'], message: `Drop ${githubToken('said')}` },
    ]);
    expect(await judged(repo.dir)).toEqual(['not safe', ['head 1', 'history 1', 'message 1'], []]);
  });

  test('a tag, a note and a remote-tracking ref', async () => {
    const repo = makeRepository([clean]);
    repo.git('checkout', '-q', '-b', 'side');
    repo.write('a.py', `${tokenLine('tagged')}\n`);
    repo.commit('Keys');
    repo.git('tag', 'v1');
    repo.git('checkout', '-q', 'main');
    repo.git('branch', '-q', '-D', 'side');
    repo.git('notes', 'add', '-m', tokenLine('noted'));
    prune(repo);
    expect(await judged(repo.dir)).toEqual(['not safe', ['history 2'], []]);
    const clone = repo.clone();
    clone.git('tag', '-d', 'v1');
    expect(await judged(clone.dir)).toEqual(['safe to publish', ['clean 0'], ['unreachable']]);
    clone.git('update-ref', 'refs/remotes/origin/side', repo.git('rev-parse', 'v1'));
    expect(await judged(clone.dir)).toEqual(['not safe', ['history 1', 'pushed 1'], []]);
  });

  test('a detached HEAD, with what lies behind it', async () => {
    const repo = makeRepository([clean]);
    repo.git('checkout', '-q', '--detach');
    repo.write('a.py', `${tokenLine('detached')}\n`);
    repo.commit('Keys');
    repo.write('a.py', 'x = 1\n');
    repo.commit('Drop keys');
    prune(repo);
    expect(await judged(repo.dir)).toEqual(['not safe', ['history 1'], []]);
    repo.git('checkout', '-q', 'main');
    prune(repo);
    expect(await judged(repo.dir)).toEqual(['safe to publish', ['clean 0'], ['unreachable']]);
  });

  test('a tracked .env without a secret in it; once removed it is of the past', async () => {
    const repo = makeRepository([{ ...clean, write: { '.env': 'A=1\n' } }]);
    expect(await judged(repo.dir)).toEqual(['not safe', ['env-file 1'], []]);
    repo.git('rm', '-q', '--cached', '.env');
    expect(await judged(repo.dir)).toEqual(['not safe', ['env-file 1'], []]);
    repo.write('.gitignore', '.env\n');
    repo.git('add', '.gitignore');
    repo.commit('Stop tracking .env', { all: false });
    expect(await judged(repo.dir)).toEqual([
      'safe to publish',
      ['clean 0', 'env-history 1'],
      ['env-file .env'],
    ]);
  });
});

describe('what stays on this disk', () => {
  test('index, working tree, stash, reflogs, unreachable objects', async () => {
    const repo = makeRepository([clean]);
    repo.write('lost.py', `${tokenLine('lost')}\n`);
    repo.commit('Keys');
    repo.git('reset', '-q', '--hard', 'HEAD~');
    prune(repo);
    repo.write('logged.py', `${tokenLine('logged')}\n`);
    repo.commit('Keys');
    repo.git('reset', '-q', '--hard', 'HEAD~');
    repo.write('app.py', `${tokenLine('stashed')}\n`);
    repo.git('stash', '-q');
    repo.write('.env', `TOKEN=${githubToken('ignored')}\n`);
    repo.write('staged.py', `${tokenLine('staged')}\n`);
    repo.git('add', 'staged.py');
    repo.write('new.py', `${tokenLine('new')}\n`);
    expect(await judged(repo.dir)).toEqual([
      'safe to publish',
      ['clean 0'],
      ['index staged.py', 'worktree new.py', 'env-file .env', 'stash', 'reflogs', 'unreachable'],
    ]);
    const { stdout, exitCode } = await runLeaktrail(['audit', repo.dir, '--no-cache']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('\nVerdict: safe to publish\n');
    expect(stdout).toContain('.env of the working tree, ignored by .gitignore:1\n');
  });

  test('what is staged before the first commit', async () => {
    const repo = makeRepository();
    expect(await judged(repo.dir)).toEqual(['safe to publish', ['empty 0'], []]);
    repo.write('a.py', `${tokenLine('first')}\n`);
    repo.write('.env', 'A=1\n');
    repo.git('add', 'a.py', '.env');
    expect(await judged(repo.dir)).toEqual([
      'safe to publish',
      ['empty 0'],
      ['index a.py', 'env-file .env'],
    ]);
  });

  test('refs of a tool', async () => {
    const repo = makeRepository([clean]);
    repo.write('a.py', `${tokenLine('kept')}\n`);
    repo.git('update-ref', 'refs/keep/1', repo.commit('Keys'));
    repo.git('reset', '-q', '--hard', 'HEAD~');
    prune(repo);
    expect(await judged(repo.dir)).toEqual(['safe to publish', ['clean 0'], ['other-refs']]);
    expect(await judged(mirrorOf(repo).dir)).toEqual(['not safe', ['history 1'], []]);
  });
});

test.each(['pull/7/head', 'merge-requests/7/head', 'pipelines/7', 'pull-requests/7/from'])(
  'refs/%s of a mirror keeps a secret on the server',
  async (ref) => {
    const repo = makeRepository([clean]);
    repo.write('a.py', `${tokenLine('asked')}\n`);
    repo.git('update-ref', `refs/${ref}`, repo.commit('Keys'));
    repo.git('reset', '-q', '--hard', 'HEAD~');
    const mirror = mirrorOf(repo);
    expect(await judged(mirror.dir)).toEqual(['not safe', ['pull-refs 1'], []]);
    const { stdout } = await runLeaktrail(['audit', mirror.dir, '--no-cache']);
    const request = ref.replace(/\/[a-z]+$/u, '');
    expect(stdout).toContain(
      `  pull refs    ${request}: they stay on the server after a force-push`,
    );
    expect(stdout).not.toContain('only local');
  },
);

describe('nobody can tell', () => {
  test('of a shallow clone', async () => {
    const repo = makeRepository([clean, { write: { 'b.py': 'b = 1\n' }, message: 'Add b' }]);
    const dir = join(temporaryFolder('shallow'), 'clone');
    execFileSync('git', ['clone', '-q', '--depth=1', pathToFileURL(repo.dir).href, dir]);
    expect(await judged(dir)).toEqual(['cannot tell', ['shallow 1'], []]);
  });

  test('when objects are missing, a limit left some out or --log-opts limited the commits', async () => {
    const repo = makeRepository([
      { ...clean, write: { 'a.py': 'a = 1\n', 'big.txt': 'x'.repeat(5000) } },
      { write: { 'a.py': 'a = 2\n' }, message: 'Change a' },
    ]);
    expect(await judged(repo.dir, '--max-blob', '1k')).toEqual(['cannot tell', ['limit 2'], []]);
    expect(await judged(repo.dir, '--log-opts', '-n 1')).toEqual([
      'cannot tell',
      ['limited 1'],
      [],
    ]);
    const blob = repo.git('rev-parse', 'HEAD~:a.py');
    execFileSync('rm', ['-f', join(repo.gitDir, 'objects', blob.slice(0, 2), blob.slice(2))]);
    expect(await judged(repo.dir)).toEqual(['cannot tell', ['missing-object 1'], []]);
  });
});

test('a baseline makes a repository safe to publish, and the verdict counts what it accepts', async () => {
  const repo = makeRepository([{ ...clean, write: { 'a.py': `${tokenLine('accepted')}\n` } }]);
  await runLeaktrail(['baseline', '.'], { cwd: repo.dir });
  expect((await judged(repo.dir)).slice(0, 2)).toEqual([
    'safe to publish',
    ['clean 0', 'accepted 1'],
  ]);
});

test('the kept report and the saved one say the same', async () => {
  const repo = makeRepository([{ ...clean, write: { 'a.py': `${tokenLine('kept')}\n` } }]);
  repo.write('.env', 'A=1\n');
  await new Promise((resolve) => setTimeout(resolve, 40));
  const timeless = (text: string): string => text.replace(/"elapsedMs": *\d+|Took .*\./gu, '');
  const audit = async (...args: string[]): Promise<string> =>
    (await runLeaktrail(['audit', '.', ...args], { cwd: repo.dir })).stdout;
  const json = await audit('-f', 'json');
  expect(json).toContain('"verdict": "not safe"');
  expect(timeless(await audit('-f', 'json'))).toBe(timeless(json));
  expect(timeless(await audit('-f', 'json', '--no-cache'))).toBe(timeless(json));
  const saved = join(temporaryFolder('saved'), 'report.json');
  writeFileSync(saved, json);
  for (const format of ['text', 'markdown']) {
    const { stdout } = await runLeaktrail(['report', saved, '-f', format]);
    expect(stdout).toContain('Verdict: not safe');
    expect(timeless(stdout)).toBe(timeless(await audit('-f', format)));
  }
});

test('only an audit has a verdict', async () => {
  const repo = makeRepository([clean, { write: { 'a.py': 'a = 1\n' }, message: 'Add a' }]);
  for (const args of [['staged'], ['range', 'HEAD~..HEAD'], ['files'], ['env']]) {
    const text = await runLeaktrail(args, { cwd: repo.dir });
    const json = await runLeaktrail([...args, '-f', 'json'], { cwd: repo.dir });
    expect(`${text.stdout}${json.stdout}`).not.toMatch(/verdict/iu);
  }
});
