import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRefFinder } from '../../src/trail/refsBySecret.ts';
import { SecretSets } from '../../src/trail/secretSets.ts';

const secretCount = 100;
const someSecrets = fc.uniqueArray(fc.nat(secretCount - 1));

test('Each secret gets the names of the refs whose set holds it, and equal answers are one list', () => {
  fc.assert(
    fc.property(fc.array(someSecrets, { maxLength: 40 }), (behind) => {
      const sets = new SecretSets(secretCount);
      const names = behind.map((_, i) => `refs/heads/${i}`);
      const setOfRef = behind.map((secrets) => sets.of(secrets));
      const refsOf = createRefFinder({ sets, names, setOfRef });
      const lists = new Map<string, readonly string[]>();
      for (let secret = secretCount - 1; secret >= 0; secret--) {
        const list = refsOf(secret);
        expect(list).toEqual(names.filter((_, ref) => behind[ref]!.includes(secret)));
        const key = list.join();
        expect(list).toBe(lists.get(key) ?? list);
        lists.set(key, list);
      }
    }),
    { numRuns: 100 },
  );
});
