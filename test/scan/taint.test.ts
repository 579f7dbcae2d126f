import { describe, expect, it } from 'vitest';
import { markHolders } from '../../src/scan/taint.ts';

/** Trees 0 (root) > 1 > 2 > blob 10; 3 (root) > 2; 4 (root) > blob 11; 5 holds nothing. */
const shapes = [
  { records: Uint32Array.from([0, 1, 1, 3, 4, 1, 11, 4]), names: ['a', 'b', 'c'] },
  { records: Uint32Array.from([1, 2, 2, 1, 5, 3, 2, 1, 10, 2, 3, 1, 2, 1]), names: ['d', 'e'] },
];

function holdersOf(...blobs: number[]): number[] {
  const marked = markHolders(12, shapes, blobs);
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
});
