// Hooks as `leaktrail hook` installs them, run by git itself on real commits and pushes. What they call is a
// stand-in that writes down its arguments, so that only the hooks are tried here.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { barePath, fakeLeaktrail, placeCommand } from '../hooks/fakeLeaktrail.ts';
import { gitEnv, makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';
import type { RunResult } from './runLeaktrail.ts';

type Env = Readonly<Record<string, string>>;

/** What the pre-commit hook says behind the report when it refuses. */
const refusal = `leaktrail: this commit is refused; \`leaktrail baseline\` accepts what is no secret
leaktrail: to go on without the check, once: SKIP=leaktrail git commit
`;

/** Runs `leaktrail hook ...` and expects it to end well. */
async function hook(repo: { readonly dir: string }, ...args: string[]): Promise<RunResult> {
  const result = await runLeaktrail(['hook', ...args], { cwd: repo.dir });
  expect(result.exitCode, result.stderr).toBe(0);
  return result;
}

interface GitRun {
  readonly status: number | null;
  readonly stderr: string;
}

function git(repo: { readonly dir: string }, env: Env, ...args: string[]): GitRun {
  const { status, stderr } = spawnSync('git', args, { cwd: repo.dir, env, encoding: 'utf8' });
  return { status, stderr };
}

let commits = 0;

function commit(repo: TestRepository, env: Env, ...args: string[]): GitRun {
  repo.write('file', `${commits++}`);
  repo.git('add', 'file');
  return git(repo, env, 'commit', '-q', '-m', 'Change', ...args);
}

function addHook(path: string, lines: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
}

const staged = { args: ['staged'], input: '' };

describe('the pre-commit hook', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 1],
  ])('runs `leaktrail staged`, whose status %i gives the commit %i', async (status, expected) => {
    const fake = fakeLeaktrail();
    const repo = makeRepository();
    await hook(repo, 'install');
    fake.endWith(status);
    expect(commit(repo, fake.env).status).toBe(expected);
    expect(fake.calls()).toEqual([staged]);
    const count = repo.git('rev-list', '--all', '--count');
    expect(count).toBe(status === 0 ? '1' : '0');
  });

  test('is run in a folder with blanks, a linked worktree and a folder below the top', async () => {
    const fake = fakeLeaktrail();
    const dir = join(temporaryFolder(), "with blank and 'quote'");
    const repo = makeRepository([{ write: { 'deep/a': '1' }, message: 'One' }], { dir });
    await hook({ dir: join(dir, 'deep') }, 'install');
    expect(
      git({ dir: join(dir, 'deep') }, fake.env, 'commit', '--allow-empty', '-qm', 'x'),
    ).toEqual({ status: 0, stderr: '' });
    expect(fake.calls()).toEqual([staged]);
    repo.git('worktree', 'add', '-q', '../tree');
    fake.endWith(1);
    expect(commit(testRepository(join(dir, '..', 'tree')), fake.env).status).toBe(1);
    expect(fake.calls()).toEqual([staged]);
  });

  test('is installed from a linked worktree for all of them', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository([{ write: { a: '1' }, message: 'One' }]);
    const tree = join(temporaryFolder(), 'tree');
    repo.git('worktree', 'add', '-q', tree);
    await hook({ dir: tree }, 'install');
    expect(commit(repo, fake.env).status).toBe(0);
    expect(fake.calls()).toEqual([staged]);
  });

  test('is run from core.hooksPath, after the hook that is there', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository();
    repo.git('config', 'core.hooksPath', '.githooks');
    addHook(join(repo.dir, '.githooks', 'pre-commit'), 'echo was here >&2; exit ${OLD_STATUS:-0}');
    await hook(repo, 'install');
    expect(commit(repo, fake.env)).toEqual({ status: 0, stderr: 'was here\n' });
    expect(fake.calls()).toEqual([staged]);
    expect(commit(repo, { ...fake.env, OLD_STATUS: '7' }).status).toBe(1);
    expect(fake.calls()).toEqual([]);
    fake.endWith(1);
    expect(commit(repo, fake.env)).toEqual({ status: 1, stderr: `was here\n${refusal}` });
    await hook(repo, 'uninstall');
    expect(commit(repo, fake.env)).toEqual({ status: 0, stderr: 'was here\n' });
    expect(fake.calls()).toHaveLength(1);
  });

  test('gets the index that git makes for `commit -a` and `commit PATH`', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository([{ write: { a: '1', b: '1' }, message: 'One' }]);
    await hook(repo, 'install');
    addHook(join(fake.folder, 'leaktrail'), 'git diff --cached --name-only >&2');
    repo.write('a', '2');
    repo.write('b', '2');
    expect(git(repo, fake.env, 'commit', '-qm', 'x', 'b').stderr).toBe('b\n');
    expect(git(repo, fake.env, 'commit', '-qam', 'x').stderr).toBe('a\n');
  });

  test('is left out by --no-verify, and by SKIP with a word', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository();
    addHook(join(repo.gitDir, 'hooks', 'pre-commit'), 'echo was here >&2');
    await hook(repo, 'install');
    fake.endWith(1);
    expect(commit(repo, fake.env, '--no-verify')).toEqual({ status: 0, stderr: '' });
    for (const SKIP of ['leaktrail', 'eslint,leaktrail', 'eslint, leaktrail ,x']) {
      expect(commit(repo, { ...fake.env, SKIP })).toEqual({
        status: 0,
        stderr: 'was here\nleaktrail: skipped, as SKIP says\n',
      });
    }
    expect(fake.calls()).toEqual([]);
    expect(commit(repo, { ...fake.env, SKIP: 'eslint,noleaktrail,leaktrail-x' }).status).toBe(1);
  });
});

describe('the leaktrail that a hook runs', () => {
  test('is the one of the last install where the PATH is bare', async () => {
    const repo = makeRepository();
    await hook(repo, 'install');
    const text = readFileSync(join(repo.gitDir, 'hooks', 'pre-commit'), 'utf8');
    expect(text).toContain(`leaktrail_node='${process.execPath}'\n`);
    const script = join(temporaryFolder(), "it's here", 'leaktrail.js');
    mkdirSync(dirname(script));
    writeFileSync(script, 'console.error("args", process.argv.slice(2)); process.exitCode = 3');
    const quoted = `'${script.replace("'", String.raw`'\''`)}'`;
    addHook(
      join(repo.gitDir, 'hooks', 'pre-commit'),
      text
        .replace('#!/bin/sh\n', '')
        .replace(/leaktrail_script=.*/u, () => `leaktrail_script=${quoted}`),
    );
    expect(commit(repo, { ...gitEnv, PATH: barePath() })).toEqual({
      status: 1,
      stderr: `args [ 'staged' ]\n${refusal}`,
    });
  });

  test('may be the one of the project, unless that came with the repository', async () => {
    const { envWithout } = fakeLeaktrail();
    const repo = makeRepository();
    repo.write('.gitignore', 'node_modules\n');
    await hook(repo, 'install');
    hideProgram(repo, 'pre-commit');
    const calls = placeCommand(join(repo.dir, 'node_modules', '.bin', 'leaktrail'));
    expect(commit(repo, envWithout)).toEqual({ status: 0, stderr: '' });
    expect(calls()).toEqual([staged]);
    repo.git('add', '-f', 'node_modules');
    const refused = commit(repo, envWithout);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('node_modules is part of the repository');
    expect(calls()).toEqual([]);
  });

  test('is missed with a word on how to get it, and the commit is refused', async () => {
    const { envWithout } = fakeLeaktrail();
    const repo = makeRepository();
    await hook(repo, 'install');
    hideProgram(repo, 'pre-commit');
    expect(commit(repo, envWithout)).toEqual({
      status: 1,
      stderr:
        'leaktrail: not found, so this commit was not checked and is refused.\n' +
        'leaktrail: install it: npm install --global leaktrail (or --save-dev in this project)\n' +
        'leaktrail: to go on without the check, once: SKIP=leaktrail git commit\n',
    });
  });

  test('is looked for further on where the first one cannot be run', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository();
    await hook(repo, 'install');
    hideProgram(repo, 'pre-commit');
    // As a script of Node where the PATH has no node.
    writeFileSync(join(fake.folder, 'leaktrail'), '#!/usr/bin/env no-such-node\n');
    const calls = placeCommand(join(repo.dir, 'node_modules', '.bin', 'leaktrail'));
    expect(commit(repo, fake.env).status).toBe(0);
    expect(calls()).toEqual([staged]);
  });

  /** As if the leaktrail that installed the hook were gone. */
  function hideProgram(repo: TestRepository, name: string): void {
    const file = join(repo.gitDir, 'hooks', name);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/leaktrail_script='.*'/u, "leaktrail_script='/gone'"),
    );
  }
});

describe('the pre-push hook', () => {
  test('gets what git tells of a push, and so does the hook that was there', async () => {
    const fake = fakeLeaktrail();
    const remote = makeRepository({ bare: true });
    const repo = makeRepository([{ write: { a: '1' }, message: 'One', tag: 'v1' }]);
    const [oid = ''] = repo.commits;
    const log = join(temporaryFolder(), 'log');
    addHook(join(repo.gitDir, 'hooks', 'pre-push'), `cat >'${log}'; echo "$@" >>'${log}'`);
    await hook(repo, 'install', '--pre-push');
    fake.endWith(1);
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main', 'v1').status).toBe(1);
    expect(remote.git('for-each-ref')).toBe('');
    const zero = '0'.repeat(40);
    const input =
      `refs/heads/main ${oid} refs/heads/main ${zero}\n` +
      `refs/tags/v1 ${oid} refs/tags/v1 ${zero}\n`;
    expect(fake.calls()).toEqual([{ args: ['push', remote.dir, remote.dir], input }]);
    expect(readFileSync(log, 'utf8')).toBe(`${input}${remote.dir} ${remote.dir}\n`);
    fake.endWith(0);
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').status).toBe(0);
    expect(remote.git('rev-parse', 'main')).toBe(oid);
  });

  test('gets nothing where nothing is pushed, and copes with hooks that do not read', async () => {
    const fake = fakeLeaktrail();
    const remote = makeRepository({ bare: true });
    const repo = makeRepository([{ write: { a: '1' }, message: 'One' }]);
    // More than a pipe holds.
    const tags = Array.from(
      { length: 2000 },
      (_, i) =>
        `create refs/tags/a-tag-with-a-name-that-takes-some-space-${i} ${repo.commits[0]}\n`,
    );
    repo.gitBytes(['update-ref', '--stdin'], tags.join(''));
    addHook(join(repo.gitDir, 'hooks', 'pre-push'), 'exit 0');
    await hook(repo, 'install', '--pre-push');
    expect(git(repo, fake.env, 'push', '-q', '--tags', remote.dir, 'main').status).toBe(0);
    const [call] = fake.calls();
    expect(call?.input.split('\n')).toHaveLength(2002);
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').status).toBe(0);
    expect(fake.calls().map(({ input }) => input)).toEqual(['']);
  });

  test('stands beside pre-commit, and each is taken out alone', async () => {
    const fake = fakeLeaktrail();
    const repo = makeRepository();
    await hook(repo, 'install');
    await hook(repo, 'install', '--pre-push');
    await hook(repo, 'uninstall', '--pre-push');
    expect(existsSync(join(repo.gitDir, 'hooks', 'pre-push'))).toBe(false);
    expect(commit(repo, fake.env).status).toBe(0);
    expect(fake.calls()).toEqual([staged]);
  });
});

test('the pre-receive hook refuses a push, whatever SKIP says and the PATH of the pusher holds', async () => {
  const fake = fakeLeaktrail();
  const remote = makeRepository({ bare: true });
  const repo = makeRepository([{ write: { a: '1' }, message: 'One' }]);
  await hook(remote, 'install');
  const env = { ...fake.env, SKIP: 'leaktrail' };
  expect(git(repo, env, 'push', '-q', remote.dir, 'main').status).toBe(0);
  repo.write('a.py', tokenLine('receive'));
  repo.commit('Two');
  const refused = git(repo, env, 'push', '-q', remote.dir, 'main');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('pre-receive hook declined');
  expect(fake.calls()).toEqual([]);
});

test('the pre-receive hook takes the leaktrail of the PATH when the one that installed it is gone', async () => {
  const fake = fakeLeaktrail();
  const remote = makeRepository({ bare: true });
  const repo = makeRepository([{ write: { a: '1' }, message: 'One' }]);
  await hook(remote, 'install');
  const file = join(remote.dir, 'hooks', 'pre-receive');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/^leaktrail_script=.*$/mu, 'leaktrail_script=/gone'),
  );
  fake.endWith(1);
  expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').status).toBe(1);
  const input = `${'0'.repeat(40)} ${repo.commits[0]} refs/heads/main\n`;
  expect(fake.calls()).toEqual([{ args: ['receive'], input }]);
  fake.endWith(0);
  expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').status).toBe(0);
});

describe('with husky', () => {
  /** The layout of husky 9: a generated folder whose scripts call the user's ones beside it. */
  function huskyRepository(): TestRepository {
    const repo = makeRepository();
    const generated = join(repo.dir, '.husky', '_');
    for (const name of ['pre-commit', 'pre-push']) addHook(join(generated, name), '. "${0%/*}/h"');
    writeFileSync(
      join(generated, 'h'),
      'n=${0##*/}; s=${0%/*}/../$n\n[ -f "$s" ] || exit 0\n' +
        'export PATH="node_modules/.bin:$PATH"\nsh -e "$s" "$@"\n',
    );
    repo.git('config', 'core.hooksPath', '.husky/_');
    return repo;
  }

  test('leaktrail runs from the script of the user', async () => {
    const fake = fakeLeaktrail();
    const repo = huskyRepository();
    repo.write('.husky/pre-commit', 'echo was here >&2');
    await hook(repo, 'install');
    expect(commit(repo, fake.env)).toEqual({ status: 0, stderr: 'was here\n' });
    fake.endWith(1);
    expect(commit(repo, fake.env).status).toBe(1);
    expect(fake.calls()).toEqual([staged, staged]);
    expect(commit(repo, { ...fake.env, SKIP: 'leaktrail' }).status).toBe(0);
    expect(fake.calls()).toEqual([]);
    const missing = commit(repo, fake.envWithout);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('npm install --save-dev leaktrail');
    await hook(repo, 'uninstall');
    expect(commit(repo, fake.env)).toEqual({ status: 0, stderr: 'was here\n' });
  });

  test.each([8, 9])(
    "the project's leaktrail is found, as the status says: version %i",
    async (version) => {
      const fake = fakeLeaktrail();
      const repo = huskyRepository();
      if (version === 8) {
        repo.write('.husky/_/husky.sh', '');
        repo.git('config', 'core.hooksPath', '.husky');
      }
      const calls = placeCommand(join(repo.dir, 'node_modules', '.bin', 'leaktrail'));
      await hook(repo, 'install');
      for (const env of [fake.env, fake.envWithout]) {
        expect(commit(repo, env)).toEqual({ status: 0, stderr: '' });
        expect(calls()).toEqual([staged]);
      }
      expect(fake.calls()).toEqual([]);
      const { stdout } = await runLeaktrail(['hook', 'status'], { cwd: repo.dir, env: fake.env });
      expect(stdout).toContain(`leaktrail: ${join(repo.dir, 'node_modules', '.bin', 'leaktrail')}`);
    },
  );

  test('what git tells of a push reaches leaktrail and the lines of the user', async () => {
    const fake = fakeLeaktrail();
    const remote = makeRepository({ bare: true });
    const repo = huskyRepository();
    repo.write('.husky/pre-push', 'cat >&2\n');
    repo.commit('One');
    await hook(repo, 'install', '--pre-push');
    const { status, stderr } = git(repo, fake.env, 'push', '-q', remote.dir, 'main');
    const line = `refs/heads/main ${repo.commits[0]} refs/heads/main ${'0'.repeat(40)}\n`;
    expect({ status, stderr }).toEqual({ status: 0, stderr: line });
    expect(fake.calls()).toEqual([{ args: ['push', remote.dir, remote.dir], input: line }]);
    fake.endWith(1);
    repo.commit('Two');
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').status).toBe(1);
    fake.endWith(0);
    fake.calls();
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main:main').status).toBe(0);
    expect(git(repo, fake.env, 'push', '-q', remote.dir, 'main').stderr).toBe('');
  });
});

describe('the command', () => {
  test('--global reaches repositories that are cloned afterwards, beside hooks of others', async () => {
    const fake = fakeLeaktrail();
    const home = temporaryFolder('home');
    const env = { HOME: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), XDG_CONFIG_HOME: '' };
    const { exitCode } = await runLeaktrail(['hook', 'install', '--global'], { env });
    expect(exitCode).toBe(0);
    const origin = makeRepository([{ write: { a: '1' }, message: 'One' }]);
    const clone = join(home, 'clone');
    git(origin, { ...gitEnv, ...env }, 'clone', '-q', origin.dir, clone);
    fake.endWith(1);
    expect(commit(testRepository(clone), { ...fake.env, ...env }).status).toBe(1);
    expect(fake.calls()).toEqual([staged]);
  });

  test('uses the repository that GIT_DIR names', async () => {
    const repo = makeRepository();
    const dir = temporaryFolder();
    const { exitCode } = await runLeaktrail(['hook', 'install'], {
      cwd: dir,
      env: { GIT_DIR: repo.gitDir, GIT_WORK_TREE: dir },
    });
    expect(exitCode).toBe(0);
    expect(existsSync(join(repo.gitDir, 'hooks', 'pre-commit'))).toBe(true);
  });

  test('tells what to add for a manager of hooks, and ends with 2', async () => {
    const repo = makeRepository();
    repo.write('lefthook.yml', '');
    expect(await runLeaktrail(['hook', 'install', '--quiet'], { cwd: repo.dir })).toEqual({
      exitCode: 2,
      stdout: 'pre-commit:\n  commands:\n    leaktrail:\n      run: leaktrail staged\n',
      stderr: `leaktrail: nothing was installed: lefthook writes the hooks here. Add the lines above to ${join(repo.dir, 'lefthook.yml')}, then run \`lefthook install\`\n`,
    });
  });

  test.each([
    [['install', '/no/such/folder'], /does not exist/u],
    [['install', '--global', '.'], /leave REPO out/u],
    [['install', '--nonsense'], /unknown option/u],
    [['remove'], /unknown command/u],
  ])('says in one line what is wrong: %s', async (args, message) => {
    const repo = makeRepository();
    const { exitCode, stdout, stderr } = await runLeaktrail(['hook', ...args], { cwd: repo.dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('says in one line that the system does not let it write', async () => {
    const repo = makeRepository();
    rmSync(join(repo.gitDir, 'hooks'), { recursive: true });
    symlinkSync('gone', join(repo.gitDir, 'hooks'));
    const { exitCode, stderr } = await runLeaktrail(['hook', 'install'], { cwd: repo.dir });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^leaktrail: the hook could not be read or written: E\w+ .*\n$/u);
  });

  test('installs a hook that finds the installed leaktrail', async () => {
    const repo = makeRepository();
    await hook(repo, 'install');
    const { stdout } = await hook(repo, 'status');
    expect(stdout.split('\n')[1]).toMatch(/^pre-commit: installed; leaktrail: /u);
    expect(readFileSync(join(repo.gitDir, 'hooks', 'pre-commit'), 'utf8')).toContain(
      realpathSync(bin).replaceAll('\\', '/'),
    );
    renameSync(join(repo.gitDir, 'hooks'), join(repo.gitDir, 'hooks-away'));
    expect((await hook(repo, 'status')).stdout).toContain('pre-commit: not installed');
  });
});
