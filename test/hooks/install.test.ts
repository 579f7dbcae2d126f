import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installHook } from '../../src/hooks/install.ts';
import { hookStatus } from '../../src/hooks/status.ts';
import { uninstallHook } from '../../src/hooks/uninstall.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { request } from './request.ts';

const ours = /^#!\/bin\/sh\n# leaktrail hook 1 /u;
const oldHook = '#!/bin/sh\r\necho \xE4\n';

function addHook(path: string, text = oldHook, mode = 0o750): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, 'latin1');
  chmodSync(path, mode);
}

/** Names, contents, modes and link targets of a folder. */
function snapshot(folder: string): unknown {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      const text = stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'latin1');
      return { name, text, mode: stats.mode };
    });
}

describe('install', () => {
  it('writes an executable hook and, the second time, changes nothing', async () => {
    const { dir, gitDir } = makeRepository();
    const hook = join(gitDir, 'hooks', 'pre-commit');
    expect(await installHook(request(dir))).toEqual({
      lines: [`installed ${hook}: it runs \`leaktrail staged\` on each commit`],
      remarks: [],
      isDone: true,
    });
    expect(lstatSync(hook).mode & 0o777).toBe(0o755);
    const before = { inode: lstatSync(hook).ino, text: readFileSync(hook, 'utf8') };
    const again = await installHook(request(dir));
    expect(again.lines).toEqual([`${hook} is up to date, nothing was changed`]);
    expect({ inode: lstatSync(hook).ino, text: readFileSync(hook, 'utf8') }).toEqual(before);
  });

  it('makes the hooks folder where a template left it out', async () => {
    const dir = temporaryFolder();
    const repo = makeRepository({ dir });
    const folder = join(repo.gitDir, 'hooks');
    repo.git('config', 'core.hooksPath', '.git/own/hooks');
    await installHook(request(dir));
    expect(existsSync(join(folder, 'pre-commit'))).toBe(false);
    expect(readdirSync(join(repo.gitDir, 'own', 'hooks'))).toEqual(['pre-commit']);
  });

  it('updates a hook of its own: of another place, and one that is not executable', async () => {
    const { dir, gitDir } = makeRepository();
    const hook = join(gitDir, 'hooks', 'pre-commit');
    await installHook(request(dir));
    const elsewhere = { node: '/other/node', script: '/other/leaktrail.js' };
    const update = await installHook(request(dir, { program: elsewhere }));
    expect(update.lines).toEqual([`updated ${hook}`]);
    expect(readFileSync(hook, 'utf8')).toContain("'/other/leaktrail.js'");
    chmodSync(hook, 0o644);
    expect((await installHook(request(dir, { program: elsewhere }))).lines).toEqual([
      `updated ${hook}`,
    ]);
    expect(lstatSync(hook).mode & 0o777).toBe(0o755);
  });

  it('neither updates nor removes a hook that was edited by hand', async () => {
    const { dir, gitDir } = makeRepository();
    const hook = join(gitDir, 'hooks', 'pre-commit');
    await installHook(request(dir));
    writeFileSync(hook, `${readFileSync(hook, 'utf8')}npm test\n`);
    const before = snapshot(dirname(hook));
    await expect(installHook(request(dir))).rejects.toThrow(/was edited after leaktrail wrote it/u);
    await expect(uninstallHook(request(dir))).rejects.toThrow(/move your lines to/u);
    expect(snapshot(dirname(hook))).toEqual(before);
  });

  it('does not lose a kept hook when another program replaced ours', async () => {
    const { dir, gitDir } = makeRepository();
    const hook = join(gitDir, 'hooks', 'pre-commit');
    addHook(hook);
    await installHook(request(dir));
    addHook(hook, '#!/bin/sh\necho another\n');
    const before = snapshot(dirname(hook));
    await expect(installHook(request(dir))).rejects.toThrow(/still keeps one from before/u);
    const { lines, remarks } = await uninstallHook(request(dir));
    expect(lines).toEqual(['no hook of leaktrail is installed here']);
    expect(remarks).toHaveLength(1);
    expect(snapshot(dirname(hook))).toEqual(before);
  });

  it('says when a hook that it keeps asks for its own name, and when git never ran it', async () => {
    const { dir, gitDir } = makeRepository();
    addHook(join(gitDir, 'hooks', 'pre-commit'), '#!/bin/sh\nbasename "$0"\n', 0o644);
    const { remarks } = await installHook(request(dir));
    expect(remarks).toEqual([
      expect.stringContaining('looks at its own name'),
      expect.stringContaining('not executable'),
    ]);
  });
});

describe('uninstall', () => {
  it.each([
    ['nothing', undefined],
    ['a script', 0o750],
    ['a file that git does not run', 0o600],
  ])('leaves what was there before, byte for byte: %s', async (_name, mode) => {
    const { dir, gitDir } = makeRepository();
    const folder = join(gitDir, 'hooks');
    if (mode !== undefined) addHook(join(folder, 'pre-commit'), oldHook, mode);
    const before = snapshot(folder);
    await installHook(request(dir));
    await installHook(request(dir));
    expect(readFileSync(join(folder, 'pre-commit'), 'utf8')).toMatch(ours);
    await uninstallHook(request(dir));
    expect(snapshot(folder)).toEqual(before);
  });

  it('puts a link back as a link, and never writes to where it leads', async () => {
    const { dir, gitDir } = makeRepository();
    const folder = join(gitDir, 'hooks');
    addHook(join(dir, 'scripts', 'check.sh'));
    symlinkSync('../../scripts/check.sh', join(folder, 'pre-commit'));
    const before = snapshot(folder);
    await installHook(request(dir));
    expect(lstatSync(join(folder, 'pre-commit')).isFile()).toBe(true);
    expect(readFileSync(join(dir, 'scripts', 'check.sh'), 'latin1')).toBe(oldHook);
    await uninstallHook(request(dir));
    expect(snapshot(folder)).toEqual(before);
  });

  it('says so where there is nothing of ours', async () => {
    const { dir, gitDir } = makeRepository();
    addHook(join(gitDir, 'hooks', 'pre-commit'));
    const before = snapshot(join(gitDir, 'hooks'));
    expect(await uninstallHook(request(dir))).toEqual({
      lines: ['no hook of leaktrail is installed here'],
      remarks: [],
      isDone: true,
    });
    expect(snapshot(join(gitDir, 'hooks'))).toEqual(before);
  });
});

describe('the hooks folder', () => {
  it('is that of the main repository for a linked worktree', async () => {
    const repo = makeRepository([{ write: { a: '1' }, message: 'One' }]);
    const tree = join(temporaryFolder(), 'tree');
    repo.git('worktree', 'add', '-q', tree);
    await installHook(request(tree));
    expect(readFileSync(join(repo.gitDir, 'hooks', 'pre-commit'), 'utf8')).toMatch(ours);
  });

  it('is that of core.hooksPath, relative to the top of the work tree', async () => {
    const repo = makeRepository([{ write: { 'deep/a': '1' }, message: 'One' }]);
    repo.git('config', 'core.hooksPath', '.githooks');
    const { remarks } = await installHook(request(join(repo.dir, 'deep')));
    const text = readFileSync(join(repo.dir, '.githooks', 'pre-commit'), 'utf8');
    expect(text).toMatch(ours);
    // Everybody who clones gets it: no path of this machine.
    expect(text).not.toContain('/no/such');
    expect(remarks).toEqual([expect.stringContaining('part of the work tree')]);
  });

  it("may be in the user's home, for a repository whose own settings say so", async () => {
    const repo = makeRepository();
    const home = temporaryFolder();
    repo.git('config', 'core.hooksPath', '~/hooks');
    const { remarks } = await installHook(request(repo.dir, { env: { ...gitEnv, HOME: home } }));
    expect(readFileSync(join(home, 'hooks', 'pre-commit'), 'utf8')).not.toContain('node_modules');
    expect(remarks).toEqual([expect.stringContaining('outside the repository')]);
  });

  it('is not one that serves all repositories of the user', async () => {
    const repo = makeRepository();
    const folder = temporaryFolder();
    const config = join(folder, 'gitconfig');
    writeFileSync(config, `[core]\n\thooksPath = ${folder}/hooks\n`);
    const env = { ...gitEnv, GIT_CONFIG_GLOBAL: config };
    await expect(installHook(request(repo.dir, { env }))).rejects.toThrow(
      /serves all your repositories: use --global/u,
    );
    expect(readdirSync(folder)).toEqual(['gitconfig']);
    // git runs what is there, so the status tells of it.
    await installHook(request(null, { env }));
    expect((await hookStatus(request(repo.dir, { env }))).lines.slice(0, 2)).toEqual([
      `hooks folder: ${folder}/hooks (core.hooksPath, outside the repository)`,
      expect.stringMatching(/^pre-commit: installed; leaktrail/u),
    ]);
  });

  it('follows the conditions of the settings of the user', async () => {
    const repo = makeRepository();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'work'), `[core]\n\thooksPath = .work-hooks\n`);
    const config = join(folder, 'gitconfig');
    writeFileSync(config, `[includeIf "gitdir:${repo.dir}/"]\n\tpath = ${folder}/work\n`);
    await installHook(request(repo.dir, { env: { ...gitEnv, GIT_CONFIG_GLOBAL: config } }));
    expect(readdirSync(join(repo.dir, '.work-hooks'))).toEqual(['pre-commit']);
  });

  it('is refused where hooks are switched off, and where a link leads out of the repository', async () => {
    const repo = makeRepository();
    repo.git('config', 'core.hooksPath', '/dev/null');
    await expect(installHook(request(repo.dir))).rejects.toThrow(/git runs no hooks here/u);
    const outside = temporaryFolder();
    symlinkSync(outside, join(repo.dir, '.githooks'));
    repo.git('config', 'core.hooksPath', '.githooks/here');
    await expect(installHook(request(repo.dir))).rejects.toThrow(/outside the repository/u);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('is that of the repository named, whatever GIT_DIR says of another', async () => {
    const repo = makeRepository();
    const { gitDir } = makeRepository();
    const env = { ...gitEnv, GIT_DIR: gitDir };
    await installHook(request(repo.dir, { env }));
    expect(existsSync(join(repo.gitDir, 'hooks', 'pre-commit'))).toBe(true);
  });

  it('of a submodule is its own', async () => {
    const inner = makeRepository([{ write: { a: '1' }, message: 'One' }]);
    const outer = makeRepository([{ write: { b: '1' }, message: 'One' }]);
    outer.git('submodule', '--quiet', 'add', inner.dir, 'part');
    await installHook(request(join(outer.dir, 'part')));
    const hook = join(outer.gitDir, 'modules', 'part', 'hooks', 'pre-commit');
    expect(readFileSync(hook, 'utf8')).toMatch(ours);
  });

  it('of a bare repository gets pre-receive, and no pre-push', async () => {
    const { dir } = makeRepository({ bare: true });
    await installHook(request(dir));
    const text = readFileSync(join(dir, 'hooks', 'pre-receive'), 'utf8');
    expect(text).toMatch(ours);
    expect(text).toContain('leaktrail receive\n');
    await expect(installHook(request(dir, { prePush: true }))).rejects.toThrow(
      /nobody pushes from a bare repository/u,
    );
  });
});
