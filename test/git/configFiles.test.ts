import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configPath, readRepositoryConfig, readUserConfig } from '../../src/git/configFiles.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('reads the repository and its worktree settings, but no file the repository includes', async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'x' }]);
  const outside = join(temporaryFolder(), 'outside');
  writeFileSync(outside, '[core]\nexcludesFile = /outside\n');
  repo.git('config', 'include.path', outside);
  repo.git('config', 'extensions.worktreeConfig', 'true');
  repo.git('config', '--worktree', 'core.sparseCheckout', 'true');
  const { config, problems } = await readRepositoryConfig(repo.gitDir, repo.gitDir);
  expect(config.boolean('core.sparseCheckout')).toBe(true);
  expect(config.boolean('core.bare')).toBe(false);
  expect(config.get('core.excludesFile')).toBeUndefined();
  expect(problems).toEqual([]);
});

test('a missing file is empty, a damaged one is a problem', async () => {
  const folder = temporaryFolder();
  expect((await readRepositoryConfig(folder, folder)).config.entries).toEqual([]);
  writeFileSync(join(folder, 'config'), '[core]\n\tbare = true\n<<<<\n');
  const { config, problems } = await readRepositoryConfig(folder, folder);
  expect(config.boolean('core.bare')).toBe(true);
  expect(problems).toEqual([
    { kind: 'unreadable-file', path: 'config', message: expect.stringContaining('line 3') },
  ]);
});

test('takes the user files from the environment it is given', async () => {
  const home = temporaryFolder('home');
  const xdg = join(home, '.config', 'git');
  mkdirSync(xdg, { recursive: true });
  const [system, other] = [join(home, 'system'), join(home, 'other')];
  writeFileSync(system, '[core]\nexcludesFile = system\n[only]\nsystem = 1\n');
  writeFileSync(join(xdg, 'config'), '[core]\nexcludesFile = xdg\n[only]\nxdg = 1\n');
  writeFileSync(join(home, '.gitconfig'), '[include]\npath = more\n[core]\nexcludesFile = home\n');
  writeFileSync(join(home, 'more'), '[only]\nmore = 1\n[include]\npath = more\n');
  writeFileSync(other, '[core]\nexcludesFile = other\n');

  const read = async (env: Record<string, string>): Promise<readonly string[]> =>
    (await readUserConfig(env)).config.all('core.excludesFile');
  const base = { HOME: home, GIT_CONFIG_SYSTEM: system };
  expect(await read(base)).toEqual(['system', 'xdg', 'home']);
  expect(await read({ ...base, GIT_CONFIG_NOSYSTEM: '1' })).toEqual(['xdg', 'home']);
  expect(await read({ ...base, XDG_CONFIG_HOME: join(home, 'none') })).toEqual(['system', 'home']);
  expect(await read({ ...base, GIT_CONFIG_GLOBAL: other })).toEqual(['system', 'other']);
  expect(await read({ GIT_CONFIG_NOSYSTEM: 'yes', GIT_CONFIG_GLOBAL: '/dev/null' })).toEqual([]);
  const variables = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'Core.ExcludesFile',
    GIT_CONFIG_VALUE_0: 'env',
  };
  expect(await read({ ...base, ...variables })).toEqual(['system', 'xdg', 'home', 'env']);
  expect((await readUserConfig(base)).config.get('only.more')).toBe('1');
});

test('understands the home folder in a path', () => {
  expect(configPath('~/ignore', '/base', { HOME: '/home/ada' })).toBe('/home/ada/ignore');
  expect(configPath('ignore', '/base', {})).toBe('/base/ignore');
  expect(configPath('/abs', '/base', {})).toBe('/abs');
});
