import { expect, test } from 'vitest';
import { createPathBudget, listTreeFiles } from '../../src/git/treeFiles.ts';
import type { Oid } from '../../src/model/oid.ts';
import { memoryObjects } from '../trail/memoryObjects.ts';

test('ten trees that spell ten billion paths are listed up to the budget, and the budget tells', () => {
  const memory = memoryObjects();
  const blob = memory.put('blob', 'x');
  let tree: Oid = memory.tree([{ mode: '100644', name: 'file', oid: blob }]);
  for (let level = 0; level < 10; level++) {
    const oid = tree;
    tree = memory.tree(
      Array.from({ length: 10 }, (_, i) => ({ mode: '40000', name: `${i}`, oid })),
    );
  }
  const budget = createPathBudget(2 ** 22);
  const files = listTreeFiles(memory.reader, tree, 'sha1', budget);
  expect(budget.left).toBeLessThan(0);
  expect(files.length).toBeGreaterThan(100);
  expect(files.length).toBeLessThan(10_000);
  expect(files[0]?.path).toMatch(/^(?:\d\/){10}file$/u);
});

test('a long name counts with its bytes, below each of its folders', () => {
  const memory = memoryObjects();
  const blob = memory.put('blob', 'x');
  const inner = memory.tree([{ mode: '100644', name: 'file', oid: blob }]);
  const tree = memory.tree([{ mode: '40000', name: 'n'.repeat(2 ** 20), oid: inner }]);
  const budget = createPathBudget(2 ** 20 + 10_000);
  expect(listTreeFiles(memory.reader, tree, 'sha1', budget)).toEqual([]);
  expect(budget.left).toBeLessThan(0);
  expect(listTreeFiles(memory.reader, tree, 'sha1')).toHaveLength(1);
});
