// The classic story with the real git-filter-repo: a key is committed, and deleted the next day; a .env file is committed, and
// ignored afterwards. Found, dated, planned, purged with the commands as printed, verified.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { PlanDocument } from '../../src/report/planDocument.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { filterRepoEnv, runCommands } from './filterRepo.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

let env: Record<string, string>;
beforeAll(() => {
  env = filterRepoEnv();
}, 120_000);

const day = (date: number): string => `2024-03-0${date}T10:00:00+00:00`;

function classicStory(): TestRepository {
  const repo = makeRepository([
    { write: { 'app.py': 'print("hello")\n' }, message: 'Begin', date: day(1) },
    {
      write: { 'settings.py': `DEBUG = True\n${tokenLine('story key')}\n` },
      message: 'Add settings',
      date: day(2),
    },
    {
      write: { 'settings.py': 'import os\n\nDEBUG = True\nTOKEN = os.environ["TOKEN"]\n' },
      message: 'Read the token from the environment',
      date: day(3),
    },
    {
      write: { '.env': `TOKEN=${githubToken('story env')}\n` },
      message: 'Configure',
      date: day(4),
    },
    { write: { '.gitignore': '.env\n' }, message: 'Ignore .env', date: day(5) },
  ]);
  return repo;
}

async function planOf(
  repo: string,
  state: string,
  args: readonly string[] = [],
): Promise<PlanDocument> {
  const options = { env: { XDG_STATE_HOME: state } };
  const { stdout, stderr, exitCode } = await runLeaktrail(
    ['plan', repo, '-f', 'json', ...args],
    options,
  );
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  return JSON.parse(stdout) as PlanDocument;
}

const commandsOf = ({ steps }: PlanDocument): string[] => steps.flatMap(({ commands }) => commands);

test('the classic story: found, dated, planned, purged as printed, verified', async () => {
  const repo = classicStory();
  const state = temporaryFolder('state');
  const shell = { ...env, XDG_STATE_HOME: state };
  const verify = async (): Promise<{ exitCode: number | null; stdout: string }> =>
    runLeaktrail(['plan', '--verify', repo.dir], { env: { XDG_STATE_HOME: state } });

  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'story key')).toMatchObject({
    state: 'history',
    exposedDays: 1,
    introduced: { path: 'settings.py', line: 2, date: '2024-03-02T10:00:00Z' },
    removed: { date: '2024-03-03T10:00:00Z' },
  });
  expect(findingOf(report, 'story env').state).toBe('head');

  expect(
    await runLeaktrail(['plan', '--verify', repo.dir], { env: { XDG_STATE_HOME: state } }),
  ).toMatchObject({
    exitCode: 2,
    stdout: '',
  });
  const plan = await planOf(repo.dir, state);
  expect(plan.credentials.map(({ since }) => since)).toEqual(['2024-03-04', '2024-03-02']);
  expect(plan.purge).toMatchObject({
    route: 'in-place',
    paths: ['.env'],
    refs: ['refs/heads/main'],
  });
  const folder = plan.purge.folder ?? '';
  expect(folder.startsWith(join(state, 'leaktrail', 'plans'))).toBe(true);
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'replace-text.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'values.json')).mode & 0o777).toBe(0o600);
  }
  const text = await runLeaktrail(['plan', repo.dir], { env: { XDG_STATE_HOME: state } });
  for (const command of commandsOf(plan)) expect(text.stdout).toContain(`    ${command}\n`);

  // Nothing was done yet.
  const before = await verify();
  expect(before.exitCode).toBe(1);
  expect(before.stdout).toMatch(/NOT DONE: 2 values/u);
  expect(before.stdout).toContain('settings.py:2');

  repo.git('rm', '-q', '--cached', '.env');
  repo.commit('Stop tracking .env', { all: false });
  const { status, output } = runCommands(commandsOf(plan), shell, repo.dir);
  expect(output).toContain('Proven: 2 values');
  expect(output).toContain('(Not looked at: names of files');
  expect(status).toBe(0);

  const after = await verify();
  expect(after.exitCode).toBe(0);
  expect(after.stdout).toContain(`rm -rf ${folder}`);
  expect(repo.git('log', '--all', '--format=%s', '--', '.env')).toBe('');
  expect(repo.git('log', '--format=%s').split('\n')).toEqual([
    'Ignore .env',
    'Read the token from the environment',
    'Add settings',
    'Begin',
  ]);
  expect(repo.git('show', 'HEAD~2:settings.py')).toContain('***REMOVED***');
  // The user's own file stays.
  expect(readFileSync(join(repo.dir, '.env'), 'utf8')).toContain(githubToken('story env'));
  expect((await auditRepository(repo.dir)).report.findings).toEqual([]);
  expect(existsSync(join(folder, 'backup.git'))).toBe(true);
  expect(runCommands([`rm -rf ${folder}`], shell, repo.dir).status).toBe(0);
});

test('with a remote a fresh clone is rewritten, verified and pushed', async () => {
  const repo = classicStory();
  repo.git('tag', '-a', 'v1', '-m', `Token ${githubToken('story tag')}`);
  repo.git('branch', 'side', 'HEAD~2');
  const remote = join(temporaryFolder('remote'), 'shop remote.git');
  repo.git('clone', '-q', '--bare', repo.dir, remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('fetch', '-q', 'origin');
  const state = temporaryFolder('state');
  const plan = await planOf(repo.dir, state);
  expect(plan.purge.route).toBe('fresh-clone');
  expect(plan.hosts).toMatchObject([{ remote: 'origin' }]);
  expect(plan.credentials.every(({ isPublished }) => isPublished)).toBe(false);
  const { status, output } = runCommands(
    commandsOf(plan),
    { ...env, XDG_STATE_HOME: state },
    repo.dir,
  );
  expect(output.match(/Proven: 3 values/gu)).toHaveLength(2);
  expect(status).toBe(0);
  const cleaned = join(temporaryFolder('again'), 'clone');
  repo.git('clone', '-q', '--mirror', '--no-local', remote, cleaned);
  expect((await auditRepository(cleaned)).report.findings).toEqual([]);
  expect(repo.git('-C', cleaned, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([
    'refs/heads/main',
    'refs/heads/side',
    'refs/tags/v1',
  ]);
});
