import fs, { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import { describe, expect, test } from 'vitest';
import { readEwah } from '../../src/git/ewah.ts';
import { readStagingIndex } from '../../src/git/stagingIndex.ts';
import type { IndexEntry } from '../../src/git/stagingIndex.ts';
import { displayPath } from '../../src/model/path.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

const files: Record<string, string> = { a: '1', 'b/c': '2', 'b/d': '33', 'b/d.e': '', ü: '4' };
for (let i = 0; i < 200; i++) files[`many/file-${i}`] = String(i);

function makeIndexed(options: { objectFormat?: 'sha1' | 'sha256' } = {}): TestRepository {
  const repo = makeRepository([{ write: files, message: 'x' }], options);
  repo.write(Buffer.from('odd\xff\ttab', 'latin1'), '5');
  repo.git('add', '-A');
  return repo;
}

function withoutChecksum(index: Buffer): Buffer {
  return Buffer.concat([index.subarray(0, -20), Buffer.alloc(20)]);
}

/** Entries as `git ls-files --stage` gives them. */
function gitStage(repo: TestRepository): string[] {
  const output = repo.gitBytes(['ls-files', '-z', '--stage', '--sparse']).toString('latin1');
  return output.split('\0').slice(0, -1);
}

function line({ mode, oid, stage, path }: IndexEntry): string {
  return `${mode.toString(8).padStart(6, '0')} ${oid} ${stage}\t${path}`;
}

async function expectSame(repo: TestRepository): Promise<readonly IndexEntry[]> {
  const format = repo.git('rev-parse', '--show-object-format') === 'sha256' ? 'sha256' : 'sha1';
  const { entries, problems } = await readStagingIndex(join(repo.gitDir, 'index'), format);
  expect(problems).toEqual([]);
  expect(entries.map(line)).toEqual(gitStage(repo));
  return entries;
}

describe('readStagingIndex agrees with git ls-files', () => {
  test.each([
    ['2', 'sha1'],
    ['3', 'sha1'],
    ['4', 'sha1'],
    ['2', 'sha256'],
    ['4', 'sha256'],
  ] as const)('version %s, %s', async (version, objectFormat) => {
    const repo = makeIndexed({ objectFormat });
    repo.git('update-index', '--index-version', version);
    repo.write('new', 'intent');
    if (version !== '2') repo.git('add', '-N', 'new');
    const index = readFileSync(join(repo.gitDir, 'index'));
    expect(index.readUInt32BE(4)).toBe(Number(version));
    await expectSame(repo);
  });

  test('isomorphic-git lists the same paths', async () => {
    const repo = makeRepository([{ write: files, message: 'x' }]);
    const paths = (await expectSame(repo)).map(({ path }) => displayPath(path));
    expect(paths).toEqual(await git.listFiles({ fs, dir: repo.dir }));
  });

  test('flags and stat data', async () => {
    const repo = makeIndexed();
    repo.write('new', 'intent');
    repo.git('add', '-N', 'new');
    repo.git('update-index', '--skip-worktree', 'a');
    repo.git('update-index', '--assume-unchanged', 'b/c');
    const entries = await expectSame(repo);
    const flagged = (name: keyof IndexEntry): string[] =>
      entries.filter((entry) => entry[name] === true).map(({ path }) => path);
    expect(flagged('intentToAdd')).toEqual(['new']);
    expect(flagged('skipWorktree')).toEqual(['a']);
    expect(flagged('assumeUnchanged')).toEqual(['b/c']);
    const stats = statSync(join(repo.dir, 'b/d'), { bigint: true });
    expect(entries.find(({ path }) => path === 'b/d')).toMatchObject({
      sizeBytes: 2,
      mtimeSeconds: Number(stats.mtimeNs / 1_000_000_000n),
      mtimeNanoseconds: Number(stats.mtimeNs % 1_000_000_000n),
      inode: Number(BigInt.asUintN(32, stats.ino)),
    });
  });

  test('conflicts, with their three sides', async () => {
    const repo = makeRepository([
      { write: { f: '1\n' }, message: 'base' },
      { branch: 'topic', write: { f: '2\n' }, message: 'theirs' },
      { branch: 'main', write: { f: '3\n' }, message: 'ours' },
    ]);
    expect(() => repo.git('merge', 'topic')).toThrow(/CONFLICT|failed/u);
    const entries = await expectSame(repo);
    expect(entries.map(({ stage }) => stage)).toEqual([1, 2, 3]);
  });

  test('gitlinks and executable files', async () => {
    const repo = makeIndexed();
    repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.commits[0]},module`);
    repo.git('update-index', '--chmod=+x', 'a');
    await expectSame(repo);
  });

  // Files as new as the index are written again with it, older ones are not.
  test.each([true, false])('a split index, its files older: %s', async (isOlder) => {
    const repo = makeIndexed();
    const seconds = isOlder ? 1e9 : 2e9;
    for (const name of Object.keys(files)) utimesSync(join(repo.dir, name), seconds, seconds);
    repo.git('update-index', '--refresh');
    repo.git('config', 'splitIndex.maxPercentChange', '100');
    repo.git('update-index', '--split-index');
    await expectSame(repo);
    repo.write('a', 'changed');
    repo.write('many/file-70', 'changed');
    repo.git('add', 'a', 'many/file-70');
    repo.git('rm', '-q', '--cached', 'b/c', 'many/file-9', 'many/file-91');
    repo.write('aa', 'added');
    repo.write('zz', 'added');
    repo.git('add', 'aa', 'zz');
    repo.git('update-index', '--skip-worktree', 'many/file-100');
    const index = readFileSync(join(repo.gitDir, 'index'));
    expect(index.includes('link')).toBe(true);
    expect(index.readUInt32BE(8) < 10).toBe(isOlder);
    await expectSame(repo);
  });

  test('a split index in SHA-256', async () => {
    const repo = makeIndexed({ objectFormat: 'sha256' });
    repo.git('update-index', '--split-index');
    repo.git('rm', '-q', '--cached', 'a');
    await expectSame(repo);
  });

  test('a sparse index, with its folders', async () => {
    const repo = makeIndexed();
    repo.git('sparse-checkout', 'init', '--cone', '--sparse-index');
    repo.git('sparse-checkout', 'set', 'b');
    const entries = await expectSame(repo);
    expect(entries).toContainEqual(
      expect.objectContaining({ path: 'many/', mode: 0o040000, skipWorktree: true }),
    );
  });

  test('an index without checksum, and one with many extensions', async () => {
    const repo = makeIndexed();
    repo.git('config', 'index.threads', '4');
    repo.git('update-index', '--untracked-cache', '--force-untracked-cache');
    repo.git('status');
    await expectSame(repo);
    const file = join(repo.gitDir, 'index');
    writeFileSync(file, withoutChecksum(readFileSync(file)));
    await expectSame(repo);
  });
});

describe('readStagingIndex', () => {
  test('takes a missing file for an empty index', async () => {
    const repo = makeRepository();
    expect(await readStagingIndex(join(repo.gitDir, 'index'), 'sha1')).toEqual({
      entries: [],
      problems: [],
    });
  });

  test('gives what stands before damage, and a problem', async () => {
    const repo = makeIndexed();
    const file = join(repo.gitDir, 'index');
    const whole = readFileSync(file);
    const wanted = gitStage(repo);
    for (const length of [0, 11, 40, 700, 5000, whole.length - 30, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      const { entries, problems } = await readStagingIndex(file, 'sha1');
      expect(problems.length).toBeGreaterThan(0);
      expect(problems[0]).toMatchObject({ kind: 'unreadable-file', path: 'index' });
      expect(entries.map(line)).toEqual(wanted.slice(0, entries.length));
    }
    writeFileSync(file, Buffer.from(whole).fill(0xff, 60, 61));
    const { problems } = await readStagingIndex(file, 'sha1');
    expect(problems).toMatchObject([{ message: expect.stringContaining('checksum') }]);
  });

  test('reports versions and extensions it does not know', async () => {
    const repo = makeIndexed();
    const file = join(repo.gitDir, 'index');
    const whole = withoutChecksum(readFileSync(file));
    const later = Buffer.from(whole);
    later.writeUInt32BE(5, 4);
    writeFileSync(file, later);
    expect((await readStagingIndex(file, 'sha1')).problems).toMatchObject([
      { kind: 'unsupported' },
    ]);
    const extension = Buffer.concat([Buffer.from('need'), Buffer.alloc(4)]);
    writeFileSync(file, Buffer.concat([whole.subarray(0, -20), extension, Buffer.alloc(20)]));
    const { entries, problems } = await readStagingIndex(file, 'sha1');
    expect(problems).toMatchObject([
      { kind: 'unsupported', message: expect.stringMatching(/need/u) },
    ]);
    expect(entries).toHaveLength(206);
  });

  test('reports the missing base of a split index', async () => {
    const repo = makeIndexed();
    repo.git('update-index', '--split-index');
    rmSync(join(repo.dir, repo.git('rev-parse', '--shared-index-path')));
    const { entries, problems } = await readStagingIndex(join(repo.gitDir, 'index'), 'sha1');
    expect(entries).toEqual([]);
    expect(problems).toMatchObject([{ message: expect.stringMatching(/base/u) }]);
  });
});

test('an entry whose name is not as long as it says is damaged: git would read on elsewhere', async () => {
  const repo = makeIndexed();
  const file = join(repo.gitDir, 'index');
  const index = withoutChecksum(readFileSync(file));
  const at = index.indexOf('b/c\0');
  expect(index[at - 1]).toBe(3);
  index[at - 1] = 11;
  writeFileSync(file, index);
  const { entries, problems } = await readStagingIndex(file, 'sha1');
  expect(entries.map(({ path }) => path)).toEqual(['a']);
  expect(problems).toMatchObject([{ message: expect.stringMatching(/cut off after 1 of/u) }]);
});

describe('readStagingIndex is given an index that unfolds', () => {
  /** Version 4: each entry takes one byte off the path before and adds one. */
  function unfolding(count: number, first: string, extension = Buffer.alloc(0)): Buffer {
    const header = Buffer.from('DIRC\0\0\0\x04\0\0\0\0', 'latin1');
    header.writeUInt32BE(count, 8);
    const entry = (strip: number, name: string): Buffer => {
      const fixed = Buffer.alloc(62);
      fixed.writeUInt16BE(Math.min(first.length, 0xfff), 60);
      return Buffer.concat([fixed, Buffer.from([strip]), Buffer.from(`${name}\0`)]);
    };
    const more = Array.from({ length: count - 1 }, () => entry(1, 'y'));
    return Buffer.concat([header, entry(0, first), ...more, extension, Buffer.alloc(20)]);
  }

  async function read(index: Buffer) {
    const file = join(makeRepository().gitDir, 'index');
    writeFileSync(file, index);
    return readStagingIndex(file, 'sha1');
  }

  test('to paths as long as a file system takes: all are read', async () => {
    const { entries, problems } = await read(unfolding(2000, 'x'.repeat(4000)));
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(2000);
  });

  test('to gigabytes: what lies beyond a bound is left out, and told', async () => {
    const { entries, problems } = await read(unfolding(8000, 'x'.repeat(2 ** 20)));
    expect(problems).toMatchObject([{ kind: 'limit' }]);
    expect(entries.length).toBeLessThan(200);
  });

  test('to gigabytes of folders: nothing is known of its trees', async () => {
    const level = Buffer.concat([Buffer.from(`${'f'.repeat(200)}\x001 1\n`), Buffer.alloc(20)]);
    const top = Buffer.concat([Buffer.from('\x001 1\n'), Buffer.alloc(20)]);
    const levels = Buffer.concat([top, ...Array.from({ length: 8000 }, () => level)]);
    const start = Buffer.from('TREE\0\0\0\0', 'latin1');
    start.writeUInt32BE(levels.length, 4);
    const { entries, trees } = await read(unfolding(1, 'x', Buffer.concat([start, levels])));
    expect(entries).toHaveLength(1);
    expect(trees).toBeUndefined();
  });

  test('whose record of trees is cut off in an id: nothing is known of them', async () => {
    const cut = Buffer.from('TREE\0\0\0\x09\x001 0\nabcd', 'latin1');
    expect((await read(unfolding(1, 'x', cut))).trees).toBeUndefined();
  });
});

describe('readEwah', () => {
  test('refuses bitmaps that are cut off or set bits beyond the limit', () => {
    const run = Buffer.alloc(8 + 8 + 4);
    run.writeUInt32BE(64, 0);
    run.writeUInt32BE(1, 4);
    run.writeUInt32BE(0b11, 12);
    expect(readEwah(run, 0, 64)?.positions).toHaveLength(64);
    expect(readEwah(run, 0, 63)).toBeUndefined();
    expect(readEwah(run.subarray(0, -1), 0, 64)).toBeUndefined();
    run.writeUInt32BE(0xff_ff_ff_ff, 12);
    expect(readEwah(run, 0, 64)).toBeUndefined();
  });
});
