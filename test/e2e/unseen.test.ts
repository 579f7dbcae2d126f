// What an audit does not look into, by its nature (docs/COVERAGE.md): it is counted where it can be, and never opened.
import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';

const begin = { write: { '.gitignore': 'local.py\n' }, message: 'Begin' };
const clean = { exitCode: 0, report: { findings: [], coverage: { complete: true } } };

test('an ignored file is counted and not opened', async () => {
  const repo = makeRepository([begin]);
  repo.write('local.py', `${tokenLine('ignored')}\n`);
  const audit = await auditRepository(repo.dir);
  expect(audit).toMatchObject(clean);
  expect(audit.report.coverage.skipped).toMatchObject([
    { reason: 'ignored', count: 1, examples: ['local.py'] },
  ]);
});

test.skipIf(process.platform === 'win32')(
  'links and pipes are counted and not opened',
  async () => {
    const repo = makeRepository([begin]);
    const outside = join(temporaryFolder('outside'), 'a.py');
    writeFileSync(outside, `${tokenLine('outside')}\n`);
    symlinkSync(outside, join(repo.dir, 'link.py'));
    execFileSync('mkfifo', [join(repo.dir, 'pipe')]);
    const audit = await auditRepository(repo.dir);
    expect(audit).toMatchObject(clean);
    expect(audit.report.coverage.skipped).toMatchObject([
      { reason: 'special-file', count: 1 },
      { reason: 'symlink', count: 1 },
    ]);
  },
);

test('a pointer of git LFS is a text, and what it points to is not fetched', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 99\n`;
  const repo = makeRepository([begin, { write: { 'a.bin': pointer }, message: 'Add' }]);
  expect(await auditRepository(repo.dir)).toMatchObject(clean);
});

test('names of files, branches and authors are not searched', async () => {
  const named = `${githubToken('file name')}.txt`;
  const author = `${githubToken('author')} <a@example.com>`;
  const repo = makeRepository([begin, { write: { [named]: 'a\n' }, message: 'Add', author }]);
  repo.git('branch', githubToken('branch'));
  expect(await auditRepository(repo.dir)).toMatchObject(clean);
});
