// Storage that git changes while it is read: packs that are rewritten, loose objects that are packed.
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createObjectFinder } from '../../src/git/objectFinder.ts';
import { createObjectStore } from '../../src/git/objectStore.ts';
import type { ObjectStore } from '../../src/git/objectStore.ts';
import { oidOf } from '../../src/git/objectTable.ts';
import { openPacks } from '../../src/git/openPacks.ts';
import { openStorage } from '../../src/git/storage.ts';
import type { OpenedStorage, Storage } from '../../src/git/storage.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

function filled(): TestRepository {
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i} ${i * i}\n`);
  const steps = Array.from({ length: 8 }, (_, i) => ({
    write: { 'a.txt': lines.slice(i).join(''), [`dir/b${i}.txt`]: `${i}\n` },
    message: `Step ${i}`,
  }));
  return makeRepository(steps);
}

function objectsOf(repo: TestRepository): string {
  return join(repo.gitDir, 'objects');
}

function packNames(repo: TestRepository): string[] {
  return readdirSync(join(objectsOf(repo), 'pack')).filter((name) => name.endsWith('.pack'));
}

/** Puts all objects into one new pack of other bytes and deletes what held them before. */
function rewrite(repo: TestRepository): void {
  const before = packNames(repo);
  repo.write('later.txt', `${before.length}\n`);
  repo.commit('Later');
  repo.git('repack', '-adfq');
  repo.git('prune-packed', '-q');
  expect(packNames(repo)).not.toEqual(before);
}

/** How many objects can be read, each with git's contents. */
function readAll(repo: TestRepository, storage: Storage, store: ObjectStore): number {
  for (let object = 0; object < storage.table.count; object++) {
    const oid = oidOf(storage.table, object);
    const type = repo.git('cat-file', '-t', oid);
    expect(store.typeOf(object), oid).toBe(type);
    const content = store.readObject(object);
    expect(content?.bytes.equals(repo.gitBytes(['cat-file', type, oid])), oid).toBe(true);
  }
  return storage.table.count;
}

function opened(repo: TestRepository, isHeld: boolean): OpenedStorage {
  return openStorage([objectsOf(repo)], 'sha1', 0, isHeld);
}

test.each([
  ['held open', true],
  ['not held open', false],
])('a pack that is rewritten meanwhile is still read when it is %s', (_, isHeld) => {
  const repo = filled();
  repo.git('repack', '-adq');
  const { storage, close } = opened(repo, isHeld);
  const store = createObjectStore(storage);
  rewrite(repo);
  expect(readAll(repo, storage, store)).toBeGreaterThan(30);
  store.close();
  close();
});

test('families of a pack that is gone before they are linked are left to single look-ups', () => {
  const repo = filled();
  repo.git('repack', '-adq');
  const { storage } = opened(repo, false);
  rewrite(repo);
  expect(storage.packs[0]!.layout.roots).toHaveLength(0);
});

test('loose objects that are packed meanwhile are read from the new pack', () => {
  const repo = filled();
  const { storage } = opened(repo, true);
  expect(storage.packs).toHaveLength(0);
  const store = createObjectStore(storage);
  rewrite(repo);
  expect(readAll(repo, storage, store)).toBeGreaterThan(30);
  store.close();
});

test('a finder looks into packs that were made after it was', () => {
  const repo = filled();
  repo.git('repack', '-adq');
  const finder = createObjectFinder([objectsOf(repo)], 'sha1');
  expect(finder.read(repo.git('rev-parse', 'HEAD'))?.type).toBe('commit');
  rewrite(repo);
  expect(finder.read(repo.git('rev-parse', 'HEAD'))?.type).toBe('commit');
  finder.close();
});

test('an index that comes a moment after its pack is waited for', () => {
  const repo = filled();
  repo.git('repack', '-adq');
  const index = join(objectsOf(repo), 'pack', packNames(repo)[0]!.replace(/\.pack$/u, '.idx'));
  const aside = join(repo.gitDir, 'aside.idx');
  renameSync(index, aside);
  const { packs, problems } = openPacks([objectsOf(repo)], 'sha1', false, () =>
    renameSync(aside, index),
  );
  expect(problems).toEqual([]);
  expect(packs).toHaveLength(1);
});

test('a pack whose index does not come is told', () => {
  const repo = filled();
  repo.git('repack', '-adq');
  const index = join(objectsOf(repo), 'pack', packNames(repo)[0]!.replace(/\.pack$/u, '.idx'));
  renameSync(index, join(repo.gitDir, 'aside.idx'));
  expect(opened(repo, false).problems).toMatchObject([{ kind: 'pack-without-index' }]);
});
