// Damaged repositories: what can be read is searched, what cannot is a problem in the report, the exit
// code is 1 or 3, and no stack trace is shown.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProblemKind } from '../../src/model/problem.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';

/** Two commits that end up in a pack, and a loose one that holds a token. */
function packedAndLoose(): TestRepository {
  const text = (n: number): string => Array.from({ length: 40 }, (_, i) => `${i * n}\n`).join('');
  const repo = makeRepository([
    { write: { 'a.txt': text(3), 'b.txt': text(5) }, message: 'One' },
    { write: { 'a.txt': text(7), 'c.txt': text(11) }, message: 'Two' },
  ]);
  repo.git('repack', '-adq');
  repo.write('token.py', `${tokenLine('loose')}\n`);
  repo.commit('Three');
  return repo;
}

function packFiles(repo: TestRepository, ending: string): string[] {
  const folder = join(repo.gitDir, 'objects/pack');
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

function onlyPack(repo: TestRepository): string {
  const [pack = '', ...others] = packFiles(repo, '.pack');
  expect(others).toEqual([]);
  chmodSync(pack, 0o644);
  return pack;
}

function looseFile(repo: TestRepository, oid: string): string {
  const file = join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(file, 0o644);
  return file;
}

interface Damage {
  readonly title: string;
  /** Breaks the repository; returns the oid that the problem must name, if it names one. */
  readonly damage: (repo: TestRepository) => string | undefined;
  /** Any of these kinds must be among the problems. */
  readonly kinds: readonly ProblemKind[];
}

const damages: readonly Damage[] = [
  {
    title: 'a pack cut in half',
    damage(repo) {
      const pack = onlyPack(repo);
      truncateSync(pack, readFileSync(pack).length >> 1);
      return undefined;
    },
    kinds: ['corrupt-pack', 'corrupt-object'],
  },
  {
    title: 'an empty pack file',
    damage(repo) {
      truncateSync(onlyPack(repo), 0);
      return undefined;
    },
    kinds: ['corrupt-pack'],
  },
  {
    title: 'a byte changed inside a pack',
    damage(repo) {
      const pack = onlyPack(repo);
      const bytes = readFileSync(pack);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
      writeFileSync(pack, bytes);
      return undefined;
    },
    kinds: ['corrupt-pack', 'corrupt-object'],
  },
  {
    title: 'a pack whose index is gone',
    damage(repo) {
      for (const file of packFiles(repo, '.idx')) rmSync(file);
      for (const file of packFiles(repo, '.rev')) rmSync(file);
      return undefined;
    },
    kinds: ['pack-without-index'],
  },
  {
    title: 'a pack index that is garbage',
    damage(repo) {
      for (const file of packFiles(repo, '.idx')) {
        chmodSync(file, 0o644);
        writeFileSync(file, Buffer.alloc(2000, 0x41));
      }
      return undefined;
    },
    kinds: ['corrupt-pack', 'pack-without-index'],
  },
  {
    title: 'a pack index with a byte changed that no reader needs',
    damage(repo) {
      for (const file of packFiles(repo, '.idx')) {
        chmodSync(file, 0o644);
        const bytes = readFileSync(file);
        // The last checksum of an entry: before offsets of 4 bytes and two hashes of 20.
        const at = bytes.length - 40 - 4 * bytes.readUInt32BE(8 + 255 * 4) - 1;
        bytes[at] = (bytes[at] ?? 0) ^ 0xff;
        writeFileSync(file, bytes);
      }
      return undefined;
    },
    kinds: ['corrupt-pack'],
  },
  {
    title: 'a pack index that gives two objects one place',
    damage(repo) {
      for (const file of packFiles(repo, '.idx')) {
        chmodSync(file, 0o644);
        const bytes = readFileSync(file);
        const at = bytes.length - 40 - 8;
        bytes.copy(bytes, at, at + 4, at + 8);
        const body = bytes.subarray(0, -20);
        writeFileSync(file, Buffer.concat([body, createHash('sha1').update(body).digest()]));
      }
      return undefined;
    },
    kinds: ['corrupt-pack'],
  },
  {
    title: 'a pack index that is cut short',
    damage(repo) {
      for (const file of packFiles(repo, '.idx')) {
        chmodSync(file, 0o644);
        truncateSync(file, 1100);
      }
      return undefined;
    },
    kinds: ['corrupt-pack', 'pack-without-index'],
  },
  {
    title: 'an index whose pack is gone',
    damage(repo) {
      rmSync(onlyPack(repo));
      return undefined;
    },
    kinds: ['missing-object', 'corrupt-pack'],
  },
  {
    title: 'a loose blob that is garbage',
    damage(repo) {
      repo.write('late.txt', 'late\n');
      repo.commit('Late');
      const oid = repo.git('rev-parse', 'HEAD:late.txt');
      writeFileSync(looseFile(repo, oid), 'no zlib stream at all');
      return oid;
    },
    kinds: ['corrupt-object'],
  },
  {
    title: 'an empty loose object, as a crash leaves it',
    damage(repo) {
      repo.write('late.txt', 'late\n');
      repo.commit('Late');
      const oid = repo.git('rev-parse', 'HEAD:late.txt');
      truncateSync(looseFile(repo, oid), 0);
      return oid;
    },
    kinds: ['corrupt-object'],
  },
  {
    title: 'a loose tree that is garbage',
    damage(repo) {
      const oid = repo.git('rev-parse', 'HEAD^{tree}');
      writeFileSync(looseFile(repo, oid), 'garbage');
      return oid;
    },
    kinds: ['corrupt-object'],
  },
  {
    title: 'a missing blob',
    damage(repo) {
      repo.write('late.txt', 'late\n');
      repo.commit('Late');
      const oid = repo.git('rev-parse', 'HEAD:late.txt');
      rmSync(looseFile(repo, oid));
      return oid;
    },
    kinds: ['missing-object'],
  },
  {
    title: 'a missing tree',
    damage(repo) {
      const oid = repo.git('rev-parse', 'HEAD^{tree}');
      rmSync(looseFile(repo, oid));
      return oid;
    },
    kinds: ['missing-object'],
  },
  {
    title: 'a missing commit',
    damage(repo) {
      const oid = repo.git('rev-parse', 'HEAD');
      rmSync(looseFile(repo, oid));
      return oid;
    },
    kinds: ['missing-object', 'broken-ref'],
  },
  {
    title: 'a branch that is no oid',
    damage(repo) {
      writeFileSync(join(repo.gitDir, 'refs/heads/odd'), 'garbage\n');
      return undefined;
    },
    kinds: ['broken-ref'],
  },
  {
    title: 'a branch that names an object which is not there',
    damage(repo) {
      const oid = '1'.repeat(40);
      writeFileSync(join(repo.gitDir, 'refs/heads/odd'), `${oid}\n`);
      return undefined;
    },
    kinds: ['broken-ref', 'missing-object'],
  },
  {
    title: 'an index file that is garbage',
    damage(repo) {
      writeFileSync(join(repo.gitDir, 'index'), 'garbage');
      return undefined;
    },
    kinds: ['unreadable-file', 'unsupported'],
  },
  {
    title: 'an alternate that is not there',
    damage(repo) {
      mkdirSync(join(repo.gitDir, 'objects/info'), { recursive: true });
      writeFileSync(join(repo.gitDir, 'objects/info/alternates'), '/absent/objects\n');
      return undefined;
    },
    kinds: ['unreadable-file', 'missing-object'],
  },
];

test.each(damages)('$title is a problem, and the rest is searched', async ({ damage, kinds }) => {
  const repo = packedAndLoose();
  const oid = damage(repo);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  findingOf(report, 'loose');
  expect(report.coverage.complete).toBe(false);
  const { problems } = report.coverage;
  expect(
    problems.some(({ kind }) => kinds.includes(kind)),
    JSON.stringify(problems),
  ).toBe(true);
  if (oid !== undefined) expect(problems.map((problem) => problem.oid)).toContain(oid);
});

test.each(damages)('$title ends with 3 when nothing is found', async ({ damage }) => {
  const repo = makeRepository([{ write: { 'a.txt': 'a\n'.repeat(300) }, message: 'One' }]);
  repo.git('repack', '-adq');
  repo.write('d.txt', 'd\n');
  repo.commit('Two');
  damage(repo);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(report.findings).toEqual([]);
  expect(exitCode).toBe(3);
  expect(report.coverage.complete).toBe(false);
});

test('missing objects are counted, each once', async () => {
  const repo = packedAndLoose();
  for (const n of [1, 2]) {
    repo.write('late.txt', `late ${n}\n`);
    repo.commit(`Late ${n}`);
    rmSync(looseFile(repo, repo.git('rev-parse', 'HEAD:late.txt')));
  }
  repo.commit('Nothing new', { allowEmpty: true, all: false });
  const { report } = await auditRepository(repo.dir);
  expect(report.coverage.missingObjects).toBe(2);
});

test('an unborn HEAD beside other branches is audited as they are', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('unborn')}\n` }, message: 'Add' }]);
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/nobody');
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(report.target.head).toEqual({ ref: 'refs/heads/nobody', oid: null });
  expect(report.coverage).toMatchObject({ complete: true, problems: [] });
  expect(findingOf(report, 'unborn').state).toBe('history');
});

test('a partial clone says so, asks nobody for the rest and ends with 3', async () => {
  const origin = makeRepository([
    { write: { 'a.py': `${tokenLine('partial')}\n` }, message: 'Add' },
    { write: { 'a.py': 'pass\n' }, message: 'Drop' },
  ]);
  const clone = origin.clone('--filter=blob:none', '--no-checkout');
  const objects = (): string =>
    clone.git('-c', 'remote.origin.promisor=true', 'count-objects', '-v');
  const before = objects();
  const { exitCode, report } = await auditRepository(clone.dir);
  expect(exitCode).toBe(3);
  expect(report.target).toMatchObject({ partial: true, shallow: false });
  expect(report.coverage).toMatchObject({ complete: false, missingObjects: 2, blobs: 0 });
  expect(objects()).toBe(before);
});

test('a shallow clone is read up to its border, which is no missing object', async () => {
  const origin = makeRepository([
    { write: { 'a.py': `${tokenLine('deep')}\n` }, message: 'Add' },
    { write: { 'a.py': 'pass\n' }, message: 'Drop' },
    { write: { 'b.py': `${tokenLine('near')}\n` }, message: 'Add another' },
  ]);
  const { exitCode, report } = await auditRepository(origin.clone('--depth=2').dir);
  expect(exitCode).toBe(1);
  expect(report.findings).toHaveLength(1);
  expect(findingOf(report, 'near').state).toBe('head');
  expect(report.target.shallow).toBe(true);
  expect(report.coverage).toMatchObject({ complete: false, commits: 2, missingObjects: 0 });
});
