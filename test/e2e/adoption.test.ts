// A team with old findings turns leaktrail on: baseline, hooks, CI; with real commits, pushes and a rebase.
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

/** A folder for PATH in which `leaktrail` is this one. */
function commandFolder(): string {
  const folder = temporaryFolder('bin');
  const file = join(folder, 'leaktrail');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

const path = `${commandFolder()}${delimiter}${process.env['PATH'] ?? ''}`;

function git(repo: TestRepository, ...args: string[]): { status: number | null; said: string } {
  const env = { ...gitEnv, PATH: path };
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: repo.dir,
    env,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

async function run(repo: TestRepository, ...args: string[]) {
  return runLeaktrail(args, { cwd: repo.dir, env: { PATH: path } });
}

test('old findings are accepted, new ones cannot get in through commit, push, server or pull request', async () => {
  const server = makeRepository({ bare: true });
  const repo = makeRepository([
    { write: { 'old.py': `${tokenLine('old')}\n`, 'app.py': 'a = 1\n' }, message: 'Begin' },
    { write: { 'older.py': `x = 1\n${tokenLine('older')}\n` }, message: 'Go on' },
  ]);
  repo.git('remote', 'add', 'origin', server.dir);

  // Adopt.
  expect((await run(repo, 'audit')).exitCode).toBe(1);
  expect((await run(repo, 'baseline', '--reason', 'known at adoption')).exitCode).toBe(0);
  expect((await run(repo, 'hook', 'install')).exitCode).toBe(0);
  expect((await run(repo, 'hook', 'install', '--pre-push')).exitCode).toBe(0);
  expect(git(repo, 'add', '-A').status).toBe(0);
  expect(git(repo, 'commit', '-m', 'Adopt leaktrail')).toMatchObject({ status: 0 });
  expect((await run(repo, 'audit')).exitCode).toBe(0);

  // The first push brings the baseline along: nothing at the remote could hold one yet.
  expect(git(repo, 'push', '-q', 'origin', 'main')).toMatchObject({ status: 0 });

  // A new secret is refused; the fixed commit passes.
  repo.write('app.py', `${tokenLine('new')}\n`);
  const refused = git(repo, 'commit', '-am', 'Configure');
  expect(refused.status).toBe(1);
  expect(refused.said).toContain('app.py');
  expect(refused.said).not.toContain(githubToken('new'));
  repo.write('app.py', 'import os\ntoken = os.environ["GITHUB_TOKEN"]\n');
  expect(git(repo, 'commit', '-am', 'Configure')).toMatchObject({ status: 0 });

  // The refused content is still on this disk, and an audit says so until git drops it.
  const left = await run(repo, 'audit', '-f', 'json');
  expect(findingOf(parseReport(left.stdout), 'new').state).toBe('unreachable');
  repo.git('gc', '-q', '--prune=now');

  // Old ones move, and the history is rebased: still no new finding.
  repo.git('mv', 'old.py', 'moved.py');
  expect(git(repo, 'commit', '-qm', 'Move')).toMatchObject({ status: 0 });
  repo.git('commit', '-q', '--amend', '-m', 'Move it');
  expect((await run(repo, 'audit')).exitCode).toBe(0);
  expect(git(repo, 'push', '-q', 'origin', 'main')).toMatchObject({ status: 0 });

  // What got past the commit is stopped by the push, and by CI.
  repo.write('app.py', `${tokenLine('sneaked')}\n`);
  repo.git('commit', '-q', '--no-verify', '-am', 'Sneak');
  expect(git(repo, 'push', '-q', 'origin', 'main').status).toBe(1);
  const range = await run(repo, 'range', 'origin/main..HEAD', '-f', 'json');
  expect(range.exitCode).toBe(1);
  findingOf(parseReport(range.stdout), 'sneaked');
  expect(git(server, 'log', '--format=%s', '-1', 'main').said).toContain('Move it');
});

test('a change cannot switch its own check off, whatever it adds to baseline, ignore file or configuration', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.write('b.py', `${tokenLine('b')}\n`);
  repo.write('leaktrail.yaml', "excludePaths: ['*.py']\n");
  repo.write('.leaktrailignore', '*.py\n');
  repo.commit('Add b and look away');
  expect((await run(repo, 'audit')).exitCode).toBe(0);
  expect((await run(repo, 'staged', '--all')).exitCode).toBe(0);
  expect((await run(repo, 'range', 'HEAD~1..HEAD')).exitCode).toBe(1);
  // Once it is the base, it counts, and the receipt says what it leaves out.
  repo.write('c.py', `${tokenLine('c')}\n`);
  repo.commit('Add c');
  const { exitCode, stdout } = await run(repo, 'range', 'HEAD~1..HEAD', '-f', 'json');
  expect(exitCode).toBe(0);
  expect(parseReport(stdout).coverage).toMatchObject({
    complete: true,
    skipped: [{ reason: 'excluded-by-config', examples: ['c.py'] }],
  });
});

test('a comment beside the value is obeyed by the hook and in CI', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  repo.write('a.py', `${tokenLine('a')}  # leaktrail:allow a test account\n`);
  repo.git('add', '-A');
  const { exitCode, stdout } = await run(repo, 'staged', '-f', 'json');
  expect(exitCode).toBe(0);
  expect(parseReport(stdout).findings).toMatchObject([{ suppressed: { by: 'inline-comment' } }]);
  repo.git('commit', '-qm', 'Add');
  expect((await run(repo, 'range', 'HEAD~1..HEAD')).exitCode).toBe(0);
});
