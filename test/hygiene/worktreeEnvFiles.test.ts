import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createIgnoreRules } from '../../src/git/ignore.ts';
import { treeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { collectWorktreeEnvFiles } from '../../src/hygiene/worktreeEnvFiles.ts';
import { makeRepository, testRepository } from '../makeRepository.ts';

const noRules = createIgnoreRules(treeIgnoreSources(new Map()));
const rulesOf = (text: string) =>
  createIgnoreRules(treeIgnoreSources(new Map([['.gitignore', Buffer.from(text)]])));

describe('collectWorktreeEnvFiles', () => {
  test('finds .env-like files, examples of them, project files and Dockerfiles at any depth', async () => {
    const repo = makeRepository();
    for (const path of [
      '.env',
      'a/b/.env.local',
      'a/manage.py',
      'prod.env',
      '.env.example',
      'x.py',
      'web/Dockerfile',
      'api.Dockerfile',
    ]) {
      repo.write(path, '');
    }
    expect(await collectWorktreeEnvFiles(repo.dir, noRules)).toEqual({
      envFiles: ['.env', 'a/b/.env.local', 'prod.env'],
      projectFiles: ['a/manage.py'],
      dockerfiles: ['api.Dockerfile', 'web/Dockerfile'],
      examples: ['.env.example'],
      problems: [],
    });
  });

  test('reads what a name leaves open', async () => {
    const repo = makeRepository();
    repo.write('.npmrc', `//host/:_authToken=${'x'.repeat(36)}\n`);
    repo.write('web/.npmrc', 'save-exact=true\n');
    repo.write('public.pem', '-----BEGIN CERTIFICATE-----\n');
    repo.write('private.pem', `-----BEGIN ${'PRIVATE KEY'}-----\n`);
    const { envFiles } = await collectWorktreeEnvFiles(repo.dir, noRules);
    expect(envFiles).toEqual(['.npmrc', 'private.pem']);
  });

  test('finds files in ignored folders, but neither projects or Dockerfiles there nor anything in those that tools fill', async () => {
    const repo = makeRepository();
    for (const path of [
      'build/.env',
      'build/package.json',
      'build/Dockerfile',
      'node_modules/x/.env',
      'node_modules/x/package.json',
      'myenv/pyvenv.cfg',
      'myenv/lib/.env',
      'kept/.env',
    ]) {
      repo.write(path, '');
    }
    const rules = rulesOf('build\nnode_modules\nmyenv\n');
    const { envFiles, projectFiles, dockerfiles } = await collectWorktreeEnvFiles(repo.dir, rules);
    expect(dockerfiles).toEqual([]);
    expect(envFiles).toEqual(['build/.env', 'kept/.env']);
    expect(projectFiles).toEqual([]);
  });

  test('looks into a folder of tools that is not ignored, since git would', async () => {
    const repo = makeRepository();
    repo.write('node_modules/x/.env', '');
    repo.write('node_modules/x/package.json', '');
    const { envFiles, projectFiles } = await collectWorktreeEnvFiles(repo.dir, noRules);
    expect(envFiles).toEqual(['node_modules/x/.env']);
    expect(projectFiles).toEqual([]);
  });

  test('takes folders and pipes named .env for no files, and links for files unless they lead to a folder', async () => {
    const repo = makeRepository();
    mkdirSync(join(repo.dir, '.env'));
    repo.write('a/settings', '');
    symlinkSync('settings', join(repo.dir, 'a', '.env'));
    mkdirSync(join(repo.dir, 'b'));
    symlinkSync('../a', join(repo.dir, 'b', '.env'));
    mkdirSync(join(repo.dir, 'c'));
    symlinkSync('nowhere', join(repo.dir, 'c', '.env'));
    mkdirSync(join(repo.dir, 'd'));
    execFileSync('mkfifo', [join(repo.dir, 'd', '.env')]);
    const { envFiles } = await collectWorktreeEnvFiles(repo.dir, noRules);
    expect(envFiles).toEqual(['a/.env', 'c/.env']);
  });

  test('enters neither .git nor nested repositories nor submodules nor linked folders', async () => {
    const repo = makeRepository();
    repo.write('.git/.env', '');
    repo.write('nested/.env', '');
    testRepository(repo.dir).git('init', '-q', 'nested');
    repo.write('submodule/.git', 'gitdir: ../.git/modules/submodule\n');
    repo.write('submodule/.env', '');
    repo.write('plain/.git/config', '');
    repo.write('plain/.env', '');
    symlinkSync('plain', join(repo.dir, 'linked'));
    const { envFiles } = await collectWorktreeEnvFiles(repo.dir, noRules);
    expect(envFiles).toEqual(['plain/.env']);
  });

  test('keeps the bytes of names that are no UTF-8', async () => {
    const repo = makeRepository();
    repo.write(Buffer.from('\xff/\xe9.env', 'latin1'), '');
    const { envFiles } = await collectWorktreeEnvFiles(repo.dir, noRules);
    expect(envFiles).toEqual(['\xff/\xe9.env']);
  });

  test('reports a root that cannot be read as such and finds nothing', async () => {
    const repo = makeRepository();
    repo.write('file', '');
    const loop = join(repo.dir, 'loop');
    symlinkSync('loop', loop);
    const { envFiles, problems } = await collectWorktreeEnvFiles(loop, noRules);
    expect(envFiles).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'unreadable-file', path: '.' }]);
  });

  test('reports a folder that cannot be read, unless it is ignored', async () => {
    const repo = makeRepository();
    // No system opens a path this long in one piece, not even for the superuser.
    const deepen = `for (let i = 0; i < 25; i++) {
      fs.mkdirSync(i === 0 ? 'deep' : 'n'.repeat(200));
      process.chdir(i === 0 ? 'deep' : 'n'.repeat(200));
    }`;
    execFileSync(process.execPath, ['-e', deepen], { cwd: repo.dir });
    const open = await collectWorktreeEnvFiles(repo.dir, noRules);
    const ignored = await collectWorktreeEnvFiles(repo.dir, rulesOf('deep\n'));
    execFileSync('rm', ['-rf', 'deep'], { cwd: repo.dir });
    expect(open.problems).toMatchObject([{ kind: 'unreadable-file' }]);
    expect(ignored.problems).toEqual([]);
  });
});
