import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CatFileBatch } from '../../src/git/catFileBatch.ts';
import { openRepository } from '../../src/git/repository.ts';
import { makeRepository } from '../makeRepository.ts';

const env = { PATH: process.env['PATH'] };

test('reads every object, large and empty ones too', async () => {
  const big = Buffer.alloc(3_000_000, 'line\n');
  const repo = makeRepository([
    { write: { big, empty: '', 'dir/x': 'ends without break' }, message: 'x' },
  ]);
  repo.git('tag', '-a', '-m', 'note', 'v1');
  const batch = new CatFileBatch(await openRepository(repo.dir, {}), env);
  const names = repo.git('rev-list', '--objects', '--all').split('\n');
  const oids = names.map((line) => line.split(' ')[0] ?? '');
  const objects = await Promise.all(oids.map((oid) => batch.read(oid)));
  for (const [i, oid] of oids.entries()) {
    const type = repo.git('cat-file', '-t', oid);
    expect(objects[i]?.type).toBe(type);
    expect(objects[i]?.bytes.equals(repo.gitBytes(['cat-file', type, oid]))).toBe(true);
  }
  await batch.close();
});

test('gives undefined for what is absent or damaged, and goes on', async () => {
  const repo = makeRepository([{ write: { a: '1', b: '2' }, message: 'x' }]);
  const batch = new CatFileBatch(await openRepository(repo.dir, {}), env);
  const damaged = repo.git('rev-parse', 'HEAD:a');
  const file = join(repo.gitDir, 'objects', damaged.slice(0, 2), damaged.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, 'no zlib stream');
  const wanted = [damaged, 'f'.repeat(40), 'HEAD', repo.git('rev-parse', 'HEAD:b')];
  const objects = await Promise.all(wanted.map((oid) => batch.read(oid)));
  expect(objects.map((object) => object?.bytes.toString())).toEqual([
    undefined,
    undefined,
    undefined,
    '2',
  ]);
  await batch.close();
  await batch.close();
  expect((await batch.read(wanted[3] ?? ''))?.type).toBe('blob');
  await batch.close();
});

test('gives undefined without a git binary', async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'x' }]);
  const batch = new CatFileBatch(await openRepository(repo.dir, {}), { PATH: '/nowhere' });
  expect(await batch.read(repo.commits[0] ?? '')).toBeUndefined();
  await batch.close();
});
