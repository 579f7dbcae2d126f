// Single objects against git itself: every object of a repository, however it is stored.
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createObjectFinder } from '../../src/git/objectFinder.ts';
import type { ObjectFormat } from '../../src/model/oid.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

function filled(objectFormat: ObjectFormat = 'sha1'): TestRepository {
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i} ${i * i}\n`);
  const steps = Array.from({ length: 12 }, (_, i) => ({
    write: { 'a.txt': lines.slice(i).join(''), [`dir/b${i}.txt`]: `${i}\n` },
    message: `Step ${i}`,
  }));
  const repo = makeRepository(steps, { objectFormat });
  repo.git('tag', '-a', '-m', 'A tag', 'v1');
  return repo;
}

function expectAll(repo: TestRepository, dirs = [join(repo.gitDir, 'objects')]): void {
  const format = repo.git('rev-parse', '--show-object-format') === 'sha256' ? 'sha256' : 'sha1';
  const finder = createObjectFinder(dirs, format);
  const listed = repo.git('cat-file', '--batch-all-objects', '--batch-check').split('\n');
  for (const line of listed) {
    const [oid = '', type = ''] = line.split(' ');
    const object = finder.read(oid);
    expect(object?.type, oid).toBe(type);
    expect(object?.bytes.equals(repo.gitBytes(['cat-file', type, oid])), oid).toBe(true);
  }
  expect(listed.length).toBeGreaterThan(30);
  expect(finder.read('0'.repeat(format === 'sha1' ? 40 : 64))).toBeUndefined();
  expect(finder.lastProblem()).toBe('it is nowhere');
  finder.close();
}

test.each<[string, (repo: TestRepository) => void]>([
  ['loose', () => undefined],
  ['in one pack', (repo) => repo.git('repack', '-adq')],
  [
    'as deltas that name their base by id',
    (repo) => {
      repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    },
  ],
  [
    'under an index of version 1',
    (repo) => {
      repo.git('-c', 'pack.indexVersion=1', 'repack', '-adq');
    },
  ],
  [
    'in two packs and loose',
    (repo) => {
      repo.git('repack', '-dq');
      repo.write('c.txt', 'c\n');
      repo.commit('More');
      repo.git('repack', '-dq');
      repo.write('d.txt', 'd\n');
      repo.commit('Still more');
    },
  ],
])('objects that are stored %s', (_name, store) => {
  const repo = filled();
  store(repo);
  expectAll(repo);
});

test('SHA-256, and objects that another folder lends', () => {
  expectAll(filled('sha256'));
  const lender = filled();
  lender.git('repack', '-adq');
  const borrower = lender.clone('--shared');
  const dirs = [borrower, lender].map(({ gitDir }) => join(gitDir, 'objects'));
  expectAll(borrower, dirs);
});

test('larger objects than are wanted, and packs that cannot be read', () => {
  const repo = filled();
  repo.git('repack', '-adq');
  const dirs = [join(repo.gitDir, 'objects')];
  const oid = repo.git('rev-parse', 'HEAD:a.txt');
  const small = createObjectFinder(dirs, 'sha1', 100);
  expect(small.read(oid)).toBeUndefined();
  expect(small.lastIsTooLarge()).toBe(true);
  expect(small.read(repo.git('rev-parse', 'HEAD:dir/b3.txt'))?.bytes.toString()).toBe('3\n');
  small.close();
  const pack = readdirSync(join(repo.gitDir, 'objects/pack')).find((name) => name.endsWith('.idx'));
  truncateSync(join(repo.gitDir, 'objects/pack', pack ?? ''), 40);
  const damaged = createObjectFinder(dirs, 'sha1');
  expect(damaged.read(oid)).toBeUndefined();
  damaged.close();
});
