// `leaktrail range`, `push` and `receive`: what commits bring in, with git itself handing the hooks their input.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportDocument } from '../../src/report/document.ts';
import { gitEnv, makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { expectNoStack, findingOf, parseReport } from './auditRepository.ts';
import { gitStatus } from './gitStatus.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

interface Outcome {
  readonly exitCode: number | null;
  readonly report: ReportDocument;
}

async function range(repo: TestRepository, ...args: string[]): Promise<Outcome> {
  const run = await runLeaktrail(['range', ...args, '-f', 'json'], { cwd: repo.dir });
  expectNoStack(run);
  return { exitCode: run.exitCode, report: parseReport(run.stdout, run.stderr) };
}

/** main: old secret; a branch with a secret that comes and goes; main goes on. */
function branched(): TestRepository {
  const repo = makeRepository([
    { write: { 'app.py': `${tokenLine('old')}\n`, 'a.txt': 'a\n' }, message: 'Begin' },
    { branch: 'side', write: { 'b.py': `${tokenLine('side')}\n` }, message: 'Add b' },
    { write: { 'b.py': 'b = 1\n' }, message: 'Clean b' },
    { branch: 'main', write: { 'c.py': `${tokenLine('main')}\n` }, message: 'Add c' },
  ]);
  return repo;
}

test('a range tells what its commits bring in, and what of it they take out', async () => {
  const repo = branched();
  const { exitCode, report } = await range(repo, 'main..side');
  expect(exitCode).toBe(1);
  expect(report).toMatchObject({ mode: 'range', coverage: { commits: 2, complete: true } });
  expect(report.findings).toHaveLength(1);
  const finding = findingOf(report, 'side');
  const [, added, cleaned] = repo.commits;
  expect(finding.introduced).toMatchObject({ commit: added, path: 'b.py', event: 'introduced' });
  expect(finding.removed).toMatchObject({ commit: cleaned });
  expect(finding.reachableFrom).toEqual(['refs/heads/side']);
});

test('an empty range passes; both ends of three dots count', async () => {
  const repo = branched();
  expect((await range(repo, 'main..main')).exitCode).toBe(0);
  const both = await range(repo, 'main...side');
  expect(both.report.findings).toHaveLength(2);
  expect(both.report.coverage.commits).toBe(3);
});

test('what a parent outside had is no news, at whatever path and in whatever version', async () => {
  const repo = branched();
  repo.write('app.py', `# moved on\n${tokenLine('old')}\n`);
  repo.commit('Change around it');
  repo.write('copy.py', `x = 1\n${tokenLine('old')}\n`);
  repo.commit('Copy it');
  expect((await range(repo, 'HEAD~2..HEAD')).exitCode).toBe(0);
});

test('what a merge brings from older commits, and what appears only in the merge, is in', async () => {
  const repo = branched();
  repo.git('merge', '-q', '--no-commit', 'side');
  repo.write('merged.py', `${tokenLine('merge')}\n`);
  const merge = repo.commit('Merge with more');
  const { report } = await range(repo, 'HEAD^1..HEAD');
  expect(report.coverage.commits).toBe(3);
  expect(findingOf(report, 'merge').introduced).toMatchObject({ commit: merge });
  findingOf(report, 'side');
  expect(report.findings).toHaveLength(2);
});

test('messages of the commits count, those of others do not', async () => {
  const repo = branched();
  repo.git('commit', '-q', '--allow-empty', '-m', `Use ${githubToken('message')}`);
  const { report } = await range(repo, 'HEAD~1..');
  expect(findingOf(report, 'message').state).toBe('message');
  repo.git('commit', '-q', '--allow-empty', '-m', 'Nothing');
  expect((await range(repo, 'HEAD~1..HEAD')).exitCode).toBe(0);
});

test('ends that do not exist are errors of use, ends behind a shallow border make it incomplete', async () => {
  const repo = branched();
  for (const [text, why] of [
    ['nowhere..main', /no commit 'nowhere'/u],
    ['main', /no range/u],
    [`${'0'.repeat(39)}1..main`, /no commit/u],
  ] as const) {
    const run = await runLeaktrail(['range', text], { cwd: repo.dir });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(why);
  }
  const shallow = makeRepository();
  shallow.git('fetch', '-q', '--depth=1', `file://${repo.dir}`, 'main:copy');
  shallow.git('checkout', '-q', 'copy');
  const base = repo.git('rev-parse', 'main~1');
  const behind = await range(shallow, `${base}..copy`);
  expect(behind.exitCode).toBe(3);
  expect(behind.report.coverage.problems[0]?.message).toMatch(/git fetch --unshallow/u);
  repo.write('d.py', 'd = 1\n');
  repo.commit('Add d');
  shallow.git('fetch', '-q', '--depth=2', `file://${repo.dir}`, 'main:refs/remotes/origin/main');
  const cut = await range(shallow, 'origin/main~1..origin/main');
  expect(cut.exitCode).toBe(0);
});

test('a commit that is gone makes a range and a push incomplete, what is here is scanned', async () => {
  const repo = branched();
  repo.write('d.py', `${tokenLine('later')}\n`);
  const tip = repo.commit('Add d');
  const [gone = ''] = repo.commits;
  rmSync(join(repo.gitDir, 'objects', gone.slice(0, 2), gone.slice(2)));
  const update = `refs/heads/main ${tip} refs/heads/main ${'0'.repeat(40)}\n`;
  const run = await runLeaktrail(['push', '-f', 'json'], { cwd: repo.dir, input: update });
  expectNoStack(run);
  expect(run.exitCode).toBe(1);
  const pushed = parseReport(run.stdout, run.stderr);
  findingOf(pushed, 'later');
  expect(pushed.coverage).toMatchObject({ complete: false, commits: 2, missingObjects: 1 });
  const { exitCode, report } = await range(repo, 'side..main');
  expect(exitCode).toBe(1);
  expect(report.coverage.problems).toMatchObject([{ kind: 'missing-object', oid: gone }]);
});

test('where a part of the parents is absent, a finding is told with that doubt', async () => {
  const repo = branched();
  const [, , , base = ''] = repo.commits;
  repo.write('app.py', `x = 1\n${tokenLine('old')}\n`);
  repo.commit('Change app');
  const blob = repo.git('rev-parse', `${base}:app.py`);
  rmSync(join(repo.gitDir, 'objects', blob.slice(0, 2), blob.slice(2)));
  const found = await range(repo, `${base}..HEAD`);
  expect(found.exitCode).toBe(1);
  expect(found.report.coverage).toMatchObject({
    complete: false,
    problems: [{ kind: 'missing-object', oid: blob }],
  });
  repo.write('e.py', 'e = 1\n');
  repo.commit('Add e');
  const clean = await range(repo, 'HEAD~1..HEAD');
  expect(clean.exitCode).toBe(0);
  expect(clean.report.coverage.complete).toBe(true);
});

test('in CI the event says which commits', async () => {
  const repo = branched();
  const [base, , head] = repo.commits;
  const event = join(temporaryFolder('event'), 'event.json');
  writeFileSync(
    event,
    JSON.stringify({ pull_request: { base: { sha: base }, head: { sha: head } } }),
  );
  const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: event };
  const run = await runLeaktrail(['range', '-f', 'json'], { cwd: repo.dir, env });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain(`GitHub Actions: a pull request; scanning ${base}..${head}`);
  findingOf(parseReport(run.stdout), 'side');
  const outside = await runLeaktrail(['range'], { cwd: repo.dir });
  expect(outside.exitCode).toBe(2);
  expect(outside.stderr).toMatch(/name a range, such as origin\/main\.\.HEAD/u);
});

test('in CI a first push of the default branch is checked whole, by the configuration it brings', async () => {
  const repo = branched();
  const head = repo.git('rev-parse', 'main');
  const copy = repo.clone();
  const env = { CIRCLECI: 'true', CIRCLE_SHA1: head, CIRCLE_BRANCH: 'main' };
  const run = await runLeaktrail(['range', '-f', 'json'], { cwd: copy.dir, env });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain(`scanning all that leads up to ${head}`);
  const report = parseReport(run.stdout, run.stderr);
  expect(report).toMatchObject({ mode: 'range', coverage: { commits: 2, complete: true } });
  findingOf(report, 'old');
  findingOf(report, 'main');

  repo.write('.leaktrailignore', 'app.py\nc.py\n');
  const next = repo.commit('Accept what is there');
  copy.git('pull', '-q');
  const nextEnv = { ...env, CIRCLE_SHA1: next };
  const accepted = await runLeaktrail(['range'], { cwd: copy.dir, env: nextEnv });
  expect(accepted.exitCode).toBe(0);
});

function installHook(gitDir: string, name: string, command: string): string {
  const said = join(temporaryFolder('said'), 'said.json');
  mkdirSync(join(gitDir, 'hooks'), { recursive: true });
  const file = join(gitDir, 'hooks', name);
  writeFileSync(
    file,
    `#!/bin/sh\nexec "${process.execPath}" "${bin}" ${command} -f json -o "${said}" "$@"\n`,
  );
  chmodSync(file, 0o755);
  return said;
}

function readSaid(file: string): ReportDocument {
  return parseReport(readFileSync(file, 'utf8'));
}

function bare(): TestRepository {
  const dir = temporaryFolder('server');
  spawnSync('git', ['init', '-q', '--bare', '-b', 'main', dir], { env: { ...gitEnv } });
  return testRepository(dir, true);
}

test('a push is checked for what the remote does not have', () => {
  const server = bare();
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.git('remote', 'add', 'origin', server.dir);
  const said = installHook(repo.gitDir, 'pre-push', 'push');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'main')).toBe(0);
  expect(readSaid(said)).toMatchObject({ mode: 'push', coverage: { commits: 1 } });

  // A new branch: what origin/main has is known.
  repo.git('checkout', '-q', '-b', 'feature');
  repo.write('b.py', `${tokenLine('feature')}\n`);
  repo.commit('Add b');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'feature')).toBe(1);
  expect(readSaid(said).coverage.commits).toBe(1);
  findingOf(readSaid(said), 'feature');

  // Taken out in a later commit it is still pushed.
  repo.write('b.py', 'b = 1\n');
  repo.commit('Clean b');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'feature')).toBe(1);
  repo.git('reset', '-q', '--hard', 'main');
  repo.write('c.py', 'c = 1\n');
  repo.commit('Add c');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'feature')).toBe(0);

  // A forced push, several refs, a tag with a message, deletions.
  repo.git('commit', '-q', '--amend', '-m', 'Add c again');
  expect(gitStatus(repo, 'push', '-q', '--force', 'origin', 'feature', 'main')).toBe(0);
  repo.git('tag', '-a', 'v1', '-m', `Release with ${githubToken('tag')}`);
  expect(gitStatus(repo, 'push', '-q', 'origin', 'v1')).toBe(1);
  expect(findingOf(readSaid(said), 'tag').state).toBe('message');
  expect(gitStatus(repo, 'push', '-q', 'origin', ':feature')).toBe(0);
  expect(readSaid(said)).toMatchObject({ coverage: { commits: 0 }, findings: [] });
});

test('a blob that only a tag names is pushed, too', () => {
  const server = bare();
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.git('remote', 'add', 'origin', server.dir);
  const said = installHook(repo.gitDir, 'pre-push', 'push');
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], `${tokenLine('blob')}\n`);
  repo.git('tag', 'key', blob.toString().trim());
  expect(gitStatus(repo, 'push', '-q', 'origin', 'key')).toBe(1);
  expect(findingOf(readSaid(said), 'blob')).toMatchObject({
    state: 'history',
    introduced: { event: 'present', commit: null, path: null, blob: blob.toString().trim() },
  });
  expect(readSaid(said).coverage).toMatchObject({ complete: true, commits: 0, blobs: 1 });
  repo.write('b.py', `${tokenLine('tree')}\n`);
  repo.git('add', '-A');
  repo.git('tag', 'tree', repo.git('write-tree'));
  expect(gitStatus(repo, 'push', '-q', 'origin', 'tree')).toBe(1);
  findingOf(readSaid(said), 'tree');
});

test('a server refuses what it is about to receive, in quarantine', () => {
  const server = bare();
  const said = installHook(server.gitDir, 'pre-receive', 'receive');
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.git('remote', 'add', 'origin', server.dir);
  expect(gitStatus(repo, 'push', '-q', 'origin', 'main')).toBe(0);
  expect(readSaid(said)).toMatchObject({
    mode: 'receive',
    coverage: { commits: 1, complete: true },
  });
  repo.write('b.py', `${tokenLine('server')}\n`);
  const commit = repo.commit('Add b');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'main')).toBe(1);
  expect(findingOf(readSaid(said), 'server')).toMatchObject({
    state: 'history',
    introduced: { commit, path: 'b.py' },
  });
  expect(server.git('rev-parse', 'main')).toBe(repo.git('rev-parse', 'main~1'));
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.write('c.py', 'c = 1\n');
  repo.commit('Add c');
  expect(gitStatus(repo, 'push', '-q', 'origin', 'main', 'main:other')).toBe(0);
  expect(gitStatus(repo, 'push', '-q', 'origin', ':other')).toBe(0);
});

test('standard input that no hook would get is refused', async () => {
  const repo = branched();
  for (const command of ['push', 'receive']) {
    const run = await runLeaktrail([command], { cwd: repo.dir, input: 'refs/heads/main\n' });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^leaktrail: standard input is not what git hands/u);
    const nothing = await runLeaktrail([command], { cwd: repo.dir });
    expect(nothing.exitCode).toBe(0);
  }
});
