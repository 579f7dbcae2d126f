import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitObstacle } from '../../src/git/gitObstacle.ts';
import { revList, runGit } from '../../src/git/gitProcess.ts';
import { openRepository } from '../../src/git/repository.ts';
import type { Repository } from '../../src/git/repository.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const env = { PATH: process.env['PATH'], HOME: gitEnv['HOME'] };

function makePipe(path: string): void {
  rmSync(path, { force: true });
  execFileSync('mkfifo', [path]);
}

async function opened(): Promise<{ repo: TestRepository; target: Repository }> {
  const repo = makeRepository([{ write: { a: '1' }, message: 'First' }]);
  return { repo, target: await openRepository(repo.dir, {}) };
}

describe('what keeps git from being run', () => {
  test('is nothing in a repository whose files are files', async () => {
    const { repo, target } = await opened();
    appendFileSync(join(repo.gitDir, 'config'), '[include]\n\tpath = absent\n\tpath = more\n');
    writeFileSync(join(repo.gitDir, 'more'), '[user]\n\tname = A\n');
    repo.git('symbolic-ref', 'refs/heads/other', 'refs/heads/main');
    expect(gitObstacle(target)).toBeUndefined();
    expect(await revList(target, env, ['--all'])).toHaveLength(1);
  });

  test.each([
    'HEAD',
    'commondir',
    'config',
    'config.worktree',
    'packed-refs',
    'shallow',
    'refs/heads/main',
    'refs/heads/x',
    'refs/stash',
    'objects/info/alternates',
    'objects/pack/pack-1.idx',
  ])('is a pipe in the place of %s, which is told at once', async (name) => {
    const { repo, target } = await opened();
    makePipe(join(repo.gitDir, name));
    await expect(revList(target, env, ['--all'])).rejects.toMatchObject({
      code: 'git',
      message: expect.stringMatching(/^git cannot be run here: '.*' is no regular file/u),
    });
  });

  test('is a device or a pipe that a link or an include leads to', async () => {
    const { repo, target } = await opened();
    const pipe = join(temporaryFolder(), 'pipe');
    makePipe(pipe);
    symlinkSync(pipe, join(repo.gitDir, 'packed-refs'));
    expect(gitObstacle(target)).toContain('packed-refs');
    rmSync(join(repo.gitDir, 'packed-refs'));
    writeFileSync(join(repo.gitDir, 'one'), `[includeIf "gitdir:/**"]\n\tpath = ${pipe}\n`);
    appendFileSync(join(repo.gitDir, 'config'), '[include]\n\tpath = one\n');
    expect(gitObstacle(target)).toContain(pipe);
    writeFileSync(join(repo.gitDir, 'one'), '[include]\n\tpath = /dev/zero\n');
    expect(gitObstacle(target)).toContain('/dev/zero');
  });

  test('is a configuration whose includes multiply', async () => {
    const { repo, target } = await opened();
    for (let i = 0; i < 9; i++) {
      const lines = `\tpath = c${i + 1}\n`.repeat(10);
      writeFileSync(join(repo.gitDir, `c${i}`), `[include]\n${lines}`);
    }
    appendFileSync(join(repo.gitDir, 'config'), '[include]\n\tpath = c0\n');
    expect(gitObstacle(target)).toMatch(/include too many files$/u);
  });
});

describe('a git that does not come back', () => {
  function slowGit(): Record<string, string> {
    const folder = temporaryFolder('bin');
    writeFileSync(join(folder, 'git'), '#!/bin/sh\nexec sleep 60\n');
    chmodSync(join(folder, 'git'), 0o755);
    return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  }

  test('is ended after a time of silence, with one line', async () => {
    const { target } = await opened();
    const call = runGit(target, slowGit(), ['rev-list', '--all'], { mostSilenceMs: 100 });
    await expect(call).rejects.toMatchObject({
      code: 'git',
      message: expect.stringMatching(/^git rev-list said nothing for too long [^\n]*$/u),
    });
  });

  test('is ended when the run is interrupted', async () => {
    const { target } = await opened();
    const aborter = new AbortController();
    const reason = new Error('interrupted');
    const call = runGit(target, slowGit(), ['rev-list', '--all'], { signal: aborter.signal });
    setTimeout(() => aborter.abort(reason), 100);
    await expect(call).rejects.toBe(reason);
    await expect(runGit(target, env, ['rev-list'], { signal: aborter.signal })).rejects.toBe(
      reason,
    );
  });
});
