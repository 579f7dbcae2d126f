// Whether a match of a built-in rule overlaps one of an own rule that counts, against trying all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from '../../src/model/rule.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';
import { createOwnMatches } from '../../src/scan/ownMatches.ts';

const rules = ruleSetOf([
  { id: 'mine', keywords: [], isOwn: true },
  { id: 'built-in', keywords: [] },
] as unknown as Rule[]);

const range = fc
  .tuple(fc.nat(60), fc.integer({ min: 1, max: 9 }))
  .map(([startOffset, length]) => ({ startOffset, endOffset: startOffset + length }));

test('nobody need ask where all rules are built-in', () => {
  expect(createOwnMatches(ruleSetOf([]))).toBeUndefined();
});

test('overlaps are found content by content, however many were noted in between', () => {
  fc.assert(
    fc.property(fc.array(fc.array(range)), fc.array(range, { minLength: 1 }), (rounds, asked) => {
      const own = createOwnMatches(rules)!;
      const noted: typeof asked = [];
      own.note('another', { startOffset: 0, endOffset: 100 });
      for (const round of rounds) {
        for (const each of round) own.note(7, each);
        noted.push(...round);
        for (const each of asked) {
          const overlaps = noted.some(
            ({ startOffset, endOffset }) =>
              startOffset < each.endOffset && endOffset > each.startOffset,
          );
          expect(own.isCovered(7, { ...each, ruleId: 'built-in' })).toBe(overlaps);
          expect(own.isCovered(7, { ...each, ruleId: 'mine' })).toBe(false);
        }
      }
    }),
  );
});
