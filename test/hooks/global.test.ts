import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installHook } from '../../src/hooks/install.ts';
import { hookStatus } from '../../src/hooks/status.ts';
import type { HookRequest } from '../../src/hooks/target.ts';
import { uninstallHook } from '../../src/hooks/uninstall.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { barePath, placeCommand } from './fakeLeaktrail.ts';
import { request } from './request.ts';

/** A user with settings of their own. */
function user(settings = ''): { home: string; config: string; request: HookRequest } {
  const home = temporaryFolder('user');
  const config = join(home, '.gitconfig');
  writeFileSync(config, settings.replaceAll('HOME', home));
  const env = { ...gitEnv, HOME: home, GIT_CONFIG_GLOBAL: config, XDG_CONFIG_HOME: '' };
  return { home, config, request: request(null, { env }) };
}

it('--global makes a template and leaves core.hooksPath alone, which would switch other hooks off', async () => {
  const { home, config, request: asked } = user();
  const { remarks } = await installHook(asked);
  const template = join(home, '.config', 'leaktrail', 'git-template');
  expect(readdirSync(join(template, 'hooks'))).toEqual(['pre-commit']);
  expect(readFileSync(config, 'utf8')).toBe(`[init]\n\ttemplateDir = ${template}\n`);
  expect(remarks).toEqual([
    expect.stringContaining('init.templateDir'),
    expect.stringContaining('create or clone from now on'),
  ]);
  // A repository that anybody may have written: nothing of its node_modules is run.
  expect(readFileSync(join(template, 'hooks', 'pre-commit'), 'utf8')).not.toContain('node_modules');
});

it('--global twice changes nothing, and uninstalled leaves no trace', async () => {
  const { home, config, request: asked } = user();
  await installHook(asked);
  await installHook({ ...asked, prePush: true });
  const before = readFileSync(config, 'utf8');
  expect((await installHook(asked)).lines[0]).toContain('nothing was changed');
  expect(readFileSync(config, 'utf8')).toBe(before);
  await uninstallHook(asked);
  expect(readFileSync(config, 'utf8')).toBe(before);
  await uninstallHook({ ...asked, prePush: true });
  expect(readFileSync(config, 'utf8')).not.toContain('templateDir');
  expect(existsSync(join(home, '.config', 'leaktrail', 'git-template'))).toBe(false);
});

it('--global adds to a template that the user has, and leaves that in place', async () => {
  const { home, config, request: asked } = user('[init]\n\ttemplateDir = ~/template\n');
  const hooks = join(home, 'template', 'hooks');
  mkdirSync(hooks, { recursive: true });
  await installHook(asked);
  expect(readdirSync(hooks)).toEqual(['pre-commit']);
  await uninstallHook(asked);
  expect(readFileSync(config, 'utf8')).toBe('[init]\n\ttemplateDir = ~/template\n');
});

it("--global uses the user's core.hooksPath where there is one, as git does", async () => {
  const { home, config, request: asked } = user('[core]\n\thooksPath = HOME/hooks\n');
  const before = readFileSync(config, 'utf8');
  const { remarks } = await installHook(asked);
  expect(readdirSync(join(home, 'hooks'))).toEqual(['pre-commit']);
  expect(readFileSync(config, 'utf8')).toBe(before);
  expect(remarks).toEqual([expect.stringContaining('all your repositories')]);
});

it('--global refuses a core.hooksPath that means another folder in each repository', async () => {
  const { request: asked } = user('[core]\n\thooksPath = .githooks\n');
  await expect(installHook(asked)).rejects.toThrow(/another folder in each repository/u);
});

it('a new repository has the hook of the template', async () => {
  const { home, request: asked } = user();
  await installHook(asked);
  const template = join(home, '.config', 'leaktrail', 'git-template');
  const repo = makeRepository();
  repo.git('init', '-q', `--template=${template}`, 'inner');
  const inner = join(repo.dir, 'inner');
  placeCommand(join(inner, 'node_modules', '.bin', 'leaktrail'));
  const { lines } = await hookStatus(request(inner, { env: { ...gitEnv, PATH: barePath() } }));
  expect(lines[1]).toMatch(/^pre-commit: installed; leaktrail is NOT found by it/u);
});
