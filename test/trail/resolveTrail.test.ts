// Trails in real repositories: every event, state and ref against what git itself lists (`git ls-tree -r` of every
// commit, compared by the definitions in naiveTrail.ts), then what a reader of the report relies on.
import { expect, test } from 'vitest';
import type { Oid } from '../../src/model/oid.ts';
import { resolveTrail } from '../../src/trail/resolveTrail.ts';
import type { Trail } from '../../src/trail/resolveTrail.ts';
import { SoughtTrees } from '../../src/trail/soughtTrees.ts';
import { makeLargeHistory } from '../makeLargeHistory.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { comparableTrails } from './comparable.ts';
import { naiveTrails } from './naiveTrail.ts';
import type { NaiveTrail } from './naiveTrail.ts';
import { repositoryObjects } from './repositoryObjects.ts';

const key = 'S1-alpha';
const other = 'S2-beta';
const anyKey = /S\d-\w+/gu;

/** The trail of a repository, after it was found equal to the oracle's. */
function trailOf(repo: TestRepository, pattern = anyKey): Trail {
  const { resolved, naive } = bothTrails(repo, pattern);
  expect(comparableTrails(resolved)).toEqual(naive);
  return resolved;
}

function bothTrails(
  repo: TestRepository,
  pattern: RegExp,
): { resolved: Trail; naive: Record<string, NaiveTrail> } {
  const { format, reader, table, sought, commits, refs, reflogOids } = repositoryObjects(repo);
  const found = sought(pattern);
  const head = repo.git('rev-parse', 'HEAD');
  return {
    resolved: resolveTrail({
      commits: table,
      trees: new SoughtTrees({ objects: reader, objectFormat: format, blobs: found.keys() }),
      objects: reader,
      sought: found,
      refs,
      reflogOids,
      otherRoots: [],
      head,
    }),
    naive: Object.fromEntries(
      naiveTrails({
        commits,
        sought: found,
        refs,
        others: reflogOids.map((commit) => ({ commit })),
        head: { commit: head },
      }),
    ),
  };
}

function eventsOf(
  trail: Trail,
  secretId = key,
): (readonly [string, Oid | null, string | null, number])[] {
  return trail
    .of(secretId)!
    .occurrences.map(({ event, commit, path, line }) => [event, commit, path, line]);
}

function forgetReflogs(repo: TestRepository): void {
  repo.git('reflog', 'expire', '--expire=now', '--all');
}

test('A secret comes in, moves within its file, spreads by a copy and goes out path by path', () => {
  const repo = makeRepository([
    { write: { 'a.env': `K=${key}\n` }, message: 'Add' },
    { write: { 'a.env': `# note\nK=${key}\n` }, message: 'Move a line' },
    { write: { 'b/c.env': `\n\nK=${key} ${key}\nL=${key}\n` }, message: 'Copy' },
    { remove: ['a.env'], message: 'Drop one' },
    { write: { 'b/c.env': 'K=\n' }, message: 'Drop the other' },
    { write: { z: '' }, message: 'Go on' },
  ]);
  const [add, , copy, dropOne, dropOther] = repo.commits;
  const trail = trailOf(repo);
  expect(eventsOf(trail)).toEqual([
    ['introduced', add, 'a.env', 1],
    ['spread', copy, 'b/c.env', 3],
    ['spread', copy, 'b/c.env', 4],
    ['removed', dropOne, 'a.env', 2],
    ['removed', dropOther, 'b/c.env', 3],
    ['removed', dropOther, 'b/c.env', 4],
  ]);
  expect(trail.of(key)).toMatchObject({
    removed: { commit: dropOther, date: '2024-01-01T04:00:00Z' },
    exposedDays: 0.17,
    reachableFrom: ['refs/heads/main'],
    isInHead: false,
    isInHistory: true,
    isInUnreachable: false,
  });
});

test('An occurrence carries blob, columns, author, date with the author’s offset and summary', () => {
  const repo = makeRepository([
    {
      write: { 'a.py': `x = "${key}"\n` },
      message: '\n  Add the key\n\nMore.',
      author: 'Zoë Å <zoe@example.com>',
      date: '1704067200 +0530',
    },
  ]);
  expect(trailOf(repo).of(key)!.introduced).toEqual({
    event: 'introduced',
    commit: repo.commits[0],
    blob: repo.git('rev-parse', 'HEAD:a.py'),
    path: 'a.py',
    line: 1,
    column: 6,
    endLine: 1,
    endColumn: 14,
    author: { name: 'Zoë Å', email: 'zoe@example.com' },
    date: '2024-01-01T05:30:00+05:30',
    summary: '  Add the key',
  });
});

test('A rename is a spread and a removal, and the secret counts as never removed', () => {
  const repo = makeRepository([
    { write: { a: key }, message: 'Add' },
    { write: { 'd/b': key }, remove: ['a'], message: 'Rename' },
  ]);
  const [add, rename] = repo.commits;
  const trail = trailOf(repo);
  expect(eventsOf(trail)).toEqual([
    ['introduced', add, 'a', 1],
    ['removed', rename, 'a', 1],
    ['spread', rename, 'd/b', 1],
  ]);
  expect(trail.of(key)).toMatchObject({ removed: null, isInHead: true, exposedDays: 0.04 });
});

test('A merge repeats nothing that a parent has, and tells what it brings or drops itself', () => {
  const repo = makeRepository([
    { write: { base: '1' }, message: 'Base' },
    { branch: 'topic', write: { a: key }, message: 'Add on topic' },
    { branch: 'main', write: { base: '2' }, message: 'Go on' },
    { merge: 'topic', message: 'Merge' },
  ]);
  repo.git('checkout', '-q', '-b', 'evil', repo.commits[2]!);
  repo.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
  repo.write('b', other);
  repo.remove('a');
  const evil = repo.commit('Merge with changes');
  const trail = trailOf(repo);
  expect(eventsOf(trail)).toEqual([
    ['introduced', repo.commits[1], 'a', 1],
    ['removed', evil, 'a', 1],
  ]);
  expect(eventsOf(trail, other)).toEqual([['introduced', evil, 'b', 1]]);
  expect(trail.of(key)).toMatchObject({
    removed: { commit: evil },
    reachableFrom: ['refs/heads/evil', 'refs/heads/main', 'refs/heads/topic'],
  });
  expect(trail.of(other)!.reachableFrom).toEqual(['refs/heads/evil']);
});

test('Octopus and criss-cross merges and several roots are compared with all their parents', () => {
  const repo = makeRepository([
    { write: { base: '1' }, message: 'Base' },
    { branch: 'x', write: { x: key }, message: 'x' },
    { branch: 'y', from: 'main', write: { y: key }, message: 'y' },
    { branch: 'z', from: 'main', write: { z: other }, message: 'z' },
    { branch: 'main', write: { base: '2' }, message: 'Base again' },
    { merge: ['x', 'y', 'z'], message: 'Octopus' },
    { branch: 'x', merge: 'y', message: 'Cross' },
    { branch: 'y', merge: 'x~1', message: 'Cross back' },
    { branch: 'y', remove: ['x'], message: 'Drop x' },
    { branch: 'x', merge: 'y', message: 'Join' },
  ]);
  repo.git('checkout', '-q', '--orphan', 'island');
  repo.commit('Second root');
  repo.git('checkout', '-q', 'main');
  repo.merge('island', 'Join the islands');
  const trail = trailOf(repo);
  const introducing = eventsOf(trail).filter(([event]) => event === 'introduced');
  expect(introducing.map(([, commit]) => commit)).toEqual([
    repo.commits[1],
    repo.commits[2],
    repo.commits[10],
  ]);
});

test('Submodules are passed over, symbolic links and executable files are files', () => {
  const repo = makeRepository([{ write: { a: `run ${key}` }, message: 'Add' }]);
  const blob = repo.git('rev-parse', 'HEAD:a');
  const commit = repo.commits[0]!;
  repo.git('update-index', '--add', '--cacheinfo', `120000,${blob},link`);
  repo.git('update-index', '--add', '--cacheinfo', `100755,${blob},run`);
  repo.git('update-index', '--add', '--cacheinfo', `160000,${commit},module`);
  const second = repo.commit('Link', { all: false });
  expect(eventsOf(trailOf(repo))).toEqual([
    ['introduced', commit, 'a', 1],
    ['spread', second, 'link', 1],
    ['spread', second, 'run', 1],
  ]);
});

test('A file that becomes a folder of the same name removes the secret there and spreads it below', () => {
  const repo = makeRepository([
    { write: { conf: key, other: 'x' }, message: 'Add' },
    { remove: ['conf'], write: { other2: 'y' }, message: 'Clear' },
    { write: { 'conf/a': key, 'conf/b/c': other }, message: 'As a folder' },
  ]);
  expect(eventsOf(trailOf(repo)).map(([event, , path]) => `${event} ${path}`)).toEqual([
    'introduced conf',
    'removed conf',
    'introduced conf/a',
  ]);
});

test('Commits that only a reflog, a stash or nothing reaches have a trail, too', () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'Base' }]);
  repo.write('a', key);
  const dropped = repo.commit('Dropped later');
  repo.git('reset', '-q', '--hard', 'HEAD~');
  expect(trailOf(repo).of(key)).toMatchObject({
    introduced: { commit: dropped },
    reachableFrom: [],
    isInHistory: true,
    isInUnreachable: false,
  });
  forgetReflogs(repo);
  repo.write('a', other);
  repo.git('stash', '-q');
  const trail = trailOf(repo);
  expect(trail.of(key)).toMatchObject({
    introduced: { commit: dropped },
    isInHistory: false,
    isInUnreachable: true,
  });
  expect(trail.of(other)).toMatchObject({ reachableFrom: ['refs/stash'], isInHistory: true });
});

test('Blobs in no commit are told as loose, with the refs that name them through tags or directly', () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'Base' }]);
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], `\nK=${key}\n`).toString().trim();
  const dangling = repo.gitBytes(['hash-object', '-w', '--stdin'], other).toString().trim();
  const inTree = repo.gitBytes(['hash-object', '-w', '--stdin'], 'S3-gamma').toString().trim();
  const tree = repo.gitBytes(['mktree'], `100644 blob ${inTree}\tf\n`).toString().trim();
  repo.git('tag', '-a', '-m', 'a blob', 'inner', blob);
  repo.git('tag', '-a', '-m', 'a tag of a tag', 'outer', 'inner');
  repo.git('update-ref', 'refs/trees/one', tree);
  const trail = trailOf(repo);
  expect(trail.looseBlobs).toEqual([blob, dangling, inTree].toSorted());
  expect(trail.of(key)).toMatchObject({
    occurrences: [],
    introduced: null,
    exposedDays: null,
    loose: [{ event: 'present', commit: null, path: null, blob, line: 2, column: 3, date: null }],
    reachableFrom: ['refs/tags/inner', 'refs/tags/outer'],
    isInHistory: true,
    isInUnreachable: false,
  });
  expect(trail.of('S3-gamma')!.reachableFrom).toEqual(['refs/trees/one']);
  expect(trail.of(other)).toMatchObject({ isInHistory: false, isInUnreachable: true });
});

test('A shallow clone ends at its border as at a root', () => {
  const repo = makeRepository([
    { write: { a: key }, message: 'Add' },
    { write: { b: '1' }, message: 'Second' },
    { remove: ['a'], message: 'Drop' },
  ]);
  const shallow = repo.clone('--depth=2');
  expect(eventsOf(trailOf(shallow))).toEqual([
    ['introduced', repo.commits[1], 'a', 1],
    ['removed', repo.commits[2], 'a', 1],
  ]);
});

test('Histories under SHA-256 and names that are no UTF-8 are followed alike', () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'Base' }], { objectFormat: 'sha256' });
  repo.write(Buffer.from('d/\xff', 'latin1'), key);
  repo.write('d/ü', key);
  const add = repo.commit('Add');
  expect(add).toHaveLength(64);
  const { resolved } = bothTrails(repo, anyKey);
  expect(eventsOf(resolved)).toEqual([
    ['introduced', add, 'd/ü', 1],
    ['introduced', add, String.raw`"d/\377"`, 1],
  ]);
});

test('In a large history with branches and merges every planted secret is found where it was planted', () => {
  const { repo, planted } = makeLargeHistory(500, { repack: true });
  const trail = trailOf(
    repo,
    new RegExp(planted.map(({ value }) => escape(value)).join('|'), 'gu'),
  );
  for (const { value, path, line, introducedCommit, removedCommit, state } of planted) {
    const secret = trail.of(value)!;
    expect(secret.introduced).toMatchObject({ commit: introducedCommit, path, line });
    expect(secret.removed?.commit ?? null).toBe(removedCommit);
    expect(secret.isInHead).toBe(state === 'head');
    for (const ref of secret.reachableFrom) {
      expect(
        repo.git('for-each-ref', `--contains=${introducedCommit}`, '--format=%(refname)'),
      ).toContain(ref);
    }
  }
});

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

test('The places in HEAD are those of its files as they are, whatever edits moved them', () => {
  const repo = makeRepository([
    { message: 'Write', write: { 'a.env': `K=${key}\n`, 'gone.env': `K=${key}\n` } },
    {
      message: 'Write',
      write: { 'a.env': `# moved\n\nK=${key}\n`, 'b/c.env': `${key}\nx\n${key}\n` },
    },
    { message: 'Remove', remove: ['gone.env'] },
  ]);
  const { headPlaces } = trailOf(repo).of(key)!;
  expect(headPlaces.map(({ path, line, column }) => [path, line, column])).toEqual([
    ['a.env', 3, 3],
    ['b/c.env', 1, 1],
    ['b/c.env', 3, 1],
  ]);
  expect(headPlaces[0]!.blob).toBe(repo.git('rev-parse', 'HEAD:a.env'));
});

test('A secret that HEAD does not hold has no place in it, one at very many places the first hundred', () => {
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`d${i % 7}/f${i}.env`, `K=${key}\n`]),
  );
  const repo = makeRepository([
    { message: 'Write', write: { ...many, 'old.env': `K=${other}\n` } },
    { message: 'Remove', remove: ['old.env'] },
  ]);
  const trail = trailOf(repo);
  expect(trail.of(key)!.headPlaces).toHaveLength(100);
  expect(trail.of(other)!.headPlaces).toEqual([]);
});

test('A subject of megabytes is shortened, and not within a character', () => {
  const message = `x${'😀'.repeat(20_000)}`;
  const repo = makeRepository([{ write: { 'a.env': `K=${key}\n` }, message }]);
  const { resolved } = bothTrails(repo, anyKey);
  expect(resolved.of(key)!.introduced?.summary).toBe(`x${'😀'.repeat(499)}…`);
});
