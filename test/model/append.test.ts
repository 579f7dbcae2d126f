import { expect, test } from 'vitest';
import { append, greatest } from '../../src/model/append.ts';

test('lists of a million items overflow no stack', () => {
  const million = Array.from({ length: 1_000_000 }, (_, i) => i);
  const list = [-1];
  append(list, million);
  expect([list.length, list[0], list.at(-1)]).toEqual([1_000_001, -1, 999_999]);
  expect(greatest(million)).toBe(999_999);
  expect(greatest([])).toBe(Number.NEGATIVE_INFINITY);
});
