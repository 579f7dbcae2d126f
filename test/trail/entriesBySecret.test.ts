// The index of a wide tree tells what searching through it tells, and spares the searching.
import { expect, it } from 'vitest';
import { createEntriesBySecret } from '../../src/trail/entriesBySecret.ts';
import { SecretSets } from '../../src/trail/secretSets.ts';

const secretCount = 500;

/** Trees of so many entries each, one behind the other; an entry's secrets are picked by its number. */
function ground(widths: readonly number[]): {
  entriesOf: ReturnType<typeof createEntriesBySecret>;
  expected: (tree: number, secret: number) => number[];
  asked: () => number;
} {
  const sets = new SecretSets(secretCount);
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const count = widths.reduce((sum, width) => sum + width, 0);
  const members = Array.from({ length: count }, (_, entry) =>
    Array.from({ length: entry % 7 }, (__, i) => (entry * 31 + i * i * 17) % (secretCount - 3)),
  );
  const numbers = members.map((secrets) => sets.of(secrets));
  const range = (tree: number): { start: number; end: number } => ({
    start: starts[tree]!,
    end: starts[tree]! + widths[tree]!,
  });
  let asked = 0;
  const entriesOf = createEntriesBySecret({
    sets,
    range,
    secretsOf(entry) {
      asked++;
      return numbers[entry]!;
    },
  });
  function expected(tree: number, secret: number): number[] {
    const { start, end } = range(tree);
    return [...members.keys()].filter(
      (entry) => entry >= start && entry < end && members[entry]!.includes(secret),
    );
  }
  return { entriesOf, expected, asked: () => asked };
}

it('tells the entries of each secret, in narrow and wide trees, first and later', () => {
  const { entriesOf, expected } = ground([10, 3000, 65]);
  for (let secret = 0; secret < secretCount; secret++) {
    for (const tree of [0, 1, 2]) {
      expect(Array.from(entriesOf(tree, secret))).toEqual(expected(tree, secret));
    }
  }
});

it('looks at the entries of a wide tree a few times, however many secrets are looked for', () => {
  const { entriesOf, asked } = ground([3000]);
  for (let secret = 0; secret < secretCount; secret++) entriesOf(0, secret);
  expect(asked()).toBeLessThan(15 * 3000);
});
