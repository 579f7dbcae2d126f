import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openCacheFolder } from '../../src/cache/cacheFolder.ts';
import type { CacheFolder } from '../../src/cache/cacheFolder.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const key = 'k'.repeat(64);
const body = [Buffer.from('what was '), Buffer.from('learned')];

afterEach(() => {
  vi.restoreAllMocks();
});

function open(commonDir: string, isAsked = false): CacheFolder | undefined {
  return openCacheFolder({ commonDir }, isAsked);
}

function filled(): string {
  const commonDir = temporaryFolder('git');
  expect(open(commonDir)?.write('report', key, body)).toBe(true);
  return commonDir;
}

test('what was written is read under its name and key alone', () => {
  const commonDir = filled();
  expect(open(commonDir)?.read('report', key)?.toString()).toBe('what was learned');
  expect(open(commonDir)?.read('report', 'l'.repeat(64))).toBeUndefined();
  expect(open(commonDir)?.read('objects', key)).toBeUndefined();
  expect(open(commonDir)?.write('report', key, [Buffer.from('more')])).toBe(true);
  expect(open(commonDir)?.read('report', key)?.toString()).toBe('more');
});

test('any changed byte makes it count as absent', () => {
  const commonDir = filled();
  const file = join(commonDir, 'leaktrail', 'report');
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 1;
    writeFileSync(file, damaged);
    expect(open(commonDir)?.read('report', key), `byte ${at}`).toBeUndefined();
  }
  writeFileSync(file, whole);
  expect(open(commonDir)?.read('report', key)).toBeDefined();
});

test('a copy of the folder is not believed, times and all', () => {
  const copy = temporaryFolder('copy');
  cpSync(filled(), copy, { recursive: true, preserveTimestamps: true });
  expect(open(copy)?.read('report', key)).toBeUndefined();
  expect(open(copy)?.write('report', key, body)).toBe(true);
  expect(open(copy)?.read('report', key)).toBeDefined();
});

test('a folder that others may write to, or a link, is not used', () => {
  const commonDir = filled();
  chmodSync(join(commonDir, 'leaktrail'), 0o777);
  expect(open(commonDir)).toBeUndefined();
  rmSync(join(commonDir, 'leaktrail'), { recursive: true });
  const elsewhere = temporaryFolder('elsewhere');
  symlinkSync(elsewhere, join(commonDir, 'leaktrail'));
  expect(open(commonDir)).toBeUndefined();
});

test('a file that is a link or a folder counts as absent', () => {
  const commonDir = filled();
  const file = join(commonDir, 'leaktrail', 'report');
  const whole = readFileSync(file);
  rmSync(file);
  writeFileSync(join(commonDir, 'whole'), whole);
  symlinkSync(join(commonDir, 'whole'), file);
  expect(open(commonDir)?.read('report', key)).toBeUndefined();
  rmSync(file);
  mkdirSync(file);
  expect(open(commonDir)?.read('report', key)).toBeUndefined();
  expect(open(commonDir)?.write('report', key, body)).toBe(false);
});

test("in somebody else's git directory none is kept unless it is asked for", () => {
  const commonDir = temporaryFolder('git');
  vi.spyOn(process, 'getuid').mockReturnValue((process.getuid?.() ?? 0) + 1);
  expect(open(commonDir)).toBeUndefined();
  vi.restoreAllMocks();
  expect(open(commonDir)).toBeDefined();
  vi.spyOn(process, 'getuid').mockReturnValue((process.getuid?.() ?? 0) + 1);
  expect(open(commonDir, true)).toBeDefined();
});

test('what killed runs left half-written goes when it is an hour old, and nothing else', () => {
  const folder = join(filled(), 'leaktrail');
  const old = ['report.0123456789ab.tmp', 'objects.abcdef012345.tmp', 'mine.tmp'];
  const young = 'report.ab0123456789.tmp';
  for (const name of [...old, young]) writeFileSync(join(folder, name), 'half');
  const longAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const name of old) utimesSync(join(folder, name), longAgo, longAgo);
  symlinkSync('mine.tmp', join(folder, 'report.ffffffffffff.tmp'));
  expect(open(join(folder, '..'))?.write('report', key, body)).toBe(true);
  expect(readdirSync(folder).toSorted()).toEqual(
    ['mine.tmp', 'origin', 'report', young, 'report.ffffffffffff.tmp'].toSorted(),
  );
});
