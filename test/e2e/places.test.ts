// Everywhere a repository can hold a secret beside the trees of its branches.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FindingState } from '../../src/model/finding.ts';
import { makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { commitPath } from './commitPath.ts';
import { confirmOccurrences } from './confirm.ts';
import { githubToken, tokenLine } from './githubToken.ts';

const begin = [{ write: { 'x.txt': 'x\n' }, message: 'Begin' }];

interface Place {
  readonly title: string;
  /** Hides the token of the seed `place`; returns what must stand in the first occurrence. */
  readonly hide: (repo: TestRepository) => Readonly<Record<string, unknown>>;
  readonly state: FindingState;
  readonly reachableFrom?: readonly string[];
}

const file = `${tokenLine('place')}\n`;
const present = { event: 'present', line: 1, column: 17 };

const places: readonly Place[] = [
  {
    title: 'a stash',
    hide(repo) {
      repo.write('x.txt', file);
      repo.git('stash', 'push', '-q');
      return { event: 'introduced', path: 'x.txt', commit: repo.git('rev-parse', 'stash') };
    },
    state: 'history',
    reachableFrom: ['refs/stash'],
  },
  {
    title: 'an untracked file in a stash',
    hide(repo) {
      repo.write('a.py', file);
      repo.git('stash', 'push', '-q', '--include-untracked');
      return { event: 'introduced', path: 'a.py', commit: repo.git('rev-parse', 'stash^3') };
    },
    state: 'history',
    reachableFrom: ['refs/stash'],
  },
  {
    title: 'a commit that only a reflog entry reaches',
    hide(repo) {
      repo.write('a.py', file);
      const commit = repo.commit('Add');
      repo.git('reset', '-q', '--hard', 'HEAD^');
      rmSync(join(repo.gitDir, 'ORIG_HEAD'), { force: true });
      return { event: 'introduced', path: 'a.py', commit };
    },
    state: 'history',
    reachableFrom: [],
  },
  {
    title: 'a commit that nothing reaches',
    hide(repo) {
      repo.write('a.py', file);
      const commit = repo.commit('Add');
      repo.git('reset', '-q', '--hard', 'HEAD^');
      rmSync(join(repo.gitDir, 'ORIG_HEAD'), { force: true });
      repo.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
      return { event: 'introduced', path: 'a.py', commit };
    },
    state: 'unreachable',
    reachableFrom: [],
  },
  {
    title: 'a dangling blob',
    hide(repo) {
      const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], file).toString().trim();
      return { ...present, commit: null, path: null, blob };
    },
    state: 'unreachable',
    reachableFrom: [],
  },
  {
    title: 'a tagged blob',
    hide(repo) {
      const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], file).toString().trim();
      repo.git('tag', 'blob', blob);
      return { ...present, commit: null, path: null, blob };
    },
    state: 'history',
    reachableFrom: ['refs/tags/blob'],
  },
  {
    title: 'a note',
    hide(repo) {
      repo.git('notes', 'add', '-m', tokenLine('place'), 'HEAD');
      return { event: 'introduced', commit: repo.git('rev-parse', 'refs/notes/commits'), line: 1 };
    },
    state: 'history',
    reachableFrom: ['refs/notes/commits'],
  },
  {
    title: 'the message of a commit',
    hide(repo) {
      repo.write('y.txt', 'y\n');
      const commit = repo.commit(`Rotate\n\nThe old one:\n${githubToken('place')}\n`);
      return { event: 'present', commit, path: null, blob: null, line: 4, column: 1 };
    },
    state: 'message',
  },
  {
    title: 'the message of a tag',
    hide(repo) {
      repo.git('tag', '-a', '-m', `First\n\n${tokenLine('place')}`, 'v1');
      const commit = repo.git('rev-parse', 'refs/tags/v1');
      return { event: 'present', commit, path: null, blob: null, line: 3, column: 17 };
    },
    state: 'message',
  },
  {
    title: 'the index alone',
    hide(repo) {
      repo.write('a.py', file);
      repo.git('add', 'a.py');
      repo.remove('a.py');
      return { ...present, commit: null, path: 'a.py' };
    },
    state: 'index',
    reachableFrom: [],
  },
  {
    title: 'the work tree alone',
    hide(repo) {
      repo.write('deep/a.py', file);
      return { ...present, commit: null, path: 'deep/a.py' };
    },
    state: 'worktree',
    reachableFrom: [],
  },
  {
    title: 'a changed file of the work tree',
    hide(repo) {
      repo.write('x.txt', `x\n${file}`);
      return { ...present, commit: null, path: 'x.txt', line: 2 };
    },
    state: 'worktree',
    reachableFrom: [],
  },
];

test.each(places)('$title is searched', async ({ hide, state, reachableFrom }) => {
  const repo = makeRepository(begin);
  const introduced = hide(repo);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  const finding = findingOf(report, 'place');
  expect(finding).toMatchObject({ state, introduced });
  if (reachableFrom !== undefined) expect(finding.reachableFrom).toEqual(reachableFrom);
  expect(report.coverage).toMatchObject({ complete: true, problems: [], missingObjects: 0 });
  expect(report.summary.byState).toMatchObject({ [state]: 1 });
  confirmOccurrences(repo, report);
});

test('a file with the bytes that HEAD has there adds no occurrence', async () => {
  const repo = makeRepository([{ write: { 'a.py': file }, message: 'Add' }]);
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'place').occurrences).toHaveLength(1);
});

test('the strongest state is told when a secret stands in several places', async () => {
  const repo = makeRepository([...begin, { write: { 'a.py': file }, message: 'Add' }]);
  repo.write('b.py', `\n${file}`);
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'place')).toMatchObject({ state: 'head', occurrenceCount: 2 });
});

test('a linked worktree is audited with its own HEAD and the whole history', async () => {
  const repo = makeRepository(begin);
  const linkedDir = join(temporaryFolder(), 'linked');
  repo.git('worktree', 'add', '-q', '-b', 'linked', linkedDir);
  const linked = testRepository(linkedDir);
  linked.write('a.py', file);
  linked.commit('Add');
  const [inside, outside] = await Promise.all([
    auditRepository(linkedDir),
    auditRepository(repo.dir),
  ]);
  expect(inside.report.target.head?.ref).toBe('refs/heads/linked');
  expect(findingOf(inside.report, 'place').state).toBe('head');
  expect(outside.report.target.head?.ref).toBe('refs/heads/main');
  expect(findingOf(outside.report, 'place').state).toBe('history');
  expect(inside.report.coverage.blobs).toBe(outside.report.coverage.blobs);
});

test('the reflog of another worktree keeps its commits in the history', async () => {
  const repo = makeRepository(begin);
  const linkedDir = join(temporaryFolder(), 'linked');
  repo.git('worktree', 'add', '-q', '--detach', linkedDir);
  const linked = testRepository(linkedDir);
  linked.write('a.py', file);
  linked.commit('Add');
  linked.git('reset', '-q', '--hard', 'HEAD^');
  rmSync(join(linked.gitDir, 'ORIG_HEAD'), { force: true });
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'place').state).toBe('history');
});

test('a submodule is audited by itself, and its link is no missing object above', async () => {
  const library = makeRepository([{ write: { 'a.py': file }, message: 'Add' }]);
  const repo = makeRepository(begin);
  repo.git('submodule', '--quiet', 'add', `file://${library.dir}`, 'library');
  repo.commit('Use the library');
  const above = await auditRepository(repo.dir);
  expect(above.report.findings).toEqual([]);
  expect(above.exitCode).toBe(0);
  expect(above.report.coverage).toMatchObject({ complete: true, missingObjects: 0, problems: [] });
  const inside = await auditRepository(join(repo.dir, 'library'));
  expect(inside.exitCode).toBe(1);
  expect(findingOf(inside.report, 'place').state).toBe('head');
});

test('a path that is no UTF-8 is written as git quotes it', async () => {
  const repo = makeRepository(begin);
  commitPath(repo, Buffer.from('caf\u00e9 "1".py', 'latin1'), file);
  const { report } = await auditRepository(repo.dir);
  const quoted = repo.git('ls-files', '--', '*.py');
  expect(quoted).toBe('"caf\\351 \\"1\\".py"');
  expect(findingOf(report, 'place').introduced.path).toBe(quoted);
});

test('columns count characters, also beyond the first plane', async () => {
  const repo = makeRepository([
    { write: { 'ü/é.py': `#\nname = "é😀"; ${tokenLine('place')}\n` }, message: 'Grüße' },
  ]);
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'place').introduced).toMatchObject({
    path: 'ü/é.py',
    line: 2,
    column: 30,
    summary: 'Grüße',
  });
  confirmOccurrences(repo, report);
});
