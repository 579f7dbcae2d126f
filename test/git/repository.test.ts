import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { makeRepository, testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const history = [{ write: { a: '1', 'sub/deep/b': '2' }, message: 'First' }];

/** What git says about the repository at a folder. */
function gitView(dir: string, env = {}): Record<string, unknown> {
  const ask = (...args: string[]): string =>
    execFileSync('git', ['rev-parse', '--path-format=absolute', ...args], {
      cwd: dir,
      env: { ...repoEnv, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
      .toString()
      .trim();
  const bare = ask('--is-bare-repository') === 'true';
  return {
    gitDir: ask('--git-dir'),
    commonDir: ask('--git-common-dir'),
    workTree: bare ? null : ask('--show-toplevel'),
    indexFile: ask('--git-path', 'index'),
    bare,
  };
}

const repoEnv = makeRepository().env;

async function ourView(dir: string, env = {}): Promise<Record<string, unknown>> {
  const repo = await openRepository(dir, env);
  expect(repo.problems).toEqual([]);
  const { gitDir, commonDir, workTree, indexFile, bare } = repo;
  return { gitDir, commonDir, workTree, indexFile, bare };
}

function withWorktree(): { repo: TestRepository; linked: string } {
  const repo = makeRepository(history);
  const linked = join(temporaryFolder('linked'), 'linked');
  repo.git('worktree', 'add', '-q', '-b', 'other', linked);
  return { repo, linked };
}

describe('openRepository agrees with git about', () => {
  test('a work tree, from its top and from below', async () => {
    const { dir } = makeRepository(history);
    expect(await ourView(dir)).toEqual(gitView(dir));
    expect(await ourView(join(dir, 'sub/deep'))).toEqual(gitView(join(dir, 'sub/deep')));
  });

  test('a bare repository, from its top and from below', async () => {
    const { dir } = makeRepository(history).clone('--bare');
    expect(await ourView(dir)).toEqual(gitView(dir));
    expect(await ourView(join(dir, 'refs/heads'))).toEqual(gitView(dir));
  });

  test('linked worktrees, also of a bare repository', async () => {
    const { repo, linked } = withWorktree();
    expect(await ourView(linked)).toEqual(gitView(linked));
    const bare = makeRepository(history).clone('--bare');
    const second = join(temporaryFolder(), 'second');
    bare.git('worktree', 'add', '-q', second);
    expect(await ourView(second)).toEqual(gitView(second));
    const { worktreeGitDirs } = await openRepository(linked, {});
    expect(worktreeGitDirs).toEqual([repo.gitDir, join(repo.gitDir, 'worktrees/linked')]);
  });

  test('submodules, whose git directory is elsewhere', async () => {
    const inner = makeRepository(history);
    const outer = makeRepository(history);
    outer.git('submodule', '--quiet', 'add', inner.dir, 'module');
    const dir = join(outer.dir, 'module');
    expect(await ourView(dir)).toEqual(gitView(dir));
    const direct = await openRepository(join(outer.gitDir, 'modules/module'), {});
    expect(direct).toMatchObject({ workTree: dir, bare: false });
  });

  test('a .git file with an absolute or a relative path, and a .git link', async () => {
    const { dir, gitDir } = makeRepository(history);
    const store = join(temporaryFolder(), 'store');
    renameSync(gitDir, store);
    for (const target of [store, relative(dir, store)]) {
      writeFileSync(join(dir, '.git'), `gitdir: ${target}\n`);
      expect(await ourView(dir)).toEqual(gitView(dir));
    }
    rmSync(join(dir, '.git'));
    symlinkSync(store, join(dir, '.git'));
    expect(await ourView(dir)).toEqual({
      ...gitView(dir),
      gitDir: store,
      commonDir: store,
      indexFile: join(store, 'index'),
    });
  });

  test('core.worktree and core.bare', async () => {
    const repo = makeRepository(history);
    const elsewhere = temporaryFolder('elsewhere');
    repo.git('config', 'core.worktree', relative(repo.gitDir, elsewhere));
    expect(await ourView(repo.dir)).toEqual(gitView(repo.dir));
    expect((await openRepository(repo.dir, {})).movedBy).toBe(
      `core.worktree=${relative(repo.gitDir, elsewhere)}`,
    );
    repo.git('config', 'core.worktree', repo.dir);
    expect((await openRepository(repo.dir, {})).movedBy).toBeNull();
    repo.git('config', '--unset', 'core.worktree');
    repo.git('config', 'core.bare', 'true');
    expect(await ourView(repo.dir)).toEqual(gitView(repo.dir));
    expect((await openRepository(repo.dir, {})).movedBy).toBe('core.bare=true');
  });

  test('a folder with nothing but HEAD, objects, refs and packed-refs', async () => {
    const full = makeRepository(history).clone('--mirror');
    const dir = temporaryFolder('mirror');
    for (const name of ['HEAD', 'objects', 'refs', 'packed-refs']) {
      cpSync(join(full.dir, name), join(dir, name), { recursive: true });
    }
    expect(await ourView(dir)).toEqual(gitView(dir));
  });

  test('an empty repository whose HEAD is a symbolic link', async () => {
    const { dir, gitDir } = makeRepository();
    rmSync(join(gitDir, 'HEAD'));
    symlinkSync('refs/heads/main', join(gitDir, 'HEAD'));
    expect(await ourView(dir)).toEqual(gitView(dir));
  });
});

describe('variables that git hands to hooks', () => {
  test('name the repository when no other one is named', async () => {
    const { repo, linked } = withWorktree();
    const store = makeRepository(history).clone('--bare');
    const cwd = vi.spyOn(process, 'cwd');
    try {
      cwd.mockReturnValue(repo.dir);
      const env = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/next.lock' };
      expect(await ourView('.', env)).toEqual(gitView(repo.dir, env));
      const work = { GIT_DIR: store.dir, GIT_WORK_TREE: repo.dir };
      expect(await ourView('.', work)).toEqual(gitView(repo.dir, work));
      cwd.mockReturnValue(linked);
      const gitDir = join(repo.gitDir, 'worktrees/linked');
      expect(await ourView('.', { GIT_DIR: gitDir })).toEqual(gitView(linked));
      cwd.mockReturnValue(store.dir);
      expect(await ourView('.', { GIT_DIR: '.' })).toEqual(gitView(store.dir));
      const split = { GIT_DIR: gitDir, GIT_COMMON_DIR: store.dir, GIT_WORK_TREE: linked };
      expect((await openRepository('.', split)).commonDir).toBe(store.dir);
      await expect(openRepository('.', { GIT_DIR: '/nowhere' })).rejects.toThrow(/GIT_DIR names/u);
    } finally {
      cwd.mockRestore();
    }
  });

  test('do not turn the repository that the user names into another one', async () => {
    const named = makeRepository(history);
    const other = makeRepository(history);
    const env = { GIT_DIR: other.gitDir, GIT_INDEX_FILE: join(other.gitDir, 'index') };
    expect(await ourView(named.dir, env)).toEqual(gitView(named.dir));
    const index = { GIT_INDEX_FILE: env.GIT_INDEX_FILE };
    expect(await ourView(named.dir, index)).toEqual(gitView(named.dir));
    const own = { GIT_INDEX_FILE: join(named.gitDir, 'next-index.lock') };
    expect(await ourView(named.dir, own)).toEqual(gitView(named.dir, own));
    const free = { GIT_INDEX_FILE: join(temporaryFolder(), 'index') };
    expect(await ourView(named.dir, free)).toEqual(gitView(named.dir, free));
  });

  test('add object folders, as in a quarantine', async () => {
    const repo = makeRepository(history);
    const incoming = temporaryFolder('incoming');
    const objects = join(repo.gitDir, 'objects');
    const env = { GIT_OBJECT_DIRECTORY: incoming, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
    expect((await openRepository(repo.dir, env)).objectDirs).toEqual([incoming, objects]);
  });
});

describe('GIT_CEILING_DIRECTORIES', () => {
  test('ends the search as it does in git', async () => {
    const { dir } = makeRepository(history);
    const below = join(dir, 'sub/deep');
    const env = { GIT_CEILING_DIRECTORIES: `relative:${dir}/sub` };
    await expect(openRepository(below, env)).rejects.toThrow(/no git repository/u);
    expect(() => gitView(below, env)).toThrow(/not a git repository/u);
    expect(await ourView(join(dir, 'sub'), env)).toEqual(gitView(join(dir, 'sub'), env));
    const above = { GIT_CEILING_DIRECTORIES: `:${join(dir, '..')}` };
    expect(await ourView(below, above)).toEqual(gitView(below, above));
  });
});

describe('without a repository', () => {
  test('one line says what to do', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(openRepository(folder, {})).rejects.toMatchObject({
      code: 'git',
      message: expect.stringMatching(/^no git repository at .*leaktrail files`$/u),
    });
    await expect(openRepository(join(folder, 'file'), {})).rejects.toThrow(/is a file/u);
    await expect(openRepository(join(folder, 'none'), {})).rejects.toThrow(/does not exist/u);
    writeFileSync(join(folder, '.git'), 'gitdir: nowhere\n');
    await expect(openRepository(folder, {})).rejects.toThrow(/points to .*nowhere/u);
    writeFileSync(join(folder, '.git'), 'something');
    await expect(openRepository(folder, {})).rejects.toThrow(/not of the form/u);
  });

  test('a worktree whose main repository is gone says so', async () => {
    const { repo, linked } = withWorktree();
    const gitDir = join(repo.gitDir, 'worktrees/linked');
    writeFileSync(join(gitDir, 'commondir'), '../../gone\n');
    await expect(openRepository(linked, {})).rejects.toThrow(/which does not exist/u);
  });

  test('a .git folder without repository is passed by', async () => {
    const { dir } = makeRepository(history);
    mkdirSync(join(dir, 'sub/.git'));
    expect(await ourView(join(dir, 'sub'))).toEqual(gitView(join(dir, 'sub')));
  });
});

describe('a damaged repository', () => {
  test('opens without HEAD or refs', async () => {
    for (const name of ['HEAD', 'refs']) {
      const repo = makeRepository(history);
      rmSync(join(repo.gitDir, name), { recursive: true });
      expect(await openRepository(repo.dir, {})).toMatchObject({
        gitDir: repo.gitDir,
        workTree: repo.dir,
      });
      expect(await openRepository(repo.gitDir, {})).toMatchObject({ gitDir: repo.gitDir });
    }
  });

  test('opens without objects, with a problem', async () => {
    const repo = makeRepository(history);
    rmSync(join(repo.gitDir, 'objects'), { recursive: true });
    const { problems } = await openRepository(repo.dir, {});
    expect(problems).toEqual([expect.objectContaining({ kind: 'unreadable-file' })]);
  });

  test('reports a format or an extension it does not know', async () => {
    const repo = makeRepository(history);
    repo.git('config', 'extensions.fancyThing', 'true');
    expect((await openRepository(repo.dir, {})).problems).toEqual([]);
    repo.git('config', 'core.repositoryFormatVersion', '1');
    const kinds = async (): Promise<string[]> =>
      (await openRepository(repo.dir, {})).problems.map(
        ({ kind, message }) => `${kind}: ${message}`,
      );
    expect(await kinds()).toEqual([expect.stringMatching(/^unsupported: .*"fancything"/u)]);
    writeFileSync(join(repo.gitDir, 'config'), '[core]\nrepositoryFormatVersion = 2\n');
    expect(await kinds()).toEqual([expect.stringMatching(/^unsupported: .*version 2/u)]);
  });
});

describe('what the configuration says about objects', () => {
  test('SHA-256, shallow and partial repositories', async () => {
    const source = makeRepository([...history, { write: { a: '2' }, message: 'Second' }]);
    const shallow = source.clone('--depth=1');
    expect([...(await openRepository(shallow.dir, {})).shallow]).toEqual([source.commits[1]]);
    const partial = source.clone('--filter=blob:none');
    expect(await openRepository(partial.dir, {})).toMatchObject({
      partial: true,
      promisorRemote: 'origin',
    });
    expect(await openRepository(source.dir, {})).toMatchObject({
      objectFormat: 'sha1',
      refStorage: 'files',
      partial: false,
      promisorRemote: null,
      shallow: new Set(),
    });
    const sha256 = makeRepository({ objectFormat: 'sha256' });
    expect((await openRepository(sha256.dir, {})).objectFormat).toBe('sha256');
  });

  test('a mirror by name is opened like any other clone', async () => {
    const clone = makeRepository(history).clone('--mirror');
    expect(testRepository(clone.dir, true).gitDir).toBe(
      (await openRepository(clone.dir, {})).gitDir,
    );
  });
});
