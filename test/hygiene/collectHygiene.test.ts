// Hygiene of whole repositories, made by git.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRepository, testRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { hygieneOf, summary, verdictOn } from './hygieneOf.ts';

describe('collectHygiene', () => {
  test('warns of an empty repository and of nothing else', async () => {
    expect(await hygieneOf(makeRepository())).toMatchObject([
      { path: '.env', status: 'warn', check: 'ignored', rule: null },
    ]);
  });

  test('passes a repository whose committed .gitignore covers what is there', async () => {
    const repo = makeRepository([
      {
        write: {
          '.gitignore': '.env*\n!.env.example\n',
          '.env.example': 'A=\n',
          'api/setup.py': '',
        },
        message: 'Begin',
      },
    ]);
    repo.write('.env', 'A=1\n');
    repo.write('api/.env.local', 'A=1\n');
    expect((await hygieneOf(repo)).map((entry) => `${entry.path}: ${summary(entry)}`)).toEqual([
      '.env: ok ignored .gitignore:1:.env*',
      'api/.env: ok ignored .gitignore:1:.env*',
      'api/.env.local: ok ignored .gitignore:1:.env*',
    ]);
  });

  test('fails what was added by force, and what is marked to be left alone', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '*.env\n.env\n' }, message: 'Begin' }]);
    for (const path of ['.env', 'skipped.env', 'assumed.env']) repo.write(path, 'A=1\n');
    repo.git('add', '-f', '.env', 'skipped.env', 'assumed.env');
    repo.git('update-index', '--skip-worktree', 'skipped.env');
    repo.git('update-index', '--assume-unchanged', 'assumed.env');
    expect(await hygieneOf(repo)).toMatchObject([
      { path: '.env', status: 'fail', check: 'tracked', rule: { line: 2 } },
      { path: 'assumed.env', status: 'fail', message: expect.stringContaining('assume-unchanged') },
      { path: 'skipped.env', status: 'fail', message: expect.stringContaining('skip-worktree') },
    ]);
  });

  test('follows a file from tracked to removed to ignored', async () => {
    const repo = makeRepository([{ write: { '.env': 'A=1\n' }, message: 'Add' }]);
    expect(await verdictOn(repo, '.env')).toBe('fail tracked no rule');
    repo.git('rm', '-q', '--cached', '.env');
    expect(await verdictOn(repo, '.env')).toBe('fail tracked no rule');
    repo.commit('Drop', { all: false });
    expect(await verdictOn(repo, '.env')).toBe('fail ignored no rule');
    repo.write('.gitignore', '.env\n');
    expect(await verdictOn(repo, '.env')).toBe('warn history .gitignore:1:.env');
    repo.commit('Ignore');
    expect(await verdictOn(repo, '.env')).toBe('warn history .gitignore:1:.env');
  });

  test('tells shared rules from those of this machine', async () => {
    const repo = makeRepository([{ write: { 'a.txt': '' }, message: 'Begin' }]);
    const home = temporaryFolder('home');
    mkdirSync(join(home, '.config', 'git'), { recursive: true });
    const globalFile = join(home, '.config', 'git', 'ignore');
    writeFileSync(globalFile, '.env\n.envrc\n');
    repo.write('.git/info/exclude', '.envrc\n');
    repo.write('.gitignore', '.env.local\n');
    for (const path of ['.env', '.envrc', '.env.local']) repo.write(path, '');
    const entries = await hygieneOf(repo, { env: { HOME: home, XDG_CONFIG_HOME: '' } });
    expect(entries.map((entry) => `${entry.path}: ${summary(entry)}`)).toEqual([
      `.env: warn shared-rule ${globalFile}:1:.env`,
      '.env.local: warn shared-rule .gitignore:1:.env.local',
      '.envrc: warn shared-rule .git/info/exclude:1:.envrc',
    ]);
  });

  test('finds the excludes file that the user has configured', async () => {
    const repo = makeRepository();
    const home = temporaryFolder('home');
    writeFileSync(join(home, '.gitconfig'), '[core]\n\texcludesFile = ~/excludes\n');
    writeFileSync(join(home, 'excludes'), '\n.env\n');
    const [entry] = await hygieneOf(repo, {
      env: { HOME: home, XDG_CONFIG_HOME: '', GIT_CONFIG_GLOBAL: undefined },
    });
    expect(entry && summary(entry)).toBe(`warn shared-rule ${join(home, 'excludes')}:2:.env`);
  });

  test('judges a bare repository by the tree of HEAD', async () => {
    const repo = makeRepository([
      {
        write: {
          '.gitignore': '/.env\n',
          'api/manage.py': '',
          'web/.env.local': 'A=1\n',
          'x/.env': '',
        },
        message: 'Begin',
      },
      { remove: ['x/.env'], message: 'Drop' },
    ]);
    const entries = await hygieneOf(repo.clone('--bare'));
    expect(entries.map((entry) => `${entry.path}: ${summary(entry)}`)).toEqual([
      '.env: ok ignored .gitignore:1:/.env',
      'api/.env: warn ignored no rule',
      'web/.env.local: fail tracked no rule',
      'x/.env: warn history no rule',
    ]);
  });

  test('judges a linked worktree by its own files and the shared info/exclude', async () => {
    const repo = makeRepository([{ write: { 'a.txt': '' }, message: 'Begin' }]);
    repo.write('.git/info/exclude', '.env\n');
    const dir = join(temporaryFolder('linked'), 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'linked', dir);
    const linked = testRepository(dir);
    linked.write('.env', '');
    const [entry] = await hygieneOf(linked);
    expect(entry && summary(entry)).toBe(
      `warn shared-rule ${join(repo.gitDir, 'info', 'exclude')}:1:.env`,
    );
  });

  test('leaves submodules and nested repositories to themselves', async () => {
    const inner = makeRepository([
      { write: { '.env': 'A=1\n', 'setup.py': '' }, message: 'Inner' },
    ]);
    const repo = makeRepository([{ write: { '.gitignore': '.env\n' }, message: 'Begin' }]);
    repo.git('submodule', '--quiet', 'add', `file://${inner.dir}`, 'sub');
    repo.commit('Add a submodule');
    repo.git('init', '-q', 'nested');
    repo.write('nested/.env', 'A=1\n');
    expect((await hygieneOf(repo)).map(({ path }) => path)).toEqual(['.env']);
  });

  test('reads the .gitignore files that a sparse checkout leaves out', async () => {
    const repo = makeRepository([
      {
        write: { 'api/.gitignore': '.env\n', 'api/setup.py': '', 'web/a.txt': '' },
        message: 'Begin',
      },
    ]);
    repo.git('sparse-checkout', 'set', '--cone', 'web');
    expect(await verdictOn(repo, 'api/.env')).toBe('ok ignored api/.gitignore:1:.env');
    repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'web');
    expect(await verdictOn(repo, 'api/.env')).toBe('ok ignored api/.gitignore:1:.env');
  });

  test('judges a folder named .env as a place for a file', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '.env/\n' }, message: 'Begin' }]);
    repo.write('.env/pyvenv.cfg', '');
    const [entry] = await hygieneOf(repo);
    expect(entry && summary(entry)).toBe('warn ignored no rule');
    expect(entry?.message).toContain('.gitignore:1 ends in a slash and is for folders only');
  });

  test('judges a link named .env as a file, which a folder pattern does not ignore', async () => {
    const repo = makeRepository([
      { write: { '.gitignore': '.env/\n', settings: 'A=1\n' }, message: 'Begin' },
    ]);
    symlinkSync('settings', join(repo.dir, '.env'));
    expect(await verdictOn(repo, '.env')).toBe('fail ignored no rule');
  });

  test('ignores case in rules only where the repository says so', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '.env\n' }, message: 'Begin' }]);
    repo.write('.ENV', 'A=1\n');
    expect(await verdictOn(repo, '.ENV')).toBe('fail ignored no rule');
    repo.git('config', 'core.ignoreCase', 'true');
    expect(await verdictOn(repo, '.ENV')).toBe('ok ignored .gitignore:1:.env');
  });

  test('takes damaged user configuration for no problem of the repository', async () => {
    const problems: unknown[] = [];
    const home = temporaryFolder('home');
    writeFileSync(join(home, '.gitconfig'), '[core\n[core]\n\texcludesFile = ~/excludes\n');
    writeFileSync(join(home, 'excludes'), '.env\n');
    const [entry] = await hygieneOf(makeRepository(), {
      env: { HOME: home, XDG_CONFIG_HOME: '', GIT_CONFIG_GLOBAL: undefined },
      onProblem: (problem) => problems.push(problem),
    });
    expect(entry?.check).toBe('shared-rule');
    expect(problems).toEqual([]);
  });
});
