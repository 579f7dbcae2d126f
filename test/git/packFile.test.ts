import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PackFile } from '../../src/git/packFile.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test.each([0, 3, 19, 21])('of a file of %i bytes the trailer is what the file holds', (size) => {
  const path = join(temporaryFolder(), 'short.pack');
  writeFileSync(path, Buffer.alloc(size, 7));
  const expected = readFileSync(path).subarray(-20);
  const windows = new PackFile(path, 'sha1');
  expect(windows.trailer()).toEqual(expected);
  windows.readHead(1000);
  expect(windows.trailer()).toEqual(expected);
  windows.close();
});
