import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { safePath } from '../../src/git/programPath.ts';
import { hasGit, revList } from '../../src/git/gitProcess.ts';
import { openRepository } from '../../src/git/repository.ts';
import { readUserPath } from '../../src/git/userSettings.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const top = realpathSync(temporaryFolder('path'));
mkdirSync(join(top, 'repo', 'bin'), { recursive: true });
mkdirSync(join(top, 'repository'));
symlinkSync(join(top, 'repo'), join(top, 'link'));

test.each([
  ['/usr/bin', true],
  [join(top, 'repository'), true],
  [join(top, 'none'), true],
  ['', false],
  ['.', false],
  ['node_modules/.bin', false],
  [join(top, 'repo'), false],
  [join(top, 'repo', 'bin'), false],
  [join(top, 'repository', '..', 'repo', 'bin'), false],
  [join(top, 'link', 'bin'), false],
])('of PATH %j is looked into: %s', (entry, isKept) => {
  const kept = isKept ? ['/a', entry, '/b'] : ['/a', '/b'];
  const env = { PATH: ['/a', entry, '/b'].join(delimiter), HOME: '.' };
  expect(safePath(env, [join(top, 'repo')])).toEqual({ PATH: kept.join(delimiter), HOME: '.' });
});

test('git is never one that the repository brings', async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'First' }]);
  const marker = join(top, 'marker');
  const program = `#!/bin/sh\necho "$0" > '${marker}'\n`;
  mkdirSync(join(repo.dir, 'node_modules/.bin'), { recursive: true });
  for (const folder of ['', 'node_modules/.bin']) {
    writeFileSync(join(repo.dir, folder, 'git'), program, { mode: 0o755 });
  }
  const target = await openRepository(repo.dir, {});
  const git = process.env['PATH'] ?? '';
  for (const entry of ['', '.', './node_modules/.bin', join(repo.dir, 'node_modules/.bin')]) {
    const env = { PATH: `${entry}${delimiter}${git}` };
    // Whoever starts it as usual runs that one.
    spawnSync('git', ['version'], { cwd: repo.dir, env });
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    expect(await hasGit(target, env)).toBe(true);
    expect(await revList(target, env, ['--all'])).toEqual(repo.commits);
    await readUserPath('core.hooksPath', target, env);
    expect(existsSync(marker)).toBe(false);
  }
});
