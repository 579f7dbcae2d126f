// What suppresses findings of `range` and `push`: comments where the newest commits hold a secret, and the configuration
// of what was there before.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { HistoryStep, TestRepository } from '../makeRepository.ts';
import { auditRepository } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const begin: HistoryStep = { write: { 'a.py': 'a = 1\n' }, message: 'Begin' };

function allowed(seed: string): string {
  return `${tokenLine(seed)}  # leaktrail:allow made up\n`;
}

function step(contents: string, path = 'b.py'): HistoryStep {
  return { write: { [path]: contents }, message: 'Change' };
}

async function exitCodeOf(repo: TestRepository, range: string): Promise<number | null> {
  return (await runLeaktrail(['range', range], { cwd: repo.dir })).exitCode;
}

test.each<[string, HistoryStep[], number]>([
  ['taken away by a later commit', [step(allowed('b')), step(`${tokenLine('b')}\n`)], 1],
  ['written by a later commit', [step(`${tokenLine('b')}\n`), step(allowed('b'))], 0],
  ['missing on a copy', [step(allowed('b')), step(`${tokenLine('b')}\n`, 'c.py')], 1],
  ['moved with its line', [step(allowed('b')), step(`b = 1\n${allowed('b')}`)], 0],
  ['gone with its line', [step(allowed('b')), step('b = 1\n')], 0],
  ['gone, never there', [step(`${tokenLine('b')}\n`), step('b = 1\n')], 1],
])('a comment that is %s', async (_, steps, exitCode) => {
  const repo = makeRepository([begin, ...steps]);
  const first = repo.commits[0] ?? '';
  expect(await exitCodeOf(repo, `${first}..HEAD`)).toBe(exitCode);
  expect(await exitCodeOf(repo, `HEAD...${first}`)).toBe(exitCode);
  expect((await auditRepository(repo.dir)).exitCode).toBe(exitCode);
});

test('a copy at an excluded path neither needs a comment nor lends one', async () => {
  const config = { 'leaktrail.yaml': 'excludePaths: [vendor/]\n' };
  const repo = makeRepository([
    { ...begin, write: { ...begin.write, ...config } },
    { write: { 'b.py': allowed('b'), 'vendor/b.py': `${tokenLine('b')}\n` }, message: 'Change' },
  ]);
  const audit = await auditRepository(repo.dir);
  expect(audit.exitCode).toBe(0);
  expect(audit.report.findings[0]?.headPlaces?.map(({ path }) => path)).toEqual(['b.py']);
  expect(await exitCodeOf(repo, 'HEAD~1..HEAD')).toBe(0);
  repo.write('b.py', `${tokenLine('b')}\n`);
  repo.write('vendor/b.py', allowed('b'));
  repo.commit('Swap');
  expect((await auditRepository(repo.dir)).exitCode).toBe(1);
  expect(await exitCodeOf(repo, 'HEAD~2..HEAD')).toBe(1);
});

test('whose configuration counts for a push does not depend on the order of its refs', async () => {
  const repo = makeRepository([
    begin,
    { branch: 'lax', write: { '.leaktrailignore': '*.py\n' }, message: 'Ignore' },
    { branch: 'main', write: { 'x.txt': 'x\n' }, message: 'Go on' },
  ]);
  const [, lax = '', main = ''] = repo.commits;
  repo.write('b.py', `${tokenLine('b')}\n`);
  const tip = repo.commit('Add b');
  const zero = '0'.repeat(40);
  const line = (name: string, newOid: string, old: string): string =>
    `refs/heads/${name} ${newOid} refs/heads/${name} ${old}`;
  const push = async (...lines: string[]): Promise<number | null> => {
    const input = `${lines.join('\n')}\n`;
    return (await runLeaktrail(['push'], { cwd: repo.dir, input })).exitCode;
  };
  const deletion = line('lax', zero, lax);
  // Nothing new comes with this one.
  const still = line('lax', lax, lax);
  for (const other of [deletion, still]) {
    expect(await push(other, line('main', tip, main))).toBe(1);
    expect(await push(line('main', tip, main), other)).toBe(1);
  }
  repo.git('checkout', '-q', 'lax');
  repo.write('y.txt', 'y\n');
  const laxTip = repo.commit('Go on elsewhere');
  const both = [line('main', tip, main), line('lax', laxTip, lax)];
  expect(await push(...both)).toBe(1);
  expect(await push(...both.toReversed())).toBe(1);
});
