// The scanned repository is hostile: nothing that it names may run, and without a git binary the audit
// still runs.
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { commitPath } from './commitPath.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

test('no hook, filter, monitor, pager, alias or helper of the repository is run', async () => {
  const repo = makeRepository([
    {
      write: {
        'a.py': `${tokenLine('hostile')}\n`,
        '.gitattributes': '* filter=evil diff=evil merge=evil\n',
      },
      message: 'Add',
    },
  ]);
  const marker = join(temporaryFolder(), 'marker');
  const script = join(repo.gitDir, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$0" >> '${marker}'\n`);
  chmodSync(script, 0o755);
  const settings = [
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'core.askPass',
    'core.gitProxy',
    'core.alternateRefsCommand',
    'credential.helper',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'gpg.program',
    'interactive.diffFilter',
    'log.showSignature',
    'pager.log',
    'pager.rev-list',
    'uploadpack.packObjectsHook',
    'alias.cat-file',
    'alias.rev-list',
  ];
  for (const name of settings) {
    repo.git('config', name, name.startsWith('alias.') ? `!${script}` : script);
  }
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) {
    writeFileSync(join(repo.gitDir, 'hooks', hook), `#!/bin/sh\nexec '${script}'\n`, {
      mode: 0o755,
    });
  }
  repo.write('a.py', `#\n${tokenLine('hostile')}\n`);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  findingOf(report, 'hostile');
  expect(existsSync(marker)).toBe(false);
});

test('replace refs and grafts of the repository are not followed', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('replaced')}\n` }, message: 'Add' },
    { write: { 'a.py': 'pass\n' }, message: 'Drop' },
  ]);
  const blob = repo.git('rev-parse', 'HEAD^:a.py');
  const innocent = repo.git('rev-parse', 'HEAD:a.py');
  repo.git('replace', blob, innocent);
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'replaced')).toMatchObject({ state: 'history', introduced: { blob } });
});

test('a work tree that the configuration moves away is named, and nothing is written there', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'pass\n' }, message: 'Add' }]);
  const elsewhere = temporaryFolder('elsewhere');
  repo.write('untracked.py', `${tokenLine('moved')}\n`);
  findingOf((await auditRepository(repo.dir)).report, 'moved');
  repo.git('config', 'core.worktree', elsewhere);
  writeFileSync(join(elsewhere, '.env'), 'A=1\n');
  const { report } = await auditRepository(repo.dir);
  expect(report.coverage.skipped).toContainEqual({
    reason: 'not-the-work-tree',
    count: 1,
    bytes: 0,
    examples: [`core.worktree=${elsewhere}`],
  });
  const { exitCode, stderr } = await runLeaktrail(['env', '--fix', repo.dir]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`--fix writes nothing to ${elsewhere}`);
  expect(readdirSync(elsewhere)).toEqual(['.env']);
});

test('without a git binary the audit finds the same', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('no git')}\n`, '.gitignore': '.env\n' }, message: 'Add' },
    { write: { 'a.py': 'pass\n' }, message: 'Drop' },
  ]);
  repo.git('gc', '-q');
  repo.write('b.py', `${tokenLine('staged')}\n`);
  repo.git('add', 'b.py');
  const [withGit, without] = await Promise.all([
    auditRepository(repo.dir),
    auditRepository(repo.dir, [], { env: { PATH: temporaryFolder('empty') } }),
  ]);
  expect(withGit.report.findings).toHaveLength(2);
  expect(without.exitCode).toBe(1);
  expect({ ...without.report, summary: null }).toEqual({ ...withGit.report, summary: null });
});

test('control characters of a path and a message do not reach the terminal', async () => {
  const repo = makeRepository([{ write: { 'x.txt': 'x\n' }, message: 'Begin' }]);
  const path = 'a\u001B[31m\u202E.py';
  const message = 'Add \u001B]0;title\u0007 and \u009B2J';
  commitPath(repo, path, `${tokenLine('terminal')}\n`, message);
  const run = await runLeaktrail(['audit', repo.dir]);
  expect(run).toMatchObject({ exitCode: 1, stderr: '' });
  expect(run.stdout).not.toMatch(/[^\P{C}\n]/u);
});
