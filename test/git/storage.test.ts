import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createObjectStore } from '../../src/git/objectStore.ts';
import { findOid, oidOf } from '../../src/git/objectTable.ts';
import { parentElsewhere } from '../../src/git/packLayout.ts';
import { createFamilyWalker } from '../../src/git/packWalk.ts';
import { ampleMemory, createRooms } from '../../src/git/rooms.ts';
import { openStorage } from '../../src/git/storage.ts';
import type { Storage } from '../../src/git/storage.ts';
import type { ObjectFormat } from '../../src/model/oid.ts';
import type { TestRepository } from '../makeRepository.ts';
import { makeRepository } from '../makeRepository.ts';
import { readAllWithGit } from '../oracle/catFile.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const typeNames = ['unknown', 'commit', 'tree', 'blob', 'tag'];

/** A history whose file grows and changes in the middle, so that packs hold deltas of every kind. */
function growingHistory(commits: number, format: ObjectFormat = 'sha1'): TestRepository {
  const repo = makeRepository({ objectFormat: format });
  const lines = Array.from(
    { length: 40 },
    (_, i) => `line ${i} of the file, with some text to share`,
  );
  for (let i = 0; i < commits; i++) {
    lines.splice((i * 7) % lines.length, 1, `changed in commit ${i} ${'x'.repeat(i % 90)}`);
    if (i % 3 === 0) lines.push(`added in ${i}`);
    repo.write('src/app.py', `${lines.join('\n')}\n`);
    repo.write(`notes/${i % 5}.txt`, `note ${i}\n`);
    repo.commit(`Commit ${i}`);
  }
  repo.git('tag', '-a', 'v1', '-m', 'First release');
  return repo;
}

function packDir(repo: TestRepository): string {
  return join(repo.gitDir, 'objects', 'pack');
}

function filesEnding(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** A pack of one REF delta that copies all of its base, which is not in the pack, and adds some bytes. */
function writeDeltaPack(
  repo: TestRepository,
  baseOid: string,
  baseSize: number,
  added: Buffer,
): void {
  const varint = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
  const resultSize = baseSize + added.length;
  const copy = [0x80 | 0x10 | 0x20, baseSize & 0xff, baseSize >> 8];
  const delta = Buffer.from([
    ...varint(baseSize),
    ...varint(resultSize),
    ...copy,
    added.length,
    ...added,
  ]);
  const size = [(7 << 4) | (delta.length & 15) | 0x80, delta.length >> 4];
  const header = Buffer.from([0x50, 0x41, 0x43, 0x4b, 0, 0, 0, 2, 0, 0, 0, 1]);
  const sha1 = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest();
  const entry = Buffer.concat([Buffer.from(size), Buffer.from(baseOid, 'hex'), deflateSync(delta)]);
  const content = Buffer.concat([header, entry]);
  const checksum = sha1(content);
  const base = repo.gitBytes(['cat-file', 'blob', baseOid]);
  const result = Buffer.concat([base, added]);
  const oid = Buffer.from(
    repo.gitBytes(['hash-object', '--stdin'], result).toString().trim(),
    'hex',
  );
  const fanout = Buffer.alloc(1024);
  for (let i = oid[0]!; i < 256; i++) fanout.writeUInt32BE(1, i * 4);
  const index = Buffer.concat([fanout, Buffer.from([0, 0, 0, 12]), oid, checksum]);
  const name = join(packDir(repo), `pack-${checksum.toString('hex')}`);
  mkdirSync(packDir(repo), { recursive: true });
  writeFileSync(`${name}.pack`, Buffer.concat([content, checksum]));
  writeFileSync(`${name}.idx`, Buffer.concat([index, sha1(index)]));
}

/** Everything that walking the families and reading the loose objects gives, by id. */
function readAllByWalking(storage: Storage): Map<string, { type: string; bytes: Buffer }> {
  const store = createObjectStore(storage);
  const walker = createFamilyWalker(storage, store, createRooms(ampleMemory()));
  const objects = new Map<string, { type: string; bytes: Buffer }>();
  storage.packs.forEach(({ layout }, pack) => {
    for (const root of layout.roots) {
      const steps = walker.walk(pack, root, {
        visit(object, type, bytes, size) {
          const oid = oidOf(storage.table, object);
          expect(objects.has(oid), 'each object is visited once').toBe(false);
          const known = type === 0 ? store.readObject(object)?.type : typeNames[type];
          objects.set(oid, { type: known ?? '', bytes: Buffer.from(bytes.subarray(0, size)) });
          return undefined;
        },
        fail(object, _type, reason) {
          throw new Error(`${oidOf(storage.table, object)}: ${reason}`);
        },
        leaveOut(object) {
          throw new Error(`${oidOf(storage.table, object)} was left out`);
        },
        isStopped: () => false,
      });
      while (steps.next().done !== true);
    }
  });
  for (let object = 0; object < storage.table.count; object++) {
    if (storage.table.pack[object] !== 0xffff) continue;
    const content = store.readObject(object);
    if (content === undefined) throw new Error(store.lastProblem());
    objects.set(oidOf(storage.table, object), {
      type: content.type,
      bytes: Buffer.from(content.bytes),
    });
  }
  walker.close();
  store.close();
  return objects;
}

function expectSameAsGit(
  repo: TestRepository,
  format: ObjectFormat = 'sha1',
  dirs?: string[],
): Storage {
  const objectDirs = dirs ?? [join(repo.gitDir, 'objects')];
  const expected = readAllWithGit(repo);
  const { storage, problems } = openStorage(objectDirs, format);
  expect(problems).toEqual([]);
  // In memory, in part, and in windows only.
  for (const headBytes of [undefined, 3000, 0]) {
    const opened = openStorage(objectDirs, format, headBytes).storage;
    const walked = readAllByWalking(opened);
    const store = createObjectStore(opened);
    expect([...walked.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [oid, object] of expected) {
      expect(walked.get(oid)?.type, oid).toBe(object.type);
      expect(walked.get(oid)?.bytes.equals(object.bytes), oid).toBe(true);
      const read = store.read(oid);
      expect(read?.type, oid).toBe(object.type);
      expect(read?.bytes.equals(object.bytes), oid).toBe(true);
    }
    store.close();
  }
  return storage;
}

describe('objects are the same as git reads them', () => {
  it('from loose files', () => {
    expectSameAsGit(growingHistory(5));
  });

  it('from a pack with offset deltas', () => {
    const repo = growingHistory(60);
    repo.git('repack', '-adfq', '--depth=50', '--window=50');
    const storage = expectSameAsGit(repo);
    expect(storage.packs).toHaveLength(1);
    expect(storage.packs[0]?.layout.parents.some((parent) => parent >= 0)).toBe(true);
  });

  it('from a pack with REF deltas', () => {
    const repo = growingHistory(60);
    repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    expectSameAsGit(repo);
  });

  it('from chains of 250 deltas', () => {
    const repo = growingHistory(300);
    repo.git('-c', 'pack.depth=250', 'repack', '-adfq', '--depth=250', '--window=250');
    const storage = expectSameAsGit(repo);
    const { parents } = storage.packs[0]!.layout;
    const depthOf = (entry: number): number => {
      let depth = 0;
      for (let at = parents[entry]!; at >= 0; at = parents[at]!) depth++;
      return depth;
    };
    expect(Math.max(...Array.from(parents, (_, entry) => depthOf(entry)))).toBeGreaterThan(100);
  });

  it('from several packs, loose files and copies of the same object among them', () => {
    const repo = growingHistory(20);
    repo.git('repack', '-dq');
    for (let i = 0; i < 8; i++) {
      repo.write('more.txt', `more ${i}\n`.repeat(i + 1));
      repo.commit(`More ${i}`);
    }
    repo.git('repack', '-dq');
    const all = repo.git('rev-list', '--objects', '--all', '--no-object-names');
    repo.gitBytes(['pack-objects', '-q', join(packDir(repo), 'pack')], `${all}\n`);
    repo.write('loose.txt', 'loose\n');
    repo.commit('Loose');
    const storage = expectSameAsGit(repo);
    expect(storage.packs.length).toBeGreaterThanOrEqual(3);
  });

  it('from a pack whose delta has its base in another pack or loose', () => {
    for (const isPacked of [true, false]) {
      const base = Buffer.from('a base that stands elsewhere\n'.repeat(8));
      const added = Buffer.from('and a line of its own\n');
      const repo = makeRepository([{ write: { 'base.txt': base }, message: 'Base' }]);
      if (isPacked) repo.git('repack', '-adfq');
      const baseOid = repo.git('rev-parse', 'HEAD:base.txt');
      writeDeltaPack(repo, baseOid, base.length, added);
      const result = Buffer.concat([base, added]);
      const oid = repo.gitBytes(['hash-object', '--stdin'], result).toString().trim();
      const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
      const store = createObjectStore(storage);
      // git itself gives up on such an object; its bytes are there, so they are read.
      expect(store.read(oid)?.bytes.equals(result)).toBe(true);
      expect(readAllByWalking(storage).get(oid)?.bytes.equals(result)).toBe(true);
    }
  });

  it('from SHA-256 repositories, packed and loose', () => {
    const repo = growingHistory(30, 'sha256');
    repo.git('repack', '-adfq');
    repo.write('loose.txt', 'loose\n');
    repo.commit('Loose');
    expectSameAsGit(repo, 'sha256');
  });

  it('from indexes of version 1 and with 64-bit offsets', () => {
    for (const version of ['1', '2,0x40']) {
      const repo = growingHistory(25);
      repo.git('repack', '-adfq');
      const pack = filesEnding(packDir(repo), '.pack')[0]!;
      const index = pack.replace(/pack$/u, 'idx');
      rmSync(index);
      repo.git('index-pack', `--index-version=${version}`, '-o', index, pack);
      expectSameAsGit(repo);
    }
  });

  it('from alternates', () => {
    const origin = growingHistory(10);
    origin.git('repack', '-adfq');
    const folder = join(temporaryFolder('alternates'), 'clone');
    execFileSync('git', ['clone', '-q', '--shared', origin.dir, folder], {
      env: { ...origin.env },
    });
    const dirs = [join(folder, '.git', 'objects'), join(origin.gitDir, 'objects')];
    expectSameAsGit(origin, 'sha1', dirs);
  });

  it('from an empty repository', () => {
    expectSameAsGit(makeRepository());
  });
});

describe('damage is a problem, and the rest is read', () => {
  function packedRepository(): { repo: TestRepository; pack: string; index: string } {
    const repo = growingHistory(40);
    repo.git('repack', '-adfq');
    const pack = filesEnding(packDir(repo), '.pack')[0]!;
    const index = filesEnding(packDir(repo), '.idx')[0]!;
    chmodSync(pack, 0o644);
    chmodSync(index, 0o644);
    return { repo, pack, index };
  }

  function walkTolerantly(storage: Storage): { read: number; failed: number } {
    const store = createObjectStore(storage);
    const walker = createFamilyWalker(storage, store, createRooms(ampleMemory()));
    const result = { read: 0, failed: 0 };
    storage.packs.forEach(({ layout }, pack) => {
      for (const root of layout.roots) {
        const steps = walker.walk(pack, root, {
          visit: () => void result.read++,
          fail: () => void result.failed++,
          leaveOut: () => void result.failed++,
          isStopped: () => false,
        });
        while (steps.next().done !== true);
      }
    });
    return result;
  }

  it('a truncated pack', () => {
    const { repo, pack } = packedRepository();
    const objects = readAllWithGit(repo).size;
    truncateSync(pack, Math.floor(readFileSync(pack).length / 2));
    const { storage, problems } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    expect(problems.map((problem) => problem.kind)).toEqual(['corrupt-pack']);
    const { read } = walkTolerantly(storage);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(objects);
  });

  it('a pack without its index', () => {
    const { repo, index } = packedRepository();
    rmSync(index);
    const { storage, problems } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    expect(problems.map((problem) => problem.kind)).toEqual(['pack-without-index']);
    expect(storage.table.count).toBe(0);
  });

  it('an index that is cut off or of an unknown version', () => {
    for (const damage of [
      (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 60),
      (bytes: Buffer): Buffer => (bytes.writeUInt32BE(9, 4), bytes),
      (bytes: Buffer): Buffer => bytes.subarray(0, 100),
      (bytes: Buffer): Buffer => (bytes.writeUInt32BE(0xffffffff, 8), bytes),
    ]) {
      const { repo, index } = packedRepository();
      writeFileSync(index, damage(readFileSync(index)));
      const { problems } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
      expect(problems.map((problem) => problem.kind)).toEqual(['corrupt-pack']);
    }
  });

  it('a flipped byte in the pack fails its object and those built on it, nothing else', () => {
    const { repo, pack } = packedRepository();
    const bytes = readFileSync(pack);
    const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    const { layout } = storage.packs[0]!;
    const entry = Array.from(layout.parents).findIndex((parent) => parent >= 0);
    const at = layout.offsets[entry + 1]! - 6;
    bytes[at] = bytes[at]! ^ 0x55;
    writeFileSync(pack, bytes);
    for (const headBytes of [undefined, 0]) {
      const damaged = openStorage([join(repo.gitDir, 'objects')], 'sha1', headBytes).storage;
      const { read, failed } = walkTolerantly(damaged);
      expect(failed).toBeGreaterThan(0);
      expect(read + failed).toBe(layout.count);
    }
  });

  it('a damaged entry of which another copy exists is read from there', () => {
    const { repo, pack } = packedRepository();
    const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    const { layout } = storage.packs[0]!;
    const copyDir = temporaryFolder('copy');
    mkdirSync(join(copyDir, 'pack'), { recursive: true });
    for (const file of [
      ...filesEnding(packDir(repo), '.pack'),
      ...filesEnding(packDir(repo), '.idx'),
    ]) {
      copyFileSync(file, join(copyDir, 'pack', file.slice(file.lastIndexOf('/') + 1)));
    }
    const bytes = readFileSync(pack);
    bytes.fill(0, layout.offsets[10]! + 3, layout.offsets[11]);
    writeFileSync(pack, bytes);
    const both = openStorage([join(repo.gitDir, 'objects'), copyDir], 'sha1').storage;
    expect(walkTolerantly(both)).toEqual({ read: layout.count, failed: 0 });
  });

  it('a corrupt, an empty and a misnamed loose object', () => {
    const repo = growingHistory(3);
    const oid = repo.git('rev-parse', 'HEAD:src/app.py');
    const other = repo.git('rev-parse', 'HEAD:notes/0.txt');
    const empty = repo.git('rev-parse', 'HEAD~1:src/app.py');
    const fileOf = (id: string): string =>
      join(repo.gitDir, 'objects', id.slice(0, 2), id.slice(2));
    for (const id of [oid, other, empty]) chmodSync(fileOf(id), 0o644);
    copyFileSync(fileOf(other), fileOf(oid));
    writeFileSync(fileOf(empty), '');
    appendFileSync(fileOf(other), 'x');
    const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    const store = createObjectStore(storage);
    expect(store.read(oid)).toBeUndefined();
    expect(store.lastProblem()).toContain('does not hash to its name');
    expect(store.read(empty)).toBeUndefined();
    expect(store.lastProblem()).toContain('does not inflate');
    expect(findOid(storage.table, oid)).toBeGreaterThanOrEqual(0);
    expect(findOid(storage.table, 'f'.repeat(40))).toBe(-1);
  });

  it('a delta whose base is nowhere', () => {
    const repo = growingHistory(30);
    repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1');
    const { layout } = storage.packs[0]!;
    const bytes = readFileSync(storage.packs[0]!.path);
    const entry = Array.from(layout.parents).findIndex((parent) => parent >= 0);
    const base = Buffer.from(oidOf(storage.table, layout.objects[layout.parents[entry]!]!), 'hex');
    const at = bytes.indexOf(base, layout.offsets[entry]);
    bytes.fill(0xee, at, at + 20);
    chmodSync(storage.packs[0]!.path, 0o644);
    writeFileSync(storage.packs[0]!.path, bytes);
    const damaged = openStorage([join(repo.gitDir, 'objects')], 'sha1').storage;
    expect(damaged.packs[0]!.layout.parents[entry]).toBe(parentElsewhere);
    const { read, failed } = walkTolerantly(damaged);
    expect(failed).toBeGreaterThan(0);
    expect(read + failed).toBe(layout.count);
  });
});
