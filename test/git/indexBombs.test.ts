// Index files that a spiteful hand wrote: shared prefixes let a few megabytes spell gigabytes of paths.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStagingIndex } from '../../src/git/stagingIndex.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** `STRESS=1` tries the sizes that fill a memory. */
const isStress = process.env['STRESS'] === '1';

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** An index without checksum. */
function writeIndex(
  version: number,
  entries: readonly Buffer[],
  extension = Buffer.alloc(0),
): string {
  const file = join(temporaryFolder(), 'index');
  const head = [Buffer.from('DIRC'), uint32(version), uint32(entries.length)];
  writeFileSync(file, Buffer.concat([...head, ...entries, extension, Buffer.alloc(20)]));
  return file;
}

/** Of version 4: the path of the one before without its last `strip` (below 128) bytes, and `suffix`. */
function entry(strip: number, suffix: string): Buffer {
  const stat = Buffer.alloc(40);
  stat.writeUInt32BE(0o100644, 24);
  const oid = Buffer.alloc(20, 1);
  const tail = Buffer.from([0x0f, 0xff, strip, ...Buffer.from(suffix), 0]);
  return Buffer.concat([stat, oid, tail]);
}

test('an index that spells gigabytes of paths is read in part, and says so', async () => {
  const count = isStress ? 50_000 : 3000;
  const others = Array.from({ length: count }, (_, i) => entry(6, String(i).padStart(6, '0')));
  const file = writeIndex(4, [entry(0, 'p'.repeat(60_000)), ...others]);
  const { entries, problems } = await readStagingIndex(file, 'sha1');
  expect(entries.length).toBeGreaterThan(1000);
  expect(entries.length).toBeLessThan(1200);
  expect(problems).toEqual([
    { kind: 'limit', message: expect.stringContaining('the index spells more paths') },
  ]);
});

test('a cache of trees that spells gigabytes of paths counts as none', async () => {
  const depth = isStress ? 100_000 : 5000;
  const oid = Buffer.alloc(20, 1);
  const folder = (name: string, children: number): Buffer =>
    Buffer.concat([Buffer.from(`${name}\0${0} ${children}\n`), oid]);
  const name = 'd'.repeat(20);
  const body = Buffer.concat([
    folder('', 1),
    ...Array.from({ length: depth }, (_, i) => folder(name, i < depth - 1 ? 1 : 0)),
  ]);
  const extension = Buffer.concat([Buffer.from('TREE'), uint32(body.length), body]);
  const { trees, problems } = await readStagingIndex(writeIndex(2, [], extension), 'sha1');
  expect({ trees, problems }).toEqual({ trees: undefined, problems: [] });
});
