import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from './makeRepository.ts';

test('gives the same oids for the same history', () => {
  const history = [{ write: { 'a.txt': 'one\n' }, message: 'First' }];
  expect(makeRepository(history).commits).toEqual(makeRepository(history).commits);
  expect(makeRepository(history).git('rev-parse', 'HEAD')).toBe(
    'd8b90037e3d51d1215e3fbc6a0e7c467367cfdc7',
  );
});

test('builds branches, merges, removals and tags from data', () => {
  const repo = makeRepository([
    { write: { 'a.txt': 'one\n', 'dir/b.bin': Buffer.from([0, 255]) }, message: 'First' },
    { branch: 'topic', write: { 'c.txt': 'three\n' }, message: 'Topic' },
    { branch: 'main', remove: ['a.txt'], message: 'Drop a', tag: 'v1' },
    { merge: 'topic', message: 'Join' },
  ]);
  expect(repo.git('log', '--format=%s', '--first-parent')).toBe('Join\nDrop a\nFirst');
  expect(repo.git('ls-files').split('\n')).toEqual(['c.txt', 'dir/b.bin']);
  expect(repo.git('rev-parse', 'v1')).toBe(repo.commits[2]);
  expect(repo.git('log', '-1', '--format=%ad %an <%ae>', '--date=raw', 'v1')).toBe(
    '1704074400 +0000 Ada Example <ada@example.com>',
  );
});

test('writes paths that are no UTF-8', () => {
  const repo = makeRepository();
  repo.write(Buffer.from('caf\xe9/x', 'latin1'), 'x');
  repo.commit('Odd name', { author: 'Bob <bob@example.com>', date: '1700000000 +0530' });
  expect(repo.gitBytes(['ls-files', '-z']).toString('latin1')).toBe('caf\xe9/x\0');
  expect(repo.git('log', '--format=%an %cI')).toBe('Bob 2023-11-15T03:43:20+05:30');
});

test('makes SHA-256 and bare repositories and clones', () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'x' }], { objectFormat: 'sha256' });
  expect(repo.commits[0]).toHaveLength(64);
  const bare = repo.clone('--bare');
  expect(bare.git('rev-parse', '--is-bare-repository', 'HEAD')).toBe(`true\n${repo.commits[0]}`);
  expect(existsSync(join(makeRepository({ bare: true }).dir, 'HEAD'))).toBe(true);
});
