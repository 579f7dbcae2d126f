import { execFileSync } from 'node:child_process';
import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import { describe, expect, test } from 'vitest';
import { isRefName } from '../../src/git/refName.ts';
import { parsePackedRefs } from '../../src/git/refFiles.ts';
import { readRefs } from '../../src/git/refs.ts';
import type { RefList } from '../../src/git/refs.ts';
import { openRepository } from '../../src/git/repository.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const env = { PATH: process.env['PATH'] };

async function read(dir: string): Promise<RefList> {
  return readRefs(await openRepository(dir, {}), env);
}

/** `name oid target` lines as git lists them. */
function gitRefs(repo: TestRepository): string[] {
  const format = '--format=%(refname) %(objectname) %(symref)';
  return repo
    .git('for-each-ref', format)
    .split('\n')
    .map((line) => line.trim());
}

function lines({ refs }: RefList): string[] {
  return refs.map(({ name, oid, symbolicTarget = '' }) =>
    `${name} ${oid} ${symbolicTarget}`.trim(),
  );
}

function makeHistory(): TestRepository {
  const repo = makeRepository([
    { write: { a: '1' }, message: 'First', tag: 'v1' },
    { branch: 'topic/one', write: { b: '2' }, message: 'Topic' },
    { branch: 'main', write: { a: '3' }, message: 'Second' },
  ]);
  repo.git('tag', '-a', '-m', 'note', 'v2');
  repo.git('notes', 'add', '-m', 'noted', 'HEAD');
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  repo.write('a', 'stashed');
  repo.git('stash');
  return repo;
}

describe('readRefs agrees with git', () => {
  test('on loose, packed and mixed refs', async () => {
    const repo = makeHistory();
    const check = async (): Promise<void> => {
      const list = await read(repo.dir);
      expect(lines(list)).toEqual(gitRefs(repo));
      expect(list.head).toEqual({ ref: 'refs/heads/main', oid: repo.commits[2] });
      expect(list.problems).toEqual([]);
      const branches = await git.listBranches({ fs, dir: repo.dir });
      const heads = list.refs.filter(({ name }) => name.startsWith('refs/heads/'));
      expect(heads.map(({ name }) => name.slice('refs/heads/'.length))).toEqual(
        branches.toSorted(),
      );
    };
    await check();
    repo.git('pack-refs', '--all');
    expect(existsSync(join(repo.gitDir, 'refs/heads/main'))).toBe(false);
    await check();
    repo.git('update-ref', 'refs/heads/topic/one', 'HEAD');
    repo.git('branch', '-D', '-q', 'topic/one');
    repo.git('branch', 'after');
    await check();
  });

  test('in SHA-256 and bare repositories', async () => {
    const repo = makeRepository([{ write: { a: '1' }, message: 'x' }], { objectFormat: 'sha256' });
    expect(lines(await read(repo.dir))).toEqual(gitRefs(repo));
    const bare = repo.clone('--mirror');
    expect(lines(await read(bare.dir))).toEqual(gitRefs(bare));
  });

  test('on names that are no ASCII or no UTF-8', async () => {
    const repo = makeHistory();
    repo.git('branch', 'zweig-ü');
    const name = Buffer.from('refs/heads/odd-\xff', 'latin1');
    repo.gitBytes(
      ['update-ref', '--stdin'],
      Buffer.concat([Buffer.from('create '), name, Buffer.from(` ${repo.commits[0]}\n`)]),
    );
    for (const pack of [false, true]) {
      if (pack) repo.git('pack-refs', '--all');
      const { refs, problems } = await read(repo.dir);
      expect(problems).toEqual([]);
      expect(refs.map((ref) => ref.name)).toContain('refs/heads/zweig-ü');
      expect(refs.find((ref) => ref.name === '"refs/heads/odd-\\377"')?.oid).toBe(repo.commits[0]);
    }
  });

  test('on HEAD: a branch, detached, unborn, and as a link', async () => {
    const repo = makeHistory();
    repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    repo.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    expect((await read(repo.dir)).head.ref).toBe(
      repo.git('rev-parse', '--symbolic-full-name', 'HEAD'),
    );
    repo.git('checkout', '-q', '--detach', 'v1');
    expect((await read(repo.dir)).head).toEqual({ ref: null, oid: repo.commits[0] });
    repo.git('checkout', '-q', '--orphan', 'new');
    expect((await read(repo.dir)).head).toEqual({ ref: 'refs/heads/new', oid: null });
    rmSync(join(repo.gitDir, 'HEAD'));
    symlinkSync('refs/heads/main', join(repo.gitDir, 'HEAD'));
    expect((await read(repo.dir)).head).toEqual({ ref: 'refs/heads/main', oid: repo.commits[2] });
    const empty = await read(makeRepository({ branch: 'trunk' }).dir);
    expect(empty).toMatchObject({
      head: { ref: 'refs/heads/trunk', oid: null },
      refs: [],
      problems: [],
    });
  });

  test('on what it passes over: locks, hidden files, and links that lead nowhere', async () => {
    const repo = makeHistory();
    writeFileSync(join(repo.gitDir, 'refs/heads/main.lock'), '');
    writeFileSync(join(repo.gitDir, 'refs/heads/.DS_Store'), 'x');
    repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone');
    const list = await read(repo.dir);
    expect(lines(list)).toEqual(gitRefs(repo));
    expect(list.problems).toEqual([]);
  });
});

describe('worktrees', () => {
  test('share refs and keep their heads, private and pseudo refs to themselves', async () => {
    const repo = makeHistory();
    const linked = join(temporaryFolder(), 'linked');
    repo.git('worktree', 'add', '-q', '--detach', linked, 'v1');
    const [first = '', second = ''] = repo.commits;
    repo.git('update-ref', 'refs/bisect/bad', first);
    repo.git('update-ref', 'ORIG_HEAD', second);
    writeFileSync(join(repo.gitDir, 'worktrees/linked/ORIG_HEAD'), `${first}\n`);
    const inLinked = (...args: string[]): string =>
      execFileSync('git', args, { cwd: linked, env: { ...gitEnv } })
        .toString()
        .trim();
    inLinked('update-ref', 'refs/worktree/mine', second);
    writeFileSync(join(repo.gitDir, 'worktrees/linked/MERGE_HEAD'), `${first}\n${second}\n`);
    writeFileSync(join(repo.gitDir, 'FETCH_HEAD'), `${first}\tnot-for-merge\tbranch 'x' of y\n`);

    const fromMain = await read(repo.dir);
    expect(lines(fromMain)).toEqual(gitRefs(repo));
    expect(fromMain.others).toEqual([
      { name: 'worktrees/linked/HEAD', oid: first },
      { name: 'worktrees/linked/refs/worktree/mine', oid: second },
    ]);
    expect(fromMain.otherOids).toEqual([first, second]);
    expect(fromMain.pseudoRefs).toEqual([
      { name: 'ORIG_HEAD', oid: second },
      { name: 'worktrees/linked/MERGE_HEAD', oid: first },
      { name: 'worktrees/linked/MERGE_HEAD', oid: second },
      { name: 'worktrees/linked/ORIG_HEAD', oid: first },
    ]);
    for (const { name, oid } of fromMain.others) expect(repo.git('rev-parse', name)).toBe(oid);

    const fromLinked = await read(linked);
    const format = '--format=%(refname) %(objectname) %(symref)';
    const wanted = inLinked('for-each-ref', format)
      .split('\n')
      .map((line) => line.trim());
    expect(lines(fromLinked)).toEqual(wanted);
    expect(fromLinked.head).toEqual({ ref: null, oid: first });
    expect(fromLinked.others).toEqual([
      { name: 'main-worktree/HEAD', oid: repo.git('rev-parse', 'HEAD') },
      { name: 'main-worktree/refs/bisect/bad', oid: first },
    ]);
    for (const { name, oid } of fromLinked.others) expect(inLinked('rev-parse', name)).toBe(oid);
  });
});

describe('a damaged ref is a problem, the others are read', () => {
  test.each([
    ['an empty file', ''],
    ['a zero id', `${'0'.repeat(40)}\n`],
    ['a short id', 'abcdef\n'],
    ['an id with a tail', `${'a'.repeat(40)}x\n`],
    ['a bad target', 'ref: ../../etc/passwd\n'],
  ])('%s', async (_, contents) => {
    const repo = makeHistory();
    const wanted = gitRefs(repo);
    writeFileSync(join(repo.gitDir, 'refs/heads/broken'), contents);
    const list = await read(repo.dir);
    expect(lines(list)).toEqual(wanted);
    expect(list.problems).toEqual([
      { kind: 'broken-ref', message: expect.stringMatching(/^refs\/heads\/broken /u) },
    ]);
    expect(() => repo.git('fsck', '--no-dangling')).toThrow(/refs\/heads\/broken/u);
  });

  test('a circle, a forbidden name and a pipe', async () => {
    const repo = makeHistory();
    const wanted = gitRefs(repo);
    repo.git('symbolic-ref', 'refs/heads/one', 'refs/heads/two');
    repo.git('symbolic-ref', 'refs/heads/two', 'refs/heads/one');
    writeFileSync(join(repo.gitDir, 'refs/heads/bad..name'), `${repo.commits[0]}\n`);
    execFileSync('mkfifo', [join(repo.gitDir, 'refs/heads/pipe')]);
    symlinkSync('/dev/zero', join(repo.gitDir, 'refs/heads/zero'));
    const list = await read(repo.dir);
    expect(lines(list)).toEqual(wanted);
    expect(list.problems.map(({ message }) => message)).toEqual([
      'refs/heads/bad..name has a name that git does not allow',
      'refs/heads/one leads in a circle',
      'refs/heads/pipe does not hold an object id',
      'refs/heads/two leads in a circle',
      'refs/heads/zero does not hold an object id',
    ]);
  });

  test('links among folders end', async () => {
    const repo = makeHistory();
    symlinkSync('.', join(repo.gitDir, 'refs/heads/here'));
    symlinkSync('..', join(repo.gitDir, 'refs/heads/up'));
    const names = (await read(repo.dir)).refs.map(({ name }) => name);
    expect(names).toContain('refs/heads/here/main');
    expect(names.length).toBeLessThan(100);
  });

  test('packed-refs with damaged lines, and one that is cut off', async () => {
    const repo = makeHistory();
    repo.git('pack-refs', '--all');
    const wanted = gitRefs(repo);
    const file = join(repo.gitDir, 'packed-refs');
    appendFileSync(file, 'nonsense\n');
    expect(() => repo.git('for-each-ref')).toThrow(/unexpected line/u);
    const list = await read(repo.dir);
    expect(lines(list)).toEqual(wanted);
    expect(list.problems).toEqual([
      expect.objectContaining({ kind: 'broken-ref', path: 'packed-refs' }),
    ]);
    truncateSync(file, readFileSync(file).length - 'nonsense\n'.length - 43);
    const cut = await read(repo.dir);
    expect(cut.problems).toHaveLength(1);
    expect(wanted).toEqual(expect.arrayContaining(lines(cut)));
  });

  test('HEAD missing or damaged', async () => {
    const repo = makeHistory();
    const wanted = gitRefs(repo);
    for (const contents of [undefined, '', 'ref: somewhere\n', 'x'.repeat(5000)]) {
      rmSync(join(repo.gitDir, 'HEAD'), { force: true });
      if (contents !== undefined) writeFileSync(join(repo.gitDir, 'HEAD'), contents);
      const list = await read(repo.dir);
      expect(lines(list)).toEqual(wanted);
      expect(list.head).toEqual({ ref: null, oid: null });
      expect(list.problems).toEqual([
        { kind: 'broken-ref', message: expect.stringMatching(/^HEAD is (?:missing|damaged)$/u) },
      ]);
    }
  });
});

test('reads many loose and packed refs', async () => {
  const repo = makeHistory();
  const [oid = ''] = repo.commits;
  const many = Array.from({ length: 20_000 }, (_, i) => `${oid} refs/pull/${i}/head\n`);
  const sorted = many.toSorted();
  writeFileSync(join(repo.gitDir, 'packed-refs'), `# pack-refs with: sorted \n${sorted.join('')}`);
  const folder = join(repo.gitDir, 'refs/heads/many');
  mkdirSync(folder);
  for (let i = 0; i < 2000; i++) writeFileSync(join(folder, String(i)), `${oid}\n`);
  const list = await read(repo.dir);
  expect(lines(list)).toEqual(gitRefs(repo));
  expect(list.problems).toEqual([]);
});

test('lists the refs of a reftable repository through git, or says that it cannot', async () => {
  const repo = makeHistory();
  const wanted = gitRefs(repo);
  let canMigrate = true;
  try {
    repo.git('refs', 'migrate', '--ref-format=reftable');
  } catch {
    canMigrate = false;
    repo.git('config', 'core.repositoryFormatVersion', '1');
    repo.git('config', 'extensions.refStorage', 'reftable');
  }
  const list = await read(repo.dir);
  if (canMigrate) {
    expect(lines(list)).toEqual(wanted);
    expect(list.head).toEqual({ ref: 'refs/heads/main', oid: repo.commits[2] });
  } else expect(list.problems).toMatchObject([{ kind: 'unsupported' }]);
});

test.each([
  'refs/heads/main',
  'refs/heads/a.b',
  'refs/heads/ü',
  'refs/heads/@',
  'refs/heads/{x}',
  'refs/heads/a..b',
  'refs/heads/.a',
  'refs/heads/a.',
  'refs/heads/a.lock',
  'refs/heads/a.lock/b',
  'refs/heads//a',
  'refs/heads/a/',
  'refs/heads/a b',
  'refs/heads/a~b',
  'refs/heads/a^b',
  'refs/heads/a:b',
  'refs/heads/a?b',
  'refs/heads/a*b',
  'refs/heads/a[b',
  'refs/heads/a\\b',
  'refs/heads/a@{b',
  'refs/heads/a\tb',
  'refs/heads/a\x7fb',
])('judges the name %j as git does', (name) => {
  const repo = makeHistoryOnce();
  const run = (): string => repo.git('check-ref-format', name);
  if (isRefName(name)) expect(run()).toBe('');
  else expect(run).toThrow(/check-ref-format/u);
});

let once: TestRepository | undefined;
function makeHistoryOnce(): TestRepository {
  once ??= makeRepository();
  return once;
}

test('a MERGE_HEAD of 200,000 lines is read', async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'Add' }]);
  writeFileSync(join(repo.gitDir, 'MERGE_HEAD'), `${'a'.repeat(40)}\n`.repeat(200_000));
  expect((await read(repo.dir)).pseudoRefs).toHaveLength(200_000);
});

test('names of packed-refs that only git would take there are read', () => {
  const id = 'a'.repeat(40);
  const names = ['refs/heads/cut\0off', 'alone', 'other/place', 'refs/heads/a..b', '.hidden', '@'];
  const text = names.map((name) => `${id} ${name}\n`).join('');
  const { refs, problems } = parsePackedRefs(Buffer.from(text, 'latin1'), 40);
  expect([...refs.keys()]).toEqual(['refs/heads/cut', 'alone', 'other/place']);
  expect(problems).toHaveLength(3);
});

test('damaged lines of packed-refs beyond a hundred are told by their number', () => {
  const { refs, problems } = parsePackedRefs(Buffer.from('x\n'.repeat(100_000)), 40);
  expect(refs.size).toBe(0);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)?.message).toBe('99900 further lines of packed-refs are damaged');
});
