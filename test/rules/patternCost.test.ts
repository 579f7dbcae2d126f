import { expect, test } from 'vitest';
import { loadPatternsFolder } from '../../src/rules/load.ts';
import { optionalCopies, PatternBudget } from '../../src/rules/patternCost.ts';
import { parsePattern } from '../../src/rules/patternSyntax.ts';
import type { PatternNode } from '../../src/rules/patternSyntax.ts';

/** The same, of a tree. */
function costOf(node: PatternNode): { readonly size: number; readonly optional: number } {
  switch (node.kind) {
    case 'chars':
    case 'assertion':
      return { size: 1, optional: 0 };
    case 'group':
      return costOf(node.item);
    case 'sequence':
    case 'choice': {
      const costs = node.items.map(costOf);
      const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
      return {
        size: sum(costs.map(({ size }) => size)),
        optional: sum(costs.map(({ optional }) => optional)),
      };
    }
    case 'repeat': {
      const { size, optional } = costOf(node.item);
      const max = node.max === Infinity ? Math.max(1, node.min) : node.max;
      const copies = Math.max(1, max);
      return { size: copies * size, optional: (max - node.min) * size + copies * optional };
    }
  }
}

test.each<[string, number]>([
  ['abc', 0],
  ['a?b*c+', 2],
  ['[a-z]{0,500}', 500],
  ['[a-z]{500}', 0],
  ['[a-z]{3,}', 0],
  ['(?:ab){0,10}', 20],
  ['(?:a{0,30}b){0,30}', 30 * 31 + 30 * 30],
  ['(?P<secret>a?)(?i:b?)(c?)', 3],
  [String.raw`\(\?{0,9}\{0,9}`, 9],
  [String.raw`[(?*{]{0,9}`, 9],
  [String.raw`[\]?]?`, 1],
  [String.raw`\x{41}{0,9}\pL{0,9}\p{Greek}?`, 19],
  [String.raw`\Qa?b?\E?`, 8],
  ['((((', 0],
  ['))))', 0],
  ['{0,9}', 0],
])('%s', (pattern, copies) => {
  expect(optionalCopies(pattern)).toBe(copies);
});

test('the patterns that ship cost what their trees say, and none as much as is refused', () => {
  const budgets = loadPatternsFolder().flatMap(({ id, pattern }) => {
    expect([id, optionalCopies(pattern)]).toEqual([id, costOf(parsePattern(pattern)).optional]);
    return [new PatternBudget().refusal(pattern)];
  });
  expect(budgets.filter((refusal) => refusal !== undefined)).toEqual([]);
});

test('a pattern may cost so much, and all of a file together', () => {
  const budget = new PatternBudget();
  expect(budget.refusal('a'.repeat(4097))).toBe('longer than 4096 characters');
  expect(budget.refusal('[a-z]{0,1000}'.repeat(6))).toBe('more than 5000 optional repeats: 6000');
  expect(budget.refusal('(a)'.repeat(101))).toBe('more than 100 capturing groups: 101');
  expect(budget.refusal(String.raw`(?:a)[(]\((?P<x>b)`.repeat(90))).toBeUndefined();
  const most = '[a-z]{0,1000}'.repeat(4);
  const refusals = Array.from({ length: 26 }, () => budget.refusal(most));
  expect(refusals.slice(0, 25).every((refusal) => refusal === undefined)).toBe(true);
  expect(refusals[25]).toBe('with the patterns before it more than 100000 optional repeats');
});
