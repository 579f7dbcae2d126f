import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitConfig } from '../../src/git/config.ts';
import type { Environment } from '../../src/git/environment.ts';
import { createIgnoreRules } from '../../src/git/ignore.ts';
import { worktreeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { askGit } from './ignoreOracle.ts';

describe('worktreeIgnoreSources', () => {
  test('lets .gitignore go before info/exclude, and that before the global file', () => {
    const { repo, env, home } = repositoryWithHome();
    repo.write('.git/info/exclude', 'b\nc\n');
    repo.write('.gitignore', 'c\n');
    mkdirSync(join(home, '.config', 'git'), { recursive: true });
    writeFileSync(join(home, '.config', 'git', 'ignore'), 'a\nb\nc\n');
    const answers = bothAnswers(repo, env, ['a', 'b', 'c', 'd']);
    expect(answers.map((rule) => rule?.source)).toEqual([
      join(home, '.config', 'git', 'ignore'),
      '.git/info/exclude',
      '.gitignore',
      undefined,
    ]);
  });

  test('finds the global file below XDG_CONFIG_HOME', () => {
    const { repo, env, home } = repositoryWithHome();
    mkdirSync(join(home, 'settings', 'git'), { recursive: true });
    writeFileSync(join(home, 'settings', 'git', 'ignore'), '.env\n');
    const xdgEnv = { ...env, XDG_CONFIG_HOME: join(home, 'settings') };
    expect(bothAnswers(repo, xdgEnv, ['.env'])).toMatchObject([{ line: 1, pattern: '.env' }]);
  });

  test.each([
    ['an absolute path', (home: string) => join(home, 'excludes')],
    ['a path below the home folder', () => '~/excludes'],
    ['a path relative to the top of the work tree', () => 'ignored/excludes'],
    ['an empty value, which means none', () => ''],
    ['a file that does not exist', () => '/nowhere/excludes'],
  ])('takes core.excludesFile as %s', (_title, settingOf) => {
    const { repo, env, home } = repositoryWithHome();
    writeFileSync(join(home, 'excludes'), '.env\n');
    repo.write('ignored/excludes', '.env\n');
    mkdirSync(join(home, '.config', 'git'), { recursive: true });
    writeFileSync(join(home, '.config', 'git', 'ignore'), '*\n');
    repo.git('config', 'core.excludesFile', settingOf(home));
    bothAnswers(repo, env, ['.env', 'app/.env', 'other']);
  });

  test('names info/exclude by its full path in a linked worktree', () => {
    const repo = makeRepository([{ write: { a: '' }, message: 'First' }]);
    repo.write('.git/info/exclude', '.env\n');
    const dir = join(temporaryFolder('linked'), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'linked', dir);
    const linked = testRepository(dir);
    const [rule] = bothAnswers(linked, linked.env, ['.env'], repo.gitDir);
    expect(rule?.source).toBe(join(repo.gitDir, 'info', 'exclude'));
  });

  test('does not follow a .gitignore that is a symbolic link, but an info/exclude that is one', () => {
    const repo = makeRepository();
    repo.write('a/.gitignore', 'x\n');
    repo.write('rules', '.env\n');
    rmSync(join(repo.gitDir, 'info', 'exclude'));
    symlinkSync('../../rules', join(repo.gitDir, 'info', 'exclude'));
    symlinkSync('a/.gitignore', join(repo.dir, '.gitignore'));
    const answers = bothAnswers(repo, repo.env, ['x', '.env', 'a/x']);
    expect(answers.map((rule) => rule?.source)).toEqual([
      undefined,
      '.git/info/exclude',
      'a/.gitignore',
    ]);
  });

  test('takes a folder named .gitignore and a path below a file for no rules', () => {
    const repo = makeRepository();
    repo.write('.gitignore/file', 'x\n');
    repo.write('plain', '');
    bothAnswers(repo, repo.env, ['x', 'plain/x', `${'n'.repeat(300)}/x`]);
  });

  test('reads names that are no UTF-8', () => {
    const repo = makeRepository();
    repo.write(Buffer.from('\xff/.gitignore', 'latin1'), '.env\n');
    const [rule] = bothAnswers(repo, repo.env, ['\xff/.env']);
    expect(rule?.source).toBe('\xff/.gitignore');
  });
});

function repositoryWithHome() {
  const repo = makeRepository();
  const home = temporaryFolder('home');
  return { repo, home, env: { ...repo.env, HOME: home, XDG_CONFIG_HOME: '' } };
}

/** Our rules for some files, after a comparison with git's. */
function bothAnswers(
  repo: TestRepository,
  env: Environment & Readonly<Record<string, string>>,
  paths: readonly string[],
  commonDir = repo.gitDir,
) {
  const excludesFile = repo.git('config', '--default', '(none)', 'core.excludesFile');
  const config = gitConfig(
    excludesFile === '(none)' ? [] : [{ key: 'core.excludesfile', value: excludesFile }],
  );
  const rules = createIgnoreRules(
    worktreeIgnoreSources({
      workTree: repo.dir,
      commonDir,
      config,
      userConfig: gitConfig([]),
      env,
    }),
  );
  const answers = paths.map((path) => rules.check(path, false).rule);
  const shown = answers.map((rule) =>
    rule === null ? null : { source: rule.source, line: rule.line, pattern: rule.pattern },
  );
  expect(shown).toEqual(askGit({ dir: repo.dir, env, paths }).map(({ rule }) => rule));
  return answers;
}
