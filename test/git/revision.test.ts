import { describe, expect, test } from 'vitest';
import type { ObjectReader } from '../../src/git/objectReader.ts';
import { readRefs } from '../../src/git/refs.ts';
import { openRepository } from '../../src/git/repository.ts';
import { resolveRevision } from '../../src/git/revision.ts';
import type { Resolution } from '../../src/git/revision.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

const env = { PATH: process.env['PATH'] };

function makeHistory(): TestRepository {
  const repo = makeRepository([
    { write: { a: '1' }, message: 'First', tag: 'light' },
    { branch: 'topic', write: { b: '2' }, message: 'Topic' },
    { branch: 'main', write: { a: '3' }, message: 'Second' },
    { merge: 'topic', message: 'Join' },
  ]);
  repo.git('tag', '-a', '-m', 'note', 'v1');
  repo.git('tag', '-a', '-m', 'again', 'v2', 'v1');
  repo.git('tag', '-a', '-m', 'a file', 'file', 'HEAD:a');
  repo.git('tag', 'topic', 'light');
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  repo.git('update-ref', 'ORIG_HEAD', 'HEAD~1');
  return repo;
}

/** Resolves by our own means: without a git binary unless `variables` name one. */
async function resolve(
  repo: TestRepository,
  revision: string,
  variables = { PATH: '/nowhere' as string | undefined },
): Promise<Resolution> {
  const target = await openRepository(repo.dir, {});
  const all = repo
    .git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)')
    .split('\n');
  const reader: ObjectReader = {
    read(oid) {
      if (!all.includes(oid)) return undefined;
      const type = repo.git('cat-file', '-t', oid);
      if (type !== 'commit' && type !== 'tree' && type !== 'blob' && type !== 'tag')
        return undefined;
      return { type, bytes: repo.gitBytes(['cat-file', type, oid]) };
    },
  };
  return resolveRevision(revision, {
    repo: target,
    env: variables,
    refs: await readRefs(target, variables),
    reader,
    findByPrefix: (prefix) => all.filter((oid) => oid.startsWith(prefix)),
  });
}

function gitResolve(repo: TestRepository, revision: string): Resolution {
  try {
    const oid = repo.git('rev-parse', '--verify', '--quiet', '--end-of-options', revision);
    return { kind: 'found', oid };
  } catch {
    return { kind: 'unknown' };
  }
}

describe('resolveRevision', () => {
  const repo = makeHistory();
  const [first = ''] = repo.commits;

  test.each([
    'HEAD',
    '@',
    'main',
    'heads/main',
    'refs/heads/main',
    'topic',
    'tags/topic',
    'heads/topic',
    'light',
    'v1',
    'v2',
    'v2^{}',
    'v2^{commit}',
    'v2^{tag}',
    'v2^{tree}',
    'v2^{object}',
    'v1^0',
    'v1~0',
    'file',
    'file^{blob}',
    'file^{}',
    'file^{commit}',
    'main^{blob}',
    'HEAD^',
    'HEAD^1',
    'HEAD^2',
    'HEAD^3',
    'HEAD~',
    'HEAD~2',
    'HEAD~1^{tree}',
    'HEAD~~',
    'HEAD~3',
    '@~1',
    '@^2~1',
    'origin',
    'origin/main',
    'remotes/origin/HEAD',
    'ORIG_HEAD',
    'ORIG_HEAD~1',
    'none',
    'none~1',
    'main..topic',
    first,
    first.toUpperCase(),
    first.slice(0, 8),
    first.slice(0, 12).toUpperCase(),
    first.slice(0, 3),
    `${first.slice(0, 8)}^{tree}`,
    `${first}~1`,
    'f'.repeat(40),
    `${'f'.repeat(40)}^{commit}`,
    'ffffff',
    '',
  ])('resolves %j as git does, without git', async (revision) => {
    expect(await resolve(repo, revision)).toEqual(gitResolve(repo, revision));
  });

  test.each(['HEAD@{0}', 'main:a', ':a', ':/Topic', 'main^{/First}', 'v1-0-g0000', 'HEAD^{x}'])(
    'leaves %j to git',
    async (revision) => {
      expect(await resolve(repo, revision, env)).toEqual(gitResolve(repo, revision));
      expect(await resolve(repo, revision)).toEqual({ kind: 'unknown' });
    },
  );

  test.each(['--all', '-n1', '--output=x', '-h'])(
    'takes the option %j for no revision',
    async (revision) => {
      expect(await resolve(repo, revision, env)).toEqual({ kind: 'unknown' });
    },
  );

  test('tells where a shallow repository ends', async () => {
    const shallow = repo.clone('--depth=1');
    expect(await resolve(shallow, 'HEAD')).toEqual(gitResolve(repo, 'HEAD'));
    expect(await resolve(shallow, 'HEAD~1')).toEqual({ kind: 'shallow' });
    expect(await resolve(shallow, 'HEAD~5')).toEqual({ kind: 'shallow' });
  });

  test('resolves nothing by HEAD in an empty repository', async () => {
    const empty = makeRepository();
    expect(await resolve(empty, 'HEAD')).toEqual({ kind: 'unknown' });
  });
});
