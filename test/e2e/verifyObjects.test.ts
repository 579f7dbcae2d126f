// Whether what is stored is what its name promises: pack checksums always, every object with --verify-objects. git fsck is the oracle.
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ObjectFormat } from '../../src/model/oid.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';

function packed(objectFormat: ObjectFormat = 'sha1'): TestRepository {
  const steps = Array.from({ length: 6 }, (_, i) => ({
    write: {
      'a.py': `${'x = 1\n'.repeat(50)}${tokenLine(`verify ${i}`)}\n`,
      [`b${i}.py`]: `${i}\n`,
    },
    message: `Step ${i}`,
  }));
  const repo = makeRepository(steps, { objectFormat });
  repo.git('tag', '-a', 'v1', '-m', 'First');
  repo.git('repack', '-adfq');
  repo.write('loose.py', 'pass\n');
  repo.commit('Loose');
  return repo;
}

/** Changes a file of the pack folder and makes its own checksum fit again. */
function tamper(
  repo: TestRepository,
  ending: '.pack' | '.idx',
  change: (bytes: Buffer) => void,
  isSealed = true,
): void {
  const dir = join(repo.gitDir, 'objects', 'pack');
  const path = join(
    dir,
    readdirSync(dir).find((name) => name.endsWith(ending))!,
  );
  const bytes = readFileSync(path);
  change(bytes);
  const end = bytes.length - 20;
  if (isSealed) createHash('sha1').update(bytes.subarray(0, end)).digest().copy(bytes, end);
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}

/** Exchanges the places of two blobs of about the same size in an index of version 2. */
function exchange(repo: TestRepository, index: Buffer): string[] {
  const count = index.readUInt32BE(8 + 255 * 4);
  const oids = Array.from({ length: count }, (_, i) =>
    index.toString('hex', 1032 + i * 20, 1052 + i * 20),
  );
  const wanted = ['b0.py', 'b1.py'].map((name) => repo.git('rev-parse', `HEAD:${name}`));
  const [first = 0, second = 0] = wanted.map((oid) => 1032 + count * 24 + oids.indexOf(oid) * 4);
  const offset = index.readUInt32BE(first);
  index.writeUInt32BE(index.readUInt32BE(second), first);
  index.writeUInt32BE(offset, second);
  return wanted;
}

test.each(['sha1', 'sha256'] as const)(
  'all objects of a sound repository are verified (%s)',
  async (format) => {
    const repo = packed(format);
    const objects = repo.git('cat-file', '--batch-all-objects', '--batch-check').split('\n').length;
    for (const args of [[], ['--threads', '0'], ['--max-memory', '300M']]) {
      const { report } = await auditRepository(repo.dir, ['--verify-objects', ...args]);
      expect(report.coverage).toMatchObject({
        complete: true,
        problems: [],
        verifiedObjects: objects,
      });
    }
    const { report } = await auditRepository(repo.dir);
    expect(report.coverage.verifiedObjects).toBeUndefined();
  },
);

test('objects under each other’s names are told, as git fsck tells them', async () => {
  const repo = packed();
  let wanted: string[] = [];
  tamper(repo, '.idx', (index) => {
    wanted = exchange(repo, index);
  });
  expect(() => repo.git('fsck')).toThrow(/corrupt|mismatch/u);
  const { report } = await auditRepository(repo.dir, ['--verify-objects']);
  expect(report.coverage.complete).toBe(false);
  const damaged = report.coverage.problems.filter(({ kind }) => kind === 'corrupt-object');
  expect(damaged.map(({ oid }) => oid)).toEqual(wanted.toSorted());
  expect(damaged[0]?.message).toContain('do not hash to its name');
});

test('a damaged copy of an object that another pack holds as well is told', async () => {
  const repo = packed();
  const blob = repo.git('rev-parse', 'HEAD:b0.py');
  // A second pack with that blob alone, which is then damaged.
  const name = repo
    .gitBytes(['pack-objects', '-q', join(repo.gitDir, 'objects', 'pack', 'pack')], `${blob}\n`)
    .toString()
    .trim();
  const path = join(repo.gitDir, 'objects', 'pack', `pack-${name}.pack`);
  const bytes = readFileSync(path);
  bytes.fill(0x55, 14, bytes.length - 20);
  const end = bytes.length - 20;
  createHash('sha1').update(bytes.subarray(0, end)).digest().copy(bytes, end);
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  const index = path.replace(/pack$/u, 'idx');
  const indexBytes = readFileSync(index);
  bytes.copy(indexBytes, indexBytes.length - 40, end);
  const sealed = indexBytes.length - 20;
  createHash('sha1').update(indexBytes.subarray(0, sealed)).digest().copy(indexBytes, sealed);
  chmodSync(index, 0o644);
  writeFileSync(index, indexBytes);
  const plain = await auditRepository(repo.dir);
  expect(plain.report.coverage.complete).toBe(true);
  const { report } = await auditRepository(repo.dir, ['--verify-objects']);
  expect(report.coverage.problems).toMatchObject([{ kind: 'corrupt-object', oid: blob }]);
  expect(report.findings).toHaveLength(6);
});

test('a pack whose checksum does not fit makes the scan incomplete, also when all else is known', async () => {
  const repo = packed();
  const sound = await auditRepository(repo.dir);
  expect(sound.report.coverage.complete).toBe(true);
  // The checksum of the pack, and what its index says of it: nothing that is needed to read an object.
  tamper(repo, '.pack', (bytes) => bytes.fill(7, bytes.length - 20), false);
  tamper(repo, '.idx', (bytes) => bytes.fill(7, bytes.length - 40, bytes.length - 20));
  for (const args of [[], ['--no-cache'], []]) {
    const { report } = await auditRepository(repo.dir, args);
    expect(report.findings).toHaveLength(6);
    expect(report.coverage.complete).toBe(false);
    expect(report.coverage.problems).toMatchObject(
      [{ kind: 'corrupt-pack', message: /checksum does not fit/u }].map((problem) => ({
        ...problem,
        message: expect.stringMatching(problem.message),
      })),
    );
  }
});
