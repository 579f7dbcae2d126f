// Trees that git would never write, or only a spiteful hand: the trail tells what they hold and ends.
import { expect, test } from 'vitest';
import type { Oid } from '../../src/model/oid.ts';
import { resolveTrail } from '../../src/trail/resolveTrail.ts';
import type { Trail, TrailInput } from '../../src/trail/resolveTrail.ts';
import { SoughtTrees } from '../../src/trail/soughtTrees.ts';
import { memoryObjects } from './memoryObjects.ts';
import type { MemoryObjects } from './memoryObjects.ts';

const file = '100644';
const folder = '40000';

interface Bench {
  readonly memory: MemoryObjects;
  /** A blob that holds the secret `S`, and one that holds `T`. */
  readonly blob: Oid;
  readonly second: Oid;
  trail(limits?: TrailInput['limits'], isLate?: () => boolean): Trail;
  commit(tree: Oid, ...parents: Oid[]): Oid;
}

function bench(): Bench {
  const memory = memoryObjects();
  const blob = memory.put('blob', 'S');
  const second = memory.put('blob', 'T');
  const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  let seconds = 0;
  return {
    memory,
    blob,
    second,
    commit: (tree, ...parents) => memory.commit({ tree, parents, seconds: seconds++ }),
    trail: (limits, isLate) =>
      resolveTrail({
        commits: memory.table(),
        trees: new SoughtTrees({
          objects: memory.reader,
          objectFormat: 'sha1',
          blobs: [blob, second],
        }),
        objects: memory.reader,
        sought: new Map([
          [blob, [{ ...span, secretId: 'S' }]],
          [second, [{ ...span, secretId: 'T' }]],
        ]),
        refs: [],
        reflogOids: [],
        otherRoots: [],
        head: null,
        ...(limits === undefined ? {} : { limits }),
        ...(isLate === undefined ? {} : { isLate }),
      }),
  };
}

function eventsOf(trail: Trail, secretId: string): string[] {
  return trail.of(secretId)!.occurrences.map(({ event, path }) => `${event} ${path}`);
}

test('Every entry counts where a tree names the same file or folder twice', () => {
  const { memory, blob, second, commit, trail } = bench();
  const below = memory.tree([{ mode: file, name: 'x', oid: blob }]);
  const other = memory.tree([{ mode: file, name: 'y', oid: blob }]);
  const first = commit(
    memory.tree([
      { mode: file, name: 'a', oid: blob },
      { mode: file, name: 'a', oid: second },
      { mode: file, name: 'a', oid: blob },
      { mode: folder, name: 'a', oid: below },
      { mode: folder, name: 'a', oid: other },
    ]),
  );
  commit(memory.tree([{ mode: folder, name: 'a', oid: below }]), first);
  expect(eventsOf(trail(), 'S')).toEqual([
    'introduced a',
    'introduced a/x',
    'introduced a/y',
    'removed a',
    'removed a/y',
  ]);
  expect(eventsOf(trail(), 'T')).toEqual(['introduced a', 'removed a']);
});

test('A tree that is missing holds nothing, and the rest of the commit is told', () => {
  const { memory, blob, commit, trail } = bench();
  const below = memory.tree([{ mode: file, name: 'x', oid: blob }]);
  const first = commit(
    memory.tree([
      { mode: file, name: 'a', oid: blob },
      { mode: folder, name: 'b', oid: below },
    ]),
  );
  const rootless = commit('9'.repeat(40), first);
  memory.forget(below);
  const { occurrences } = trail().of('S')!;
  expect(occurrences.map(({ event, commit: oid, path }) => [event, oid, path])).toEqual([
    ['introduced', first, 'a'],
    ['removed', rootless, 'a'],
  ]);
});

test('Folders nest as deep as they like', () => {
  const { memory, blob, commit, trail } = bench();
  let tree = memory.tree([{ mode: file, name: 'key', oid: blob }]);
  const depth = 20_000;
  for (let i = 0; i < depth; i++) tree = memory.tree([{ mode: folder, name: 'd', oid: tree }]);
  commit(tree);
  expect(trail().of('S')!.introduced?.path).toBe(`${'d/'.repeat(depth)}key`);
});

test('A few trees that spell a billion paths are told in part, and no secret is lost among them', () => {
  const { memory, blob, second, commit, trail } = bench();
  let tree = memory.tree([{ mode: file, name: 'key', oid: blob }]);
  for (let i = 0; i < 9; i++) {
    tree = memory.tree(
      Array.from({ length: 10 }, (_, n) => ({ mode: folder, name: `${n}`, oid: tree })),
    );
  }
  let hidden = memory.tree([{ mode: file, name: 'hidden', oid: second }]);
  for (let i = 0; i < 9; i++) hidden = memory.tree([{ mode: folder, name: 'h', oid: hidden }]);
  const first = commit(
    memory.tree([
      { mode: file, name: 'plain', oid: blob },
      { mode: folder, name: 'x', oid: hidden },
      { mode: folder, name: 'z', oid: tree },
    ]),
  );
  const last = commit(memory.tree([]), first);
  const result = trail({ perCommit: 2000, total: 3000 });
  expect(result.isTruncated).toBe(true);
  expect(result.of('S')!.introduced).toMatchObject({ commit: first, path: 'plain' });
  expect(result.of('T')!.introduced).toMatchObject({ path: `x/${'h/'.repeat(9)}hidden` });
  expect(result.of('T')!.removed?.commit).toBe(last);
});

test('One directory of very many files is told in part, and no secret is lost in it', () => {
  const { memory, blob, second, commit, trail } = bench();
  const names = Array.from({ length: 5000 }, (_, i) => `f${String(i).padStart(4, '0')}`);
  const entries = names.map((name) => ({
    mode: file,
    name,
    oid: name === 'f4000' ? second : blob,
  }));
  commit(memory.tree(entries));
  const result = trail({ perCommit: 1000, total: 3000 });
  expect(result.isTruncated).toBe(true);
  expect(result.of('S')!.occurrences.length).toBeLessThanOrEqual(1000);
  expect(result.of('T')!.occurrences.map(({ path }) => path)).toEqual(['f4000']);
});

test('Two such trees with the same secrets at the same paths are compared at once', () => {
  const { memory, blob, second, commit, trail } = bench();
  let tree = memory.tree([{ mode: file, name: 'key', oid: blob }]);
  let changed = memory.tree([
    { mode: file, name: 'key', oid: blob },
    { mode: file, name: 'note', oid: memory.put('blob', 'nothing') },
  ]);
  for (let i = 0; i < 9; i++) {
    const ten = (oid: Oid): Oid =>
      memory.tree(Array.from({ length: 10 }, (_, n) => ({ mode: folder, name: `${n}`, oid })));
    [tree, changed] = [ten(tree), ten(changed)];
  }
  const plain = { mode: file, name: 'plain', oid: second };
  const first = commit(memory.tree([{ mode: folder, name: 'z', oid: tree }]));
  const next = commit(memory.tree([plain, { mode: folder, name: 'z', oid: changed }]), first);
  const { occurrences } = trail({ perCommit: 100, total: 1000 }).of('T')!;
  expect(occurrences.map(({ commit: oid, path }) => [oid, path])).toEqual([[next, 'plain']]);
});

test('Where time runs out among many directories every secret still has its first place', () => {
  const { memory, blob, second, commit, trail } = bench();
  let tree = memory.tree([{ mode: file, name: 'key', oid: blob }]);
  for (let i = 0; i < 9; i++) {
    tree = memory.tree(
      Array.from({ length: 10 }, (_, n) => ({ mode: folder, name: `${n}`, oid: tree })),
    );
  }
  const first = commit(memory.tree([{ mode: folder, name: 'z', oid: tree }]));
  const last = commit(memory.tree([{ mode: file, name: 'note', oid: second }]), first);
  let asked = 0;
  const result = trail(undefined, () => asked++ > 3);
  expect(asked).toBeLessThan(20);
  expect(result.isTruncated).toBe(true);
  expect(result.of('S')!.introduced).toMatchObject({ commit: first });
  expect(result.of('S')!.removed?.commit).toBe(last);
  expect(result.of('T')!.introduced).toMatchObject({ commit: last, path: 'note' });
});

test('a secret at many lines under many names is told at the first lines of each', () => {
  const memory = memoryObjects();
  const blob = memory.put('blob', 'S');
  const entries = Array.from({ length: 10 }, (_, i) => ({ mode: file, name: `f${i}`, oid: blob }));
  memory.commit({ tree: memory.tree(entries), parents: [], seconds: 0 });
  const spans = Array.from({ length: 8 }, (_, i) => ({
    secretId: 'S',
    line: i + 1,
    column: 1,
    endLine: i + 1,
    endColumn: 2,
  }));
  const resolve = (mostOccurrences: number): Trail =>
    resolveTrail({
      commits: memory.table(),
      trees: new SoughtTrees({ objects: memory.reader, objectFormat: 'sha1', blobs: [blob] }),
      objects: memory.reader,
      sought: new Map([[blob, spans]]),
      refs: [],
      reflogOids: [],
      otherRoots: [],
      head: null,
      mostOccurrences,
    });
  const linesOf = (trail: Trail): number[] => trail.of('S')!.occurrences.map(({ line }) => line);
  const whole = resolve(80);
  expect([linesOf(whole).length, whole.isTruncated]).toEqual([80, false]);
  const cut = resolve(39);
  expect(cut.isTruncated).toBe(true);
  expect(linesOf(cut)).toEqual(Array.from({ length: 10 }, () => [1, 2, 3]).flat());
  expect(linesOf(resolve(5))).toEqual(Array.from({ length: 10 }, () => 1));
});
