import { describe, expect, it } from 'vitest';
import { ShapeRecords } from '../../src/scan/shapeRecords.ts';

/** Trees 0 (root) > 1 > 2 > blob 10; 3 (root) > 2; 4 (root) > blob 11; 5 holds nothing. Two threads read them. */
function twoThreads(): ShapeRecords[] {
  const trees: readonly (readonly [number, readonly number[]])[][] = [
    [
      [0, [1]],
      [4, [11]],
      [5, []],
    ],
    [
      [1, [2, 5]],
      [2, [10]],
      [3, [5, 2]],
    ],
  ];
  return trees.map((list) => {
    const records = new ShapeRecords();
    for (const [tree, entries] of list) {
      records.begin(tree);
      for (const entry of entries) records.entry(entry, entry * 100);
      records.end();
    }
    return records;
  });
}

function markAll(threads: readonly ShapeRecords[], ...blobs: number[]): Uint8Array {
  const marked = new Uint8Array(12);
  for (const blob of blobs) marked[blob] = 1;
  while (threads.map((records) => records.mark(marked)).includes(true));
  return marked;
}

function holdersOf(...blobs: number[]): number[] {
  const marked = markAll(twoThreads(), ...blobs);
  return [...marked.keys()].filter((object) => marked[object] === 1);
}

describe('trees that hold a blob at whatever depth', () => {
  it('are marked up to all their roots, whatever the order of the records', () => {
    expect(holdersOf(10)).toEqual([0, 1, 2, 3, 10]);
  });

  it('are told apart from those that hold another one', () => {
    expect(holdersOf(11)).toEqual([4, 11]);
    expect(holdersOf(10, 11)).toEqual([0, 1, 2, 3, 4, 10, 11]);
  });

  it('are none when nothing is sought', () => {
    expect(holdersOf()).toEqual([]);
  });

  it('leave their thread with the entries that lead there', () => {
    const threads = twoThreads();
    const marked = markAll(threads, 10);
    expect(threads.map((records) => [...records.take(marked)])).toEqual([
      [0, 1, 1, 100],
      [1, 1, 2, 200, 2, 1, 10, 1000, 3, 1, 2, 200],
    ]);
    expect(threads.map((records) => records.take(marked).length)).toEqual([0, 0]);
  });
});

it('records of any length are kept, over many chunks', () => {
  const records = new ShapeRecords();
  const marked = new Uint8Array(2_000_000);
  const sizes = [1, 300_000, 5, 200_000, 200_000, 3];
  sizes.forEach((size, tree) => {
    records.begin(tree);
    for (let i = 0; i < size; i++) records.entry(10 + i, i);
    records.end();
  });
  marked[10 + 250_000] = 1;
  marked[10 + 2] = 1;
  expect(records.mark(marked)).toBe(true);
  expect(records.mark(marked)).toBe(false);
  const taken = [
    [1, 2, 12, 2, 250_010, 250_000],
    [2, 1, 12, 2],
    [3, 1, 12, 2],
    [4, 1, 12, 2],
    [5, 1, 12, 2],
  ];
  expect([...records.take(marked)]).toEqual(taken.flat());
});
