import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installHook } from '../../src/hooks/install.ts';
import { hookStatus } from '../../src/hooks/status.ts';
import { makeRepository } from '../makeRepository.ts';
import { barePath, fakeLeaktrail, placeCommand } from './fakeLeaktrail.ts';
import { request } from './request.ts';

it('tells of both hooks, and of a leaktrail that is not there', async () => {
  const { dir, gitDir } = makeRepository();
  const env = { ...request(dir).env, PATH: barePath() };
  await installHook(request(dir, { env }));
  writeFileSync(join(gitDir, 'hooks', 'pre-push'), '#!/bin/sh\n');
  expect((await hookStatus(request(dir, { env }))).lines).toEqual([
    `hooks folder: ${join(gitDir, 'hooks')}`,
    'pre-commit: installed; leaktrail is NOT found by it: npm install --global leaktrail',
    'pre-push: not installed; there is another hook',
  ]);
});

it('names the leaktrail that the hook would run: of the PATH, of the project, of the last install', async () => {
  const fake = fakeLeaktrail();
  const { dir } = makeRepository();
  const script = join(fake.folder, 'leaktrail.js');
  writeFileSync(script, '');
  const program = { node: process.execPath, script };
  const bare = fake.envWithout;
  await installHook(request(dir, { program }));
  const found = async (env: Readonly<Record<string, string>>): Promise<string | undefined> =>
    (await hookStatus(request(dir, { env, program }))).lines[1];
  expect(await found(fake.env)).toBe(
    `pre-commit: installed; leaktrail: ${join(fake.folder, 'leaktrail')}`,
  );
  expect(await found(bare)).toBe(`pre-commit: installed; leaktrail: ${script}`);
  placeCommand(join(dir, 'node_modules', '.bin', 'leaktrail'));
  expect(await found(bare)).toBe(
    `pre-commit: installed; leaktrail: ${join(dir, 'node_modules', '.bin', 'leaktrail')}`,
  );
});

it('tells of a hook that git does not run, and of one that was edited', async () => {
  const { env } = fakeLeaktrail();
  const { dir, gitDir } = makeRepository();
  const hook = join(gitDir, 'hooks', 'pre-commit');
  mkdirSync(join(gitDir, 'hooks'), { recursive: true });
  writeFileSync(hook, '#!/bin/sh\n', { mode: 0o755 });
  await installHook(request(dir));
  chmodSync(hook, 0o644);
  writeFileSync(hook, '\n', { flag: 'a' });
  const [, line] = (await hookStatus(request(dir, { env }))).lines;
  expect(line).toContain('NOT executable');
  expect(line).toContain('edited by hand');
  expect(line).toContain('pre-commit.before-leaktrail first');
});

it('names for a server the leaktrail that installed the hook, not that of the PATH', async () => {
  const fake = fakeLeaktrail();
  const { dir } = makeRepository({ bare: true });
  const script = join(fake.folder, 'leaktrail.js');
  writeFileSync(script, '');
  const asked = request(dir, { env: fake.env, program: { node: process.execPath, script } });
  await installHook(asked);
  expect((await hookStatus(asked)).lines[1]).toBe(`pre-receive: installed; leaktrail: ${script}`);
});

it('tells of the one hook of a bare repository', async () => {
  const { dir } = makeRepository({ bare: true });
  expect((await hookStatus(request(dir))).lines).toEqual([
    `hooks folder: ${join(dir, 'hooks')}`,
    'pre-receive: not installed',
  ]);
});
