// Secrets in files that archives hold: in the history, in the work tree, and outside git.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encrypted, tarOf, zipOf } from '../archives.ts';
import { makeRepository } from '../makeRepository.ts';
import { noise } from '../noise.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const line = (seed: string): string => `${tokenLine(seed)}\n`;

const archives: readonly (readonly [path: string, encoding: string, bytes: Buffer])[] = [
  ['a.zip', 'zip', zipOf({ 'src/a.py': line('a.zip'), 'b.txt': 'b\n' })],
  ['b.tar.gz', 'gzip', gzipSync(tarOf({ 'src/a.py': line('b.tar.gz') }))],
  ['c.py.gz', 'gzip', gzipSync(line('c.py.gz'))],
  ['d.tar', 'tar', tarOf({ 'x.txt': 'x\n', 'src/a.py': line('d.tar') })],
  ['e.jar', 'zip', zipOf({ 'lib/f.tar': tarOf({ 'a.py': line('e.jar') }) })],
];

test('an audit finds what committed archives hold, and tells its trail', async () => {
  const files = Object.fromEntries(archives.map(([path, , bytes]) => [path, bytes]));
  const repo = makeRepository([
    { write: { ...files, 'noise.bin': noise(4 * 2 ** 20) }, message: 'Add' },
    { write: { 'd.tar': tarOf({ 'x.txt': 'x\n' }) }, remove: ['a.zip'], message: 'Clean' },
  ]);
  repo.git('repack', '-adq');
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(report.coverage).toMatchObject({ complete: true, problems: [], skipped: [] });
  expect(report.findings).toHaveLength(archives.length);
  const [added, cleaned] = repo.commits;
  for (const [path, encoding, bytes] of archives) {
    const finding = findingOf(report, path);
    expect(finding.secret.encoding).toBe(encoding);
    expect(finding.introduced).toMatchObject({ event: 'introduced', path, commit: added });
    const isRemoved = path === 'a.zip' || path === 'd.tar';
    expect(finding.removed?.commit).toBe(isRemoved ? cleaned : undefined);
    expect(finding.state).toBe(isRemoved ? 'history' : 'head');
    expect(finding.introduced.line).toBeLessThanOrEqual(
      bytes.toString('latin1').split('\n').length,
    );
    if (path !== 'd.tar') continue;
    const [before = ''] = bytes.toString('latin1').split(githubToken(path));
    expect(finding.introduced.line).toBe(before.split('\n').length);
  }

  const shown = await auditRepository(repo.dir, ['--show-secrets']);
  for (const [path] of archives) {
    expect(findingOf(shown.report, path).secret.value).toBe(githubToken(path));
  }
  const variants = [
    ['--threads', '0'],
    ['--threads', '1'],
    ['--threads', '3'],
    ['--no-incremental'],
  ];
  for (const args of variants) {
    const other = await auditRepository(repo.dir, args);
    expect({ ...other.report, summary: null }).toEqual({ ...report, summary: null });
  }
});

test('secrets of one packed file share its place and are told apart', async () => {
  const text = `${line('first')}${line('second')}`;
  const repo = makeRepository([{ write: { 'a.zip': zipOf({ 'a.py': text }) }, message: 'Add' }]);
  const { report } = await auditRepository(repo.dir, ['--show-secrets']);
  const [first, second] = [findingOf(report, 'first'), findingOf(report, 'second')];
  expect(first.secret.value).toBe(githubToken('first'));
  expect(second.secret.value).toBe(githubToken('second'));
  expect(first.introduced.column).toBe(second.introduced.column);
  expect(first.fingerprint).not.toBe(second.fingerprint);
});

test('a tar of git itself is read, long paths and all', async () => {
  const path = `${'deep/'.repeat(40)}a.py`;
  const source = makeRepository([{ write: { [path]: line('tar') }, message: 'Add' }]);
  const repo = makeRepository([
    { write: { 'a.tar': source.gitBytes(['archive', 'HEAD']) }, message: 'Add' },
    {
      write: { 'a.zip': source.gitBytes(['archive', '--format=zip', 'HEAD']) },
      remove: ['a.tar'],
      message: 'Replace',
    },
  ]);
  const { report } = await auditRepository(repo.dir);
  const events = findingOf(report, 'tar').occurrences.map(({ event, path: at }) => [event, at]);
  expect(events).toEqual([
    ['introduced', 'a.tar'],
    ['removed', 'a.tar'],
    ['spread', 'a.zip'],
  ]);
});

test('archives in the work tree and outside git are read', async () => {
  const repo = makeRepository([{ write: { 'x.txt': 'x\n' }, message: 'Begin' }]);
  const folder = temporaryFolder('archives');
  for (const [path, , bytes] of archives) {
    repo.write(path, bytes);
    writeFileSync(join(folder, path), bytes);
  }
  const { report } = await auditRepository(repo.dir);
  const run = await runLeaktrail(['files', folder, '-f', 'json']);
  const fromFiles = parseReport(run.stdout, run.stderr);
  expect(run.exitCode).toBe(1);
  for (const [path, encoding] of archives) {
    const inWorktree = findingOf(report, path);
    expect(inWorktree).toMatchObject({ state: 'worktree', introduced: { path } });
    const inFolder = findingOf(fromFiles, path);
    expect(inFolder.secret).toEqual(inWorktree.secret);
    expect(inFolder.secret.encoding).toBe(encoding);
    const { line: at, column } = inWorktree.introduced;
    expect(inFolder.introduced).toMatchObject({ line: at, column });
  }
  const piped = await runLeaktrail(['-', '-f', 'json'], { input: gzipSync(line('piped')) });
  expect(findingOf(parseReport(piped.stdout), 'piped').secret.encoding).toBe('gzip');
});

test('what an archive keeps locked or has damaged is counted as left out', async () => {
  const locked = encrypted(zipOf({ 'a.py': line('locked') }));
  const cut = gzipSync(noise(4 * 2 ** 20).subarray(0, 50_000)).subarray(0, 30_000);
  const repo = makeRepository([{ write: { 'a.zip': locked, 'b.gz': cut }, message: 'Add' }]);
  repo.write('c.zip', Buffer.concat([locked, Buffer.from('new')]));
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(0);
  expect(report.coverage.complete).toBe(true);
  expect(report.coverage.skipped).toMatchObject([
    { reason: 'damaged-member', count: 1, examples: [repo.git('rev-parse', 'HEAD:b.gz')] },
    {
      reason: 'encrypted-member',
      count: 2,
      examples: [repo.git('rev-parse', 'HEAD:a.zip'), 'c.zip'].toSorted(),
    },
  ]);
  const run = await runLeaktrail(['files', join(repo.dir, 'a.zip'), '-f', 'json']);
  expect(parseReport(run.stdout).coverage.skipped).toMatchObject([{ reason: 'encrypted-member' }]);
});
