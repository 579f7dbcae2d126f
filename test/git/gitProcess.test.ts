import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CatFileBatch } from '../../src/git/catFileBatch.ts';
import { gitEnvironment } from '../../src/git/gitEnvironment.ts';
import { forEachRef, hasGit, revList, revParse, runGit } from '../../src/git/gitProcess.ts';
import { openRepository } from '../../src/git/repository.ts';
import type { Repository } from '../../src/git/repository.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const env = { PATH: process.env['PATH'], HOME: gitEnv['HOME'] };

function makeHistory(): TestRepository {
  return makeRepository([
    { write: { a: '1' }, message: 'First', tag: 'v1' },
    { branch: 'topic', write: { b: '2' }, message: 'Topic' },
    { branch: 'main', merge: 'topic', message: 'Join' },
  ]);
}

async function open(repo: TestRepository): Promise<Repository> {
  return openRepository(repo.dir, {});
}

describe('gitProcess', () => {
  test('answers what git answers', async () => {
    const repo = makeHistory();
    const target = await open(repo);
    expect(await hasGit(target, env)).toBe(true);
    expect(await hasGit(target, { PATH: temporaryFolder() })).toBe(false);
    expect(await revList(target, env, ['--all'])).toEqual(
      repo.git('rev-list', '--all').split('\n'),
    );
    expect(await revList(target, env, ['--stdin'], { input: 'main\n^v1\n' })).toHaveLength(2);
    expect(await revParse(target, env, 'main^2')).toBe(repo.commits[1]);
    for (const revision of ['none', '', '--all', '-h', 'main..v1', 'main\nv1']) {
      expect(await revParse(target, env, revision)).toBeUndefined();
    }
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/heads/main');
    expect(await forEachRef(target, env)).toEqual([
      { name: 'refs/heads/main', oid: repo.commits[2] },
      { name: 'refs/heads/topic', oid: repo.commits[1] },
      {
        name: 'refs/remotes/origin/HEAD',
        oid: repo.commits[2],
        symbolicTarget: 'refs/heads/main',
      },
      { name: 'refs/tags/v1', oid: repo.commits[0] },
    ]);
  });

  test('turns a failure of git into one line', async () => {
    const target = await open(makeHistory());
    await expect(revList(target, env, ['none'])).rejects.toMatchObject({
      code: 'git',
      message: expect.stringMatching(/^git rev-list failed: fatal: [^\n]*$/u),
    });
    await expect(revList(target, { PATH: '/nowhere' }, ['HEAD'])).rejects.toThrow(/^git rev-list/u);
  });

  test('works in worktrees, bare repositories, quarantines and without configuration', async () => {
    const repo = makeHistory();
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '--detach', linked, 'v1');
    expect(await revParse(await openRepository(linked, {}), env, 'HEAD')).toBe(repo.commits[0]);
    const bare = repo.clone('--bare');
    expect(await revParse(await openRepository(bare.dir, {}), env, 'HEAD')).toBe(repo.commits[2]);

    const incoming = join(temporaryFolder(), 'in:coming');
    mkdirSync(incoming);
    const quarantine = {
      GIT_OBJECT_DIRECTORY: incoming,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(bare.dir, 'objects'),
    };
    const oid = execFileSync('git', ['hash-object', '-w', '--stdin'], {
      cwd: bare.dir,
      env: { ...gitEnv, ...quarantine },
      input: 'quarantined',
    });
    const target = await openRepository(bare.dir, quarantine);
    expect(await runGit(target, env, ['cat-file', '-p', oid.toString().trim()])).toBe(
      'quarantined',
    );
    expect(await runGit(target, env, ['cat-file', '-t', 'HEAD'])).toBe('commit\n');
  });

  test('does not care who owns the repository', async () => {
    const repo = makeHistory();
    const stranger = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const run = (variables: Record<string, string>): string =>
      execFileSync('git', ['rev-parse', 'HEAD'], {
        cwd: repo.dir,
        env: { ...variables, ...stranger },
        stdio: ['pipe', 'pipe', 'pipe'],
      }).toString();
    expect(() => run({ ...gitEnv })).toThrow(/dubious ownership/u);
    expect(run(gitEnvironment(await open(repo), env)).trim()).toBe(repo.commits[2]);
  });

  test('sees the real objects, whatever replace refs and grafts say', async () => {
    const repo = makeHistory();
    repo.git('replace', repo.commits[2] ?? '', repo.commits[0] ?? '');
    mkdirSync(join(repo.gitDir, 'info'), { recursive: true });
    writeFileSync(join(repo.gitDir, 'info/grafts'), `${repo.commits[2]}\n`);
    expect(await revList(await open(repo), env, ['main'])).toHaveLength(3);
  });
});

describe('a hostile repository', () => {
  /** Each program it names would leave a file in `marks`. */
  function makeHostile(): { repo: TestRepository; marks: string } {
    const source = makeHistory();
    const repo = source.clone('--filter=blob:none', '--no-checkout');
    const folder = temporaryFolder('hostile');
    const marks = join(folder, 'marks');
    mkdirSync(marks);
    const program = (name: string): string => {
      const file = join(folder, name);
      writeFileSync(file, `#!/bin/sh\n: > '${marks}/${name}'\nexit 1\n`);
      chmodSync(file, 0o755);
      return file;
    };
    const settings: Readonly<Record<string, string>> = {
      'core.fsmonitor': program('fsmonitor'),
      'core.pager': program('pager'),
      'pager.rev-list': program('pager-rev-list'),
      'core.editor': program('editor'),
      'core.sshCommand': program('ssh'),
      'core.gitProxy': program('proxy'),
      'core.askPass': program('askpass'),
      'credential.helper': program('credential'),
      'alias.rev-list': `!${program('alias')}`,
      'alias.cat-file': `!${program('alias-cat-file')}`,
      'diff.external': program('diff'),
      'filter.x.smudge': program('smudge'),
      'diff.x.textconv': program('textconv'),
      'uploadpack.packObjectsHook': program('pack-objects'),
      'remote.origin.uploadpack': program('uploadpack'),
      'remote.origin.url': `ext::${program('ext')}`,
      'protocol.allow': 'always',
      'protocol.ext.allow': 'always',
      'protocol.file.allow': 'always',
      'gpg.program': program('gpg'),
      'log.showSignature': 'true',
    };
    for (const [key, value] of Object.entries(settings)) repo.git('config', key, value);
    const hooks = join(repo.gitDir, 'hooks');
    mkdirSync(hooks, { recursive: true });
    for (const name of ['post-index-change', 'reference-transaction', 'pre-auto-gc']) {
      writeFileSync(join(hooks, name), `#!/bin/sh\n: > '${marks}/hook-${name}'\n`, { mode: 0o755 });
    }
    writeFileSync(join(repo.gitDir, 'info/attributes'), '* diff=x filter=x\n');
    return { repo, marks };
  }

  test('would run programs if git were called as usual', () => {
    const { repo, marks } = makeHostile();
    expect(() => repo.git('cat-file', '-p', 'HEAD:a')).toThrow();
    expect(readdirSync(marks)).toContain('ext');
  });

  test('runs nothing', async () => {
    const { repo, marks } = makeHostile();
    const target = await open(repo);
    const loud = {
      ...env,
      GIT_PAGER: join(marks, 'x'),
      PAGER: join(marks, 'x'),
      EDITOR: join(marks, 'x'),
    };
    expect(await revList(target, loud, ['--all'])).toHaveLength(3);
    expect(await revParse(target, loud, 'HEAD')).toBe(repo.git('rev-parse', 'HEAD'));
    expect(await forEachRef(target, loud)).not.toEqual([]);
    await expect(runGit(target, loud, ['cat-file', '-p', 'HEAD:a'])).rejects.toThrow(/failed/u);
    await expect(runGit(target, loud, ['rev-list', '--objects', 'HEAD'])).rejects.toThrow(
      /failed/u,
    );
    const batch = new CatFileBatch(target, loud);
    const blob = /^100644 blob (\w+)\ta$/mu.exec(repo.git('ls-tree', 'HEAD'))?.[1] ?? '';
    expect(await batch.read(blob)).toBeUndefined();
    expect((await batch.read(repo.git('rev-parse', 'HEAD')))?.type).toBe('commit');
    await batch.close();
    expect(readdirSync(marks)).toEqual([]);
    expect(existsSync(join(repo.gitDir, 'objects', blob.slice(0, 2), blob.slice(2)))).toBe(false);
  });
});
