import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLooseObject } from '../../src/git/looseObjects.ts';
import { openRegularFile, readWholeFile } from '../../src/git/regularFile.ts';
import { openStorage } from '../../src/git/storage.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder('regular');
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);
symlinkSync(pipe, join(folder, 'to-pipe'));
symlinkSync('/dev/zero', join(folder, 'to-device'));

test.each(['pipe', 'to-pipe', 'to-device', '.'])('%s is opened by nobody', (name) => {
  for (const open of [openRegularFile, readWholeFile]) {
    expect(() => open(join(folder, name))).toThrow(expect.objectContaining({ code: 'EFTYPE' }));
  }
});

test('a file is read, also behind a link', () => {
  writeFileSync(join(folder, 'file'), 'text');
  symlinkSync('file', join(folder, 'to-file'));
  expect(readWholeFile(join(folder, 'to-file')).toString()).toBe('text');
  closeSync(openRegularFile(join(folder, 'file')));
});

test('a pipe under the name of an object or a pack is a problem that nobody waits for', () => {
  const oid = 'ab'.repeat(20);
  const { gitDir } = makeRepository();
  const objects = join(gitDir, 'objects');
  mkdirSync(join(objects, 'ab'));
  symlinkSync(pipe, join(objects, 'ab', oid.slice(2)));
  expect(readLooseObject([objects], oid, 'sha1', 1000)).toBe('cannot be read (EFTYPE)');
  for (const ending of ['pack', 'idx']) {
    symlinkSync(pipe, join(objects, 'pack', `pack-${oid}.${ending}`));
  }
  expect(openStorage([objects], 'sha1', 0).problems).toMatchObject([
    { kind: 'corrupt-pack', message: 'pack cannot be opened (EFTYPE)' },
  ]);
});
