// The commands beside audit, each once through its own door; what they do in detail is tested in their rooms.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { findingOf, parseReport } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

test('files scans a folder without git, hidden files included', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.hidden.py'), `#\n${tokenLine('file')}\n`);
  const run = await runLeaktrail(['files', '.', '-f', 'json'], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 1, stderr: '' });
  const report = parseReport(run.stdout);
  expect(report.mode).toBe('files');
  expect(findingOf(report, 'file')).toMatchObject({
    state: 'worktree',
    introduced: { event: 'present', commit: null, path: '.hidden.py', line: 2 },
  });
});

test('- scans standard input', async () => {
  const run = await runLeaktrail(['-', '-f', 'json'], { input: `${tokenLine('input')}\n` });
  expect(run).toMatchObject({ exitCode: 1, stderr: '' });
  expect(findingOf(parseReport(run.stdout), 'input').introduced.line).toBe(1);
});

test('env tells of .env files alone and ends with 1 when one fails', async () => {
  const repo = makeRepository([{ write: { '.env': 'A=1\n' }, message: 'Add settings' }]);
  const failing = await runLeaktrail(['env', repo.dir, '-f', 'json']);
  expect(failing).toMatchObject({ exitCode: 1, stderr: '' });
  const report = parseReport(failing.stdout);
  expect(report).toMatchObject({ mode: 'env', findings: [] });
  expect(report.hygiene).toContainEqual(
    expect.objectContaining({ path: '.env', status: 'fail', check: 'tracked' }),
  );
});

test('report renders a saved report, which then holds no secret either', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('saved')}\n` }, message: 'Add' }]);
  const saved = join(temporaryFolder(), 'saved.json');
  await runLeaktrail(['audit', repo.dir, '-o', saved]);
  const run = await runLeaktrail(['report', saved, '--format', 'text']);
  expect(run.stderr).toBe('');
  expect(run.stdout).toContain('a.py:1');
});

test('rules list and rules show tell of the shipped rules', async () => {
  const list = await runLeaktrail(['rules', 'list']);
  expect(list).toMatchObject({ exitCode: 0, stderr: '' });
  const id = /^\s*(github-[a-z-]+)/mu.exec(list.stdout)?.[1] ?? 'none';
  const show = await runLeaktrail(['rules', 'show', id]);
  expect(show).toMatchObject({ exitCode: 0, stderr: '' });
  expect(show.stdout).toContain(id);
});
