import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReflogs } from '../../src/git/reflog.ts';
import { openRepository } from '../../src/git/repository.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('names the objects that git counts as kept by reflogs', async () => {
  const repo = makeRepository([
    { write: { a: '1' }, message: 'First' },
    { branch: 'topic', write: { b: '2' }, message: 'Topic' },
    { branch: 'main', write: { a: '3' }, message: 'Second' },
  ]);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.git('branch', '-q', '-D', 'topic');
  repo.write('a', 'one');
  repo.git('stash');
  repo.write('a', 'two');
  repo.git('stash');
  const linked = join(temporaryFolder(), 'linked');
  repo.git('worktree', 'add', '-q', '--detach', linked);
  const { entries, oids, problems } = await readReflogs(await openRepository(repo.dir, {}));
  expect(problems).toEqual([]);
  expect(oids.toSorted()).toEqual(
    repo.git('rev-list', '--no-walk', '--reflog').split('\n').toSorted(),
  );
  expect(oids).toContain(repo.commits[2]);
  const count = (ref: string): number => entries.filter((entry) => entry.ref === ref).length;
  expect(count('HEAD')).toBe(repo.git('reflog', 'HEAD').split('\n').length);
  expect(count('refs/heads/main')).toBe(repo.git('reflog', 'main').split('\n').length);
  expect(count('refs/stash')).toBe(2);
  expect(count('worktrees/linked/HEAD')).toBeGreaterThan(0);
  expect(entries[0]).toEqual({ ref: 'HEAD', oldOid: null, newOid: repo.commits[0] });
  const fromLinked = await readReflogs(await openRepository(linked, {}));
  expect(fromLinked.oids.toSorted()).toEqual(oids.toSorted());
  expect(fromLinked.entries.map(({ ref }) => ref)).toContain('main-worktree/HEAD');
});

test('reads logs of deleted refs and reports damaged lines', async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'First' }], {
    objectFormat: 'sha256',
  });
  const [oid = ''] = repo.commits;
  const folder = join(repo.gitDir, 'logs/refs/remotes/gone');
  mkdirSync(folder, { recursive: true });
  const tail = 'Ada <ada@example.com> 1700000000 +0000\tupdate\n';
  writeFileSync(
    join(folder, 'main'),
    `${'0'.repeat(64)} ${oid} ${tail}${oid} ${'0'.repeat(64)} ${tail}`,
  );
  appendFileSync(join(repo.gitDir, 'logs/HEAD'), `nonsense\n${oid.slice(1)} ${oid} ${tail}`);
  const { entries, oids, problems } = await readReflogs(await openRepository(repo.dir, {}));
  expect(oids).toEqual([oid]);
  expect(entries.filter(({ ref }) => ref === 'refs/remotes/gone/main')).toEqual([
    { ref: 'refs/remotes/gone/main', oldOid: null, newOid: oid },
    { ref: 'refs/remotes/gone/main', oldOid: oid, newOid: null },
  ]);
  expect(problems).toEqual([
    { kind: 'broken-ref', message: 'the reflog of HEAD has 2 damaged lines' },
  ]);
});

test('a repository without logs has none', async () => {
  const { dir } = makeRepository({ bare: true });
  expect(await readReflogs(await openRepository(dir, {}))).toEqual({
    entries: [],
    oids: [],
    problems: [],
  });
});
