// The staging index with its extensions, and the bitmaps within.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEwah } from '../../../src/git/ewah.ts';
import { readStagingIndex } from '../../../src/git/stagingIndex.ts';
import type { IndexEntry } from '../../../src/git/stagingIndex.ts';
import { makeRepository } from '../../makeRepository.ts';
import type { TestRepository } from '../../makeRepository.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

/** One repository in which the indexes of all are read. */
const repository = once(() => {
  const files = Object.fromEntries(
    ['a', 'b/c', 'b/d e', 'b/f/g', 'lib/x/y', 'lib/x/z'].map((path) => [path, path]),
  );
  return makeRepository([{ write: files, message: 'First' }]);
});

/** An index after git was called so, and what of the kind `sharedindex.*` it needs. */
function indexAfter(...calls: readonly (readonly string[])[]): Buffer {
  const repo = repository();
  for (const call of calls) repo.git(...call);
  const bytes = readFileSync(join(repo.gitDir, 'index'));
  // Back to a plain one; the shared file stays for whoever links to it.
  keepShared(repo);
  rmSync(join(repo.gitDir, 'index'));
  repo.git('read-tree', 'HEAD');
  return bytes;
}

function keepShared({ gitDir }: TestRepository): void {
  for (const name of readdirSync(gitDir).filter((each) => each.startsWith('sharedindex.'))) {
    cpSync(join(gitDir, name), join(gitDir, `kept-${name}`));
  }
}

const seeds = once(() => {
  const repo = repository();
  const blob = repo.git('rev-parse', 'HEAD:a');
  const version = (number: number): string[] => ['update-index', '--index-version', String(number)];
  const bytes = [
    indexAfter(version(2)),
    indexAfter(version(4)),
    indexAfter(['read-tree', 'HEAD'], ['update-index', '--skip-worktree', 'a'], version(3)),
    indexAfter(['update-index', '--assume-unchanged', 'a'], version(4), [
      'update-index',
      '--skip-worktree',
      'b/c',
    ]),
    indexAfter(['update-index', '--add', '--cacheinfo', `100755,${blob},zz/${'n'.repeat(5000)}`]),
    indexAfter(
      ['update-index', '--split-index'],
      ['rm', '-q', '--cached', 'b/c'],
      ['update-index', '--add', '--cacheinfo', `100644,${blob},new`],
    ),
    indexAfter(['update-index', '--untracked-cache'], ['status']),
    indexAfter(['sparse-checkout', 'set', '--cone', '--sparse-index', 'b']),
  ];
  repo.git('sparse-checkout', 'disable');
  const { gitDir } = repo;
  for (const name of readdirSync(gitDir).filter((each) => each.startsWith('kept-'))) {
    cpSync(join(gitDir, name), join(gitDir, name.slice('kept-'.length)));
  }
  return bytes;
});

/** With a checksum that fits: behind one that does not git looks at nothing. */
function write(bytes: Buffer): string {
  const file = join(repository().gitDir, 'fuzzed-index');
  const body = bytes.subarray(0, -20);
  writeFileSync(file, Buffer.concat([body, createHash('sha1').update(body).digest()]));
  return file;
}

async function read(bytes: Buffer) {
  return readStagingIndex(write(bytes), 'sha1', repository().gitDir);
}

function lineOf({ mode, oid, stage, path }: IndexEntry): string {
  return `${mode.toString(8).padStart(6, '0')} ${oid} ${stage}\t${path}`;
}

const stagingIndex: Target = {
  name: 'staging index',
  seeds,
  words: [
    'DIRC\0\0\0\x02',
    'DIRC\0\0\0\x04',
    'TREE\0\0\0\x10',
    'link\0\0\0\x14',
    'sdir\0\0\0\0',
    'UNTR',
    'FSMN',
    'EOIE',
    'xxxx\0\0\0\0',
  ],
  async run(bytes) {
    const { entries, trees, problems } = await read(bytes);
    const most = bytes.length / 60 + seeds().length + 20;
    demand(entries.length <= most, 'no more entries than there are bytes for');
    const named = entries.reduce((sum, { path }) => sum + path.length, 0);
    demand(named <= 64 * (bytes.length + 10_000), 'paths do not unfold without bounds');
    for (const { path, oid } of entries) {
      demand(!path.includes('\0'), 'a path without NUL');
      demand(/^[0-9a-f]{40}$/u.test(oid), 'an id');
    }
    for (const [folder, oid] of trees ?? []) {
      demand(/^[0-9a-f]{40}$/u.test(oid), `the id of the tree of ${JSON.stringify(folder)}`);
    }
    demand(
      problems.every(({ message }) => message !== ''),
      'problems are told',
    );
  },
  async oracle(bytes) {
    const { dir } = repository();
    const file = write(bytes);
    const env = { GIT_INDEX_FILE: file };
    const git = runGit(['ls-files', '-z', '--stage', '--sparse'], { cwd: dir, env });
    if (!git.isGood) return;
    const { entries, problems } = await read(bytes);
    const expected = git.stdout.toString('latin1').split('\0').slice(0, -1);
    if (problems.length > 0) return;
    // git calls an entry without a name the folder itself.
    const shown = entries.map((entry) => ({
      ...entry,
      path: entry.path === '' ? './' : entry.path,
    }));
    demandSame(shown.map(lineOf), expected, 'as git ls-files');
  },
};

const limit = 400;

/** Positions as literal words, and as runs where a word is full or empty. */
function writeEwah(positions: ReadonlySet<number>): Buffer {
  const words: bigint[] = [];
  for (let word = 0; word < Math.ceil(limit / 64); word++) {
    let bits = 0n;
    for (let bit = 0; bit < 64; bit++)
      if (positions.has(word * 64 + bit)) bits |= 1n << BigInt(bit);
    words.push(bits);
  }
  const full = (1n << 64n) - 1n;
  const written: bigint[] = [];
  for (const bits of words) {
    if (bits === 0n) written.push(1n << 1n);
    else if (bits === full) written.push(1n | (1n << 1n));
    else written.push(1n << 33n, bits);
  }
  const bytes = Buffer.alloc(8 + written.length * 8 + 4);
  bytes.writeUInt32BE(limit, 0);
  bytes.writeUInt32BE(written.length, 4);
  written.forEach((word, i) => bytes.writeBigUInt64BE(word, 8 + i * 8));
  return bytes;
}

const ewah: Target = {
  name: 'compressed bitmap',
  seeds: () => [
    writeEwah(new Set([0, 1, 5, 64, 200, 399])),
    writeEwah(new Set(Array.from({ length: 130 }, (_, i) => i))),
    writeEwah(new Set()),
  ],
  run(bytes) {
    // What is read is what was written.
    const positions = new Set<number>();
    for (const [i, byte] of bytes.subarray(0, limit >> 3).entries())
      for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) positions.add(i * 8 + bit);
    const written = writeEwah(positions);
    demandSame(
      readEwah(written, 0, limit),
      { positions: [...positions], end: written.length },
      'read as written',
    );
    for (const start of [0, 4]) {
      const bitmap = readEwah(bytes, start, limit);
      if (bitmap === undefined) continue;
      demand(bitmap.end <= bytes.length, 'an end within the bytes');
      let last = -1;
      for (const position of bitmap.positions) {
        demand(position > last && position < limit, 'positions ascend below the limit');
        last = position;
      }
    }
  },
};

export const indexTargets: readonly Target[] = [stagingIndex, ewah];
