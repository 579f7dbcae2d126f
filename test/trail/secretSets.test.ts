import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SecretSets } from '../../src/trail/secretSets.ts';

const secretCount = 200;
const someSecrets = fc.uniqueArray(fc.nat(secretCount - 1), { maxLength: secretCount });

function sorted(secrets: Iterable<number>): number[] {
  return [...new Set(secrets)].toSorted((a, b) => a - b);
}

test('Sets behave as sets, and equal ones have equal numbers', () => {
  fc.assert(
    fc.property(someSecrets, someSecrets, someSecrets, (a, b, c) => {
      const sets = new SecretSets(secretCount);
      const [first, second, third] = [sets.of(a), sets.of(b), sets.of(c)];
      expect(sets.members(first)).toEqual(sorted(a));
      expect(sets.of(a.toReversed())).toBe(first);
      const union = sets.union(first, second);
      expect(sets.members(union)).toEqual(sorted([...a, ...b]));
      expect(sets.union(second, first)).toBe(union);
      expect(sets.unionOf([first, second, third])).toBe(sets.of([...c, ...b, ...a]));
      expect(sets.minus(first, second)).toEqual(sorted(a).filter((each) => !b.includes(each)));
      expect(sets.minus(union, third)).toEqual(
        sorted([...a, ...b]).filter((each) => !c.includes(each)),
      );
      for (let secret = 0; secret < secretCount; secret++) {
        expect((sets.word(first, secret >> 5) >>> (secret & 31)) & 1).toBe(
          Number(a.includes(secret)),
        );
        expect(sets.has(first, secret)).toBe(a.includes(secret));
      }
    }),
    { numRuns: 200 },
  );
});

test('The empty set is number 0', () => {
  const sets = new SecretSets(0);
  expect([sets.of([]), sets.unionOf([]), sets.union(0, 0)]).toEqual([0, 0, 0]);
  expect(sets.members(0)).toEqual([]);
});
