// The trail of a secret through a history, as the audit tells it; git confirms every place.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { firstSeconds, makeRepository } from '../makeRepository.ts';
import type { HistoryStep, TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { confirmOccurrences } from './confirm.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const daySeconds = 86_400;

async function audit(repo: TestRepository, seed: string) {
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(report.coverage).toMatchObject({ complete: true, problems: [], missingObjects: 0 });
  expect(confirmOccurrences(repo, report)).toBeGreaterThan(0);
  return findingOf(report, seed);
}

/** Event, number of the commit (in the order in which the test made them), path and line. */
function steps(repo: TestRepository, finding: Awaited<ReturnType<typeof audit>>): string[] {
  return finding.occurrences.map(({ event, commit, path, line }) => {
    const at = commit === null ? 'none' : String(repo.commits.indexOf(commit));
    return `${event} ${at} ${path}:${line}`;
  });
}

test('a secret that was committed and deleted a day later is told with both commits', async () => {
  const repo = makeRepository([
    { write: { 'README.md': '# Demo\n' }, message: 'Begin' },
    {
      write: { 'src/deploy.py': `import os\n\n${tokenLine('short')}\n` },
      message: 'Deploy by script\n\nIt runs at night.',
      author: 'Grace Example <grace@example.com>',
      date: `${firstSeconds} +0200`,
    },
    {
      write: { 'src/deploy.py': 'import os\n' },
      message: 'Read the token from the environment',
      date: `${firstSeconds + daySeconds} +0200`,
    },
  ]);
  const finding = await audit(repo, 'short');
  const [, added, removed] = repo.commits;
  expect(finding).toMatchObject({
    provider: 'github',
    state: 'history',
    introduced: {
      event: 'introduced',
      commit: added,
      blob: repo.git('rev-parse', `${added}:src/deploy.py`),
      path: 'src/deploy.py',
      line: 3,
      column: 17,
      endLine: 3,
      endColumn: 57,
      author: { name: 'Grace Example', email: 'grace@example.com' },
      date: '2024-01-01T02:00:00+02:00',
      summary: 'Deploy by script',
    },
    removed: { commit: removed, date: '2024-01-02T02:00:00+02:00' },
    exposedDays: 1,
    reachableFrom: ['refs/heads/main'],
    marks: [],
    suppressed: null,
    occurrenceCount: 2,
  });
  expect(steps(repo, finding)).toEqual([
    'introduced 1 src/deploy.py:3',
    'removed 2 src/deploy.py:3',
  ]);
});

interface Case {
  readonly title: string;
  readonly history: readonly HistoryStep[];
  readonly steps: readonly string[];
  readonly state: 'head' | 'history';
  /** Number of the commit. */
  readonly removed: number | null;
}

const line = tokenLine('trail');
const cases: readonly Case[] = [
  {
    title: 'a secret that is still there has no removal',
    history: [{ write: { 'a.py': `${line}\n` }, message: 'Add' }],
    steps: ['introduced 0 a.py:1'],
    state: 'head',
    removed: null,
  },
  {
    title: 'a line that moves within its file makes no further step',
    history: [
      { write: { 'a.py': `${line}\n` }, message: 'Add' },
      { write: { 'a.py': `# head\n\n${line}\n` }, message: 'Move' },
    ],
    steps: ['introduced 0 a.py:1'],
    state: 'head',
    removed: null,
  },
  {
    title: 'a rename spreads it to the new path and removes it from the old one',
    history: [
      { write: { 'a.py': `${line}\n` }, message: 'Add' },
      { write: { 'b.py': `${line}\n` }, remove: ['a.py'], message: 'Rename' },
    ],
    steps: ['introduced 0 a.py:1', 'spread 1 b.py:1', 'removed 1 a.py:1'],
    state: 'head',
    removed: null,
  },
  {
    title: 'a copy spreads it',
    history: [
      { write: { 'a.py': `${line}\n` }, message: 'Add' },
      { write: { 'c/d.py': `#\n${line}\n` }, message: 'Copy' },
      { remove: ['a.py'], message: 'Drop one' },
      { remove: ['c/d.py'], write: { 'x.txt': 'x\n' }, message: 'Drop the other' },
    ],
    steps: ['introduced 0 a.py:1', 'spread 1 c/d.py:2', 'removed 2 a.py:1', 'removed 3 c/d.py:2'],
    state: 'history',
    removed: 3,
  },
  {
    title: 'a secret that comes back is introduced again',
    history: [
      { write: { 'a.py': `${line}\n` }, message: 'Add' },
      { write: { 'a.py': 'pass\n' }, message: 'Drop' },
      { write: { 'a.py': `pass\n${line}\n` }, message: 'Revert' },
    ],
    steps: ['introduced 0 a.py:1', 'removed 1 a.py:1', 'introduced 2 a.py:2'],
    state: 'head',
    removed: null,
  },
  {
    title: 'both lines of one event are told',
    history: [{ write: { 'a.py': `${line}\n#\n${line}\n` }, message: 'Add twice' }],
    steps: ['introduced 0 a.py:1', 'introduced 0 a.py:3'],
    state: 'head',
    removed: null,
  },
  {
    title: 'a merge that brings it from a side branch makes no step of its own',
    history: [
      { write: { 'x.txt': 'x\n' }, message: 'Begin' },
      { branch: 'side', write: { 'a.py': `${line}\n` }, message: 'Add on the side' },
      { branch: 'main', write: { 'y.txt': 'y\n' }, message: 'Go on' },
      { merge: 'side', message: 'Merge side' },
    ],
    steps: ['introduced 1 a.py:1'],
    state: 'head',
    removed: null,
  },
  {
    title: 'a side branch that was never cleaned leaves it in the history without a removal',
    history: [
      { write: { 'x.txt': 'x\n' }, message: 'Begin' },
      { branch: 'side', write: { 'a.py': `${line}\n` }, message: 'Add on the side' },
      { branch: 'main', write: { 'y.txt': 'y\n' }, message: 'Go on' },
    ],
    steps: ['introduced 1 a.py:1'],
    state: 'history',
    removed: null,
  },
];

test.each(cases)('$title', async ({ history, steps: expected, state, removed }) => {
  const repo = makeRepository(history);
  const finding = await audit(repo, 'trail');
  expect(steps(repo, finding).toSorted()).toEqual(expected.toSorted());
  expect(finding.state).toBe(state);
  expect(finding.removed?.commit).toBe(removed === null ? undefined : repo.commits[removed]);
});

test('a secret that only a merge commit holds is introduced by the merge', async () => {
  const repo = makeRepository([
    { write: { 'x.txt': 'x\n' }, message: 'Begin' },
    { branch: 'side', write: { 'z.txt': 'z\n' }, message: 'Side' },
    { branch: 'main', write: { 'y.txt': 'y\n' }, message: 'Go on' },
  ]);
  repo.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  repo.write('merged.py', `${tokenLine('evil')}\n`);
  const merge = repo.commit('Merge side');
  expect(repo.git('rev-list', '--parents', '-n', '1', merge).split(' ')).toHaveLength(3);
  const finding = await audit(repo, 'evil');
  expect(steps(repo, finding)).toEqual(['introduced 3 merged.py:1']);
  expect(finding.state).toBe('head');
});

test('every branch and tag that still reaches it is named in full', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('refs')}\n` }, message: 'Add', tag: 'v1' },
    { write: { 'a.py': 'pass\n' }, message: 'Drop' },
  ]);
  repo.git('branch', 'old', 'v1');
  repo.git('tag', '-a', '-m', 'Two', 'v2');
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repo.git('checkout', '-q', '--orphan', 'fresh');
  repo.git('rm', '-rqf', '.');
  repo.write('new.txt', 'new\n');
  repo.commit('Start anew');
  const finding = await audit(repo, 'refs');
  expect(finding).toMatchObject({
    state: 'history',
    reachableFrom: [
      'refs/heads/main',
      'refs/heads/old',
      'refs/remotes/origin/main',
      'refs/tags/v1',
      'refs/tags/v2',
    ],
  });
});

test('findings are one for each secret, sorted by severity, path and line', async () => {
  const repo = makeRepository([
    {
      write: {
        'b.py': `${tokenLine('one')}\n${tokenLine('two')}\n`,
        'a.py': `#\n${tokenLine('three')}\n${tokenLine('one')}\n`,
      },
      message: 'Add',
    },
  ]);
  const { report } = await auditRepository(repo.dir);
  expect(report.findings.map(({ introduced }) => `${introduced.path}:${introduced.line}`)).toEqual([
    'a.py:2',
    'a.py:3',
    'b.py:2',
  ]);
  expect(report.summary).toMatchObject({ findings: 3, suppressed: 0 });
  expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  confirmOccurrences(repo, report);
});

test('a fingerprint survives a rebase and depends on the key', async () => {
  const file = { 'a.py': `${tokenLine('print')}\n` };
  const one = makeRepository([{ write: file, message: 'One' }]);
  const other = makeRepository([
    { write: { 'x.txt': 'x\n' }, message: 'Zero' },
    { write: { 'sub/b.py': `\n\n${file['a.py']}` }, message: 'Other' },
  ]);
  const [first, second, keyed] = await Promise.all([
    auditRepository(one.dir),
    auditRepository(other.dir),
    auditRepository(one.dir, [], { env: { LEAKTRAIL_FINGERPRINT_KEY: 'a key of our own' } }),
  ]);
  const fingerprint = findingOf(first.report, 'print').fingerprint;
  expect(findingOf(second.report, 'print').fingerprint).toBe(fingerprint);
  expect(findingOf(keyed.report, 'print').fingerprint).not.toBe(fingerprint);
});

async function textOf(dir: string): Promise<string> {
  return (await runLeaktrail(['audit', dir, '--no-cache'])).stdout;
}

test('a clone tells what was pushed; without remote-tracking refs, and of a mirror, nobody knows', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('sent')}\n` }, message: 'Add a key' },
  ]);
  const clone = repo.clone();
  clone.write('b.py', `${tokenLine('unsent')}\n`);
  clone.commit('Add another key');
  const text = await textOf(clone.dir);
  expect(text).toContain('  reachable    from branches main · remotes origin/main · pushed\n');
  expect(text).toContain(
    '  reachable    from branches main · only local as far as this clone knows\n',
  );
  const mirror = join(temporaryFolder('mirror'), 'mirror.git');
  clone.git('clone', '-q', '--mirror', pathToFileURL(clone.dir).href, mirror);
  for (const dir of [repo.dir, mirror]) {
    expect(await textOf(dir)).not.toMatch(/ · pushed|only local/u);
  }
});

test('what only a detached HEAD reaches is told as such', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.git('checkout', '-q', '--detach');
  repo.write('a.py', `${tokenLine('detached')}\n`);
  repo.commit('Add a key');
  repo.write('a.py', 'a = 2\n');
  repo.commit('Drop it');
  expect(await textOf(repo.dir)).toContain('  reachable    from the detached HEAD\n');
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'detached')).toMatchObject({
    state: 'history',
    reachableFrom: [],
    reachableFromHead: true,
  });
  repo.git('checkout', '-q', 'main');
  const later = await auditRepository(repo.dir);
  expect(findingOf(later.report, 'detached')).not.toHaveProperty('reachableFromHead');
});
