// `leaktrail staged`: exactly what the next commit will contain, as git hands it to a real pre-commit hook.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOf } from '../archives.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { ReportDocument } from '../../src/report/document.ts';
import { expectNoStack, findingOf, parseReport } from './auditRepository.ts';
import { gitStatus } from './gitStatus.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

interface Staged {
  readonly exitCode: number | null;
  readonly report: ReportDocument;
}

async function staged(repo: TestRepository, ...args: string[]): Promise<Staged> {
  const run = await runLeaktrail(['staged', '-f', 'json', ...args], { cwd: repo.dir });
  expectNoStack(run);
  return { exitCode: run.exitCode, report: parseReport(run.stdout, run.stderr) };
}

function started(): TestRepository {
  return makeRepository([
    {
      write: { 'app.py': 'a = 1\n', 'lib/b.py': `${tokenLine('old')}\n`, 'lib/c/d.py': 'd = 1\n' },
      message: 'Begin',
    },
  ]);
}

const saidBy = new WeakMap<TestRepository, string>();

/** A pre-commit hook that runs the command, and what it said. */
function withHook(repo: TestRepository): void {
  const file = join(temporaryFolder('said'), 'said.json');
  saidBy.set(repo, file);
  const hook = join(repo.gitDir, 'hooks/pre-commit');
  mkdirSync(join(repo.gitDir, 'hooks'), { recursive: true });
  const command = `"${process.execPath}" "${bin}" staged -f json -o "${file}"`;
  writeFileSync(hook, `#!/bin/sh\nexec ${command}\n`);
  chmodSync(hook, 0o755);
}

function said(repo: TestRepository): ReportDocument {
  return parseReport(readFileSync(saidBy.get(repo) ?? '', 'utf8'));
}

test('a new secret is found in what is staged, not in what is only in the work tree', async () => {
  const repo = started();
  repo.write('app.py', `${tokenLine('new')}\n`);
  expect((await staged(repo)).exitCode).toBe(0);
  repo.git('add', 'app.py');
  repo.write('app.py', 'a = 2\n');
  const { exitCode, report } = await staged(repo);
  expect(exitCode).toBe(1);
  expect(report).toMatchObject({ mode: 'staged', coverage: { complete: true, blobs: 1 } });
  const finding = findingOf(report, 'new');
  expect(finding).toMatchObject({ state: 'index', removed: null });
  expect(finding.occurrences).toMatchObject([
    {
      event: 'present',
      commit: null,
      path: 'app.py',
      line: 1,
      blob: repo.git('rev-parse', ':app.py'),
    },
  ]);
});

test('a partial add is judged by the part that is staged', async () => {
  const repo = started();
  repo.write('app.py', `a = 1\n${tokenLine('part')}\n`);
  repo.git('add', 'app.py');
  repo.write('app.py', 'a = 1\n');
  expect((await staged(repo)).exitCode).toBe(1);
  repo.git('add', 'app.py');
  repo.write('app.py', `a = 1\n${tokenLine('part')}\n`);
  expect((await staged(repo)).exitCode).toBe(0);
});

test('a secret that HEAD holds at the same path does not fail a commit, --all shows it', async () => {
  const repo = started();
  repo.write('lib/b.py', `# changed\n${tokenLine('old')}\n`);
  repo.git('add', '-A');
  expect((await staged(repo)).exitCode).toBe(0);
  const all = await staged(repo, '--all');
  expect(all.exitCode).toBe(1);
  expect(all.report.coverage.blobs).toBe(3);
  repo.write('lib/b.py', `${tokenLine('old')}\n${tokenLine('beside')}\n`);
  repo.git('add', '-A');
  const { report } = await staged(repo);
  expect(report.findings).toHaveLength(1);
  findingOf(report, 'beside');
});

test('the first commit, a rename, a copy to another path', async () => {
  const fresh = makeRepository();
  fresh.write('.env', `TOKEN=${githubToken('first')}\n`);
  fresh.git('add', '-A');
  expect((await staged(fresh)).exitCode).toBe(1);
  const repo = started();
  repo.git('mv', 'lib/b.py', 'lib/moved.py');
  expect((await staged(repo)).report.findings).toMatchObject([
    { occurrences: [{ path: 'lib/moved.py' }] },
  ]);
});

test('binary and UTF-16 files, links, empty files, submodules', async () => {
  const repo = started();
  repo.write('data.bin', Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(tokenLine('binary'))]));
  repo.write('wide.py', Buffer.from(`\ufeff${tokenLine('wide')}\n`, 'utf16le'));
  repo.write('empty.py', '');
  repo.git('add', '-A');
  repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},sub`);
  const { report } = await staged(repo);
  findingOf(report, 'binary');
  findingOf(report, 'wide');
  expect(report.coverage).toMatchObject({
    complete: true,
    blobs: 3,
    skipped: [{ reason: 'gitlink', count: 1 }],
  });
});

test('what is only intended to be added, and deletions alone, pass', async () => {
  const repo = started();
  repo.write('later.py', `${tokenLine('later')}\n`);
  repo.git('add', '-N', 'later.py');
  repo.git('rm', '-q', 'lib/b.py');
  const { exitCode, report } = await staged(repo);
  expect(exitCode).toBe(0);
  expect(report.coverage).toMatchObject({ blobs: 0, complete: true });
});

test('the resolution of a merge is what the commit will hold', async () => {
  const repo = started();
  repo.git('checkout', '-q', '-b', 'side');
  repo.write('app.py', 'a = "side"\n');
  repo.commit('Aside');
  repo.git('checkout', '-q', 'main');
  repo.write('app.py', 'a = "main"\n');
  repo.commit('On main');
  expect(gitStatus(repo, 'merge', 'side')).not.toBe(0);
  expect((await staged(repo)).exitCode).toBe(0);
  repo.write('app.py', `${tokenLine('resolved')}\n`);
  repo.git('add', 'app.py');
  const { report } = await staged(repo);
  findingOf(report, 'resolved');
  expect(report.coverage.blobs).toBe(1);
});

test('git commit -a and git commit PATH hand the hook an index of their own', () => {
  const repo = started();
  withHook(repo);
  repo.write('app.py', `${tokenLine('all')}\n`);
  expect(gitStatus(repo, 'commit', '-am', 'All')).toBe(1);
  findingOf(said(repo), 'all');
  repo.write('lib/c/d.py', 'd = 2\n');
  repo.git('add', 'app.py');
  expect(gitStatus(repo, 'commit', '-m', 'One path', 'lib/c/d.py')).toBe(0);
  expect(said(repo)).toMatchObject({ findings: [], coverage: { blobs: 1 } });
  expect(gitStatus(repo, 'commit', '-m', 'The other', 'app.py')).toBe(1);
  expect(gitStatus(repo, 'commit', '--no-verify', '-m', 'The other', 'app.py')).toBe(0);
});

test('packed objects, a linked worktree, a folder below the top, SHA-256', async () => {
  const repo = started();
  repo.write('app.py', `${tokenLine('packed')}\n`);
  repo.git('add', '-A');
  repo.git('repack', '-adq');
  repo.git('prune-packed');
  expect((await staged(repo)).exitCode).toBe(1);
  repo.git('worktree', 'add', '-q', '-b', 'other', join(repo.dir, '../linked'));
  const linked = { ...repo, dir: join(repo.dir, '../linked') };
  expect((await staged(linked)).exitCode).toBe(0);
  rmSync(linked.dir, { recursive: true });
  const below = await runLeaktrail(['staged', 'lib', '-f', 'json'], { cwd: repo.dir });
  expect(parseReport(below.stdout).findings).toHaveLength(1);
  const wide = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }], {
    objectFormat: 'sha256',
  });
  wide.write('a.py', `${tokenLine('sha256')}\n`);
  wide.git('add', '-A');
  expect((await staged(wide)).exitCode).toBe(1);
});

test('split and sparse indexes are read as they are', async () => {
  const repo = started();
  repo.git('update-index', '--split-index');
  repo.write('lib/c/d.py', `${tokenLine('split')}\n`);
  repo.git('add', '-A');
  findingOf((await staged(repo)).report, 'split');
  const sparse = started();
  sparse.git('sparse-checkout', 'set', '--sparse-index', 'lib/c');
  sparse.write('lib/c/d.py', `${tokenLine('sparse')}\n`);
  sparse.git('add', '-A');
  const { report } = await staged(sparse);
  findingOf(report, 'sparse');
  expect(report.coverage.blobs).toBe(1);
  expect((await staged(sparse, '--all')).report.coverage.blobs).toBe(3);
});

test('a staged blob that is gone makes the check incomplete', async () => {
  const repo = started();
  repo.write('app.py', `${tokenLine('gone')}\n`);
  repo.git('add', 'app.py');
  const oid = repo.git('rev-parse', ':app.py');
  rmSync(join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)));
  const { exitCode, report } = await staged(repo);
  expect(exitCode).toBe(3);
  expect(report.coverage).toMatchObject({
    complete: false,
    missingObjects: 1,
    problems: [{ kind: 'missing-object', oid, path: 'app.py' }],
  });
});

/** More than is read as a whole. */
const largePart = Buffer.alloc(66 * 2 ** 20, 'an ordinary line of text\n');

test('of a file too large to be held, what HEAD has at the same path is no news', async () => {
  const repo = started();
  const write = (...lines: readonly string[]): void =>
    repo.write('dump.sql', Buffer.concat([largePart, Buffer.from(`\n${lines.join('\n')}\n`)]));
  write(tokenLine('old'));
  repo.commit('Add a dump');
  write('x = 1', tokenLine('old'));
  repo.git('add', '-A');
  expect((await staged(repo)).exitCode).toBe(0);
  repo.commit('Change it');
  const range = await runLeaktrail(['range', 'HEAD~1..HEAD'], { cwd: repo.dir });
  expect(range.exitCode).toBe(0);
  // From a pack, too.
  repo.git('-c', 'core.bigFileThreshold=1m', 'repack', '-adq');
  write(tokenLine('old'), tokenLine('new'));
  repo.git('add', '-A');
  const { exitCode, report } = await staged(repo);
  expect(exitCode).toBe(1);
  expect(report.coverage.complete).toBe(true);
  expect(report.findings).toHaveLength(1);
  findingOf(report, 'new');
});

test('a large archive is unpacked, from a pack as well', async () => {
  const repo = started();
  const inner = zipOf({ 'a.py': `${tokenLine('packed')}\n` });
  repo.write('bundle.zip', zipOf({ 'inner.zip': inner, 'pad.txt': largePart }, 0));
  repo.git('add', '-A');
  findingOf((await staged(repo)).report, 'packed');
  repo.commit('Add it');
  repo.git('-c', 'core.bigFileThreshold=1m', 'repack', '-adq');
  repo.git('mv', 'bundle.zip', 'moved.zip');
  const { report } = await staged(repo);
  findingOf(report, 'packed');
  expect(report.coverage).toMatchObject({ complete: true, blobs: 1 });
  const bounded = await staged(repo, '--max-blob', '1M');
  expect(bounded.exitCode).toBe(3);
});

test('outside a repository and with an index that is damaged', async () => {
  const repo = started();
  writeFileSync(join(repo.gitDir, 'index'), 'no index');
  expect((await staged(repo)).exitCode).toBe(3);
  const outside = await runLeaktrail(['staged', '/'], {});
  expect(outside.exitCode).toBe(2);
  expect(outside.stderr).toMatch(/^leaktrail: .*repository/u);
});
