import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryState } from '../../src/cache/repositoryState.ts';
import { openRepository } from '../../src/git/repository.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

async function digestOf(
  { dir }: Pick<TestRepository, 'dir'>,
  env: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const state = await repositoryState(await openRepository(dir, env), env);
  return state?.digest;
}

function startedRepository(): TestRepository {
  const repo = makeRepository([
    {
      write: {
        'app.py': 'a = 1\n',
        'lib/b.py': 'b = 1\n',
        '.gitignore': 'node_modules\nbuild\n',
      },
      message: 'Begin',
      tag: 'v1',
    },
  ]);
  repo.write('node_modules/tracked.js', 'let a;\n');
  repo.git('add', '-f', 'node_modules/tracked.js');
  repo.commit('Track one');
  repo.write('node_modules/other.js', 'let b;\n');
  repo.write('build/.env', 'A=1\n');
  return repo;
}

/** Each must show in the state. */
const changes: Readonly<Record<string, (repo: TestRepository) => void>> = {
  'a file of the work tree': (repo) => repo.write('app.py', 'a = 2\n'),
  'a file of the same size and time': (repo) => {
    repo.write('app.py', 'a = 3\n');
    utimesSync(join(repo.dir, 'app.py'), 1, 1);
  },
  'a new file': (repo) => repo.write('lib/c.py', ''),
  'a file that is gone': (repo) => repo.remove('lib/c.py'),
  'a new name': (repo) => renameSync(join(repo.dir, 'lib/b.py'), join(repo.dir, 'lib/d.py')),
  'a file in an ignored folder': (repo) => repo.write('build/.env.local', 'A=1\n'),
  'its content': (repo) => repo.write('build/.env.local', 'A=2\n'),
  'a tracked file in an ignored folder of a tool': (repo) =>
    repo.write('node_modules/tracked.js', 'let c;\n'),
  'a rule of a .gitignore': (repo) => repo.write('lib/.gitignore', '*.log\n'),
  'a rule of info/exclude': (repo) => {
    mkdirSync(join(repo.gitDir, 'info'), { recursive: true });
    writeFileSync(join(repo.gitDir, 'info/exclude'), '*.tmp\n');
  },
  'a link': (repo) => symlinkSync('nowhere', join(repo.dir, 'link.env')),
  'what a link leads to': (repo) => mkdirSync(join(repo.dir, 'nowhere')),
  'the index': (repo) => repo.git('add', 'lib'),
  'a commit': (repo) => repo.commit('Go on'),
  'a branch': (repo) => repo.git('branch', 'side'),
  'a tag that is gone': (repo) => repo.git('tag', '-d', 'v1'),
  'packed refs': (repo) => repo.git('pack-refs', '--all'),
  'a loose object': (repo) => repo.gitBytes(['hash-object', '-w', '--stdin'], 'new\n'),
  'a pack': (repo) => repo.git('repack', '-adq'),
  'a reflog': (repo) => repo.git('reflog', 'expire', '--expire=all', '--all'),
  'a setting': (repo) => repo.git('config', 'core.ignoreCase', 'true'),
  'an alternate': (repo) => {
    const other = temporaryFolder('objects');
    writeFileSync(join(repo.gitDir, 'objects/info/alternates'), `${other}\n`);
  },
  'another work tree': (repo) =>
    repo.git('worktree', 'add', '-q', '--detach', join(temporaryFolder('worktree'), 'w')),
  'a shallow border': (repo) =>
    writeFileSync(join(repo.gitDir, 'shallow'), `${repo.git('rev-parse', 'HEAD')}\n`),
};

test('every change that an audit could see shows, and the same state is the same', async () => {
  const repo = startedRepository();
  const seen = new Map<string | undefined, string>();
  seen.set(await digestOf(repo), 'the beginning');
  for (const [what, change] of Object.entries(changes)) {
    change(repo);
    const digest = await digestOf(repo);
    expect(digest).toBeDefined();
    expect(seen.get(digest), what).toBeUndefined();
    seen.set(digest, what);
    expect(await digestOf(repo), `again: ${what}`).toBe(digest);
  }
});

test("the user's settings and git's variables count", async () => {
  const repo = startedRepository();
  const home = temporaryFolder('home');
  const plain = await digestOf(repo, { HOME: home });
  writeFileSync(join(home, '.gitconfig'), '[core]\nexcludesFile = ~/ignore\n');
  const configured = await digestOf(repo, { HOME: home });
  expect(configured).not.toBe(plain);
  writeFileSync(join(home, 'ignore'), '.env\n');
  const excluded = await digestOf(repo, { HOME: home });
  expect(excluded).not.toBe(configured);
  writeFileSync(join(home, 'ignore'), '*.env\n');
  expect(await digestOf(repo, { HOME: home })).not.toBe(excluded);
  expect(await digestOf(repo, { HOME: home, GIT_CONFIG_NOSYSTEM: '1' })).not.toBe(excluded);
});

test('what no audit looks at does not count: hooks, packages in ignored folders, the cache itself', async () => {
  const repo = startedRepository();
  const before = await digestOf(repo);
  mkdirSync(join(repo.gitDir, 'leaktrail'));
  writeFileSync(join(repo.gitDir, 'leaktrail/report'), 'kept');
  repo.write('node_modules/deep/index.js', 'let d;\n');
  rmSync(join(repo.gitDir, 'hooks'), { recursive: true, force: true });
  expect(await digestOf(repo)).toBe(before);
});

test('a state that changed a moment ago is not settled', async () => {
  const repo = startedRepository();
  const repository = await openRepository(repo.dir, {});
  repo.write('app.py', 'a = 5\n');
  expect((await repositoryState(repository, {}))?.isSettled).toBe(false);
  await expect
    .poll(async () => (await repositoryState(repository, {}))?.isSettled, { timeout: 5_000 })
    .toBe(true);
});
