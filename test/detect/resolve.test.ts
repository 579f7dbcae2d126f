import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolve, type RawMatch } from '../../src/detect/resolve.ts';

function match(
  ruleId: string,
  startOffset: number,
  endOffset: number,
  specificity = 50,
  score = 0.9,
): RawMatch {
  return { ruleId, startOffset, endOffset, value: 'x', scores: [score], specificity };
}

describe('resolve', () => {
  test('keeps the most specific of two rules over the same bytes', () => {
    const kept = resolve([match('generic-token', 4, 44, 30), match('github-token', 4, 44, 80)]);
    expect(kept.map(({ ruleId }) => ruleId)).toEqual(['github-token']);
  });

  test('keeps the more specific one even where the other is longer', () => {
    expect(resolve([match('generic', 0, 100, 30), match('provider', 20, 40, 80)])).toEqual([
      match('provider', 20, 40, 80),
    ]);
  });

  test('keeps the better scored, then the longer, then the first rule by id', () => {
    expect(resolve([match('a', 0, 5, 50, 0.5), match('b', 2, 6, 50, 0.9)])[0]?.ruleId).toBe('b');
    expect(resolve([match('a', 0, 5), match('b', 0, 8)])[0]?.ruleId).toBe('b');
    expect(resolve([match('b', 0, 5), match('a', 0, 5)])[0]?.ruleId).toBe('a');
  });

  test('keeps matches that only touch, sorted by place', () => {
    const kept = resolve([match('a', 10, 20), match('b', 0, 10), match('c', 20, 21)]);
    expect(kept.map(({ startOffset }) => startOffset)).toEqual([0, 10, 20]);
  });

  test('lets the matches of own rules keep those of others company, which stand as if without them', () => {
    const own = new Set(['own', 'other']);
    const names = (list: readonly RawMatch[]): string[] =>
      resolve(list, own).map(({ ruleId }) => ruleId);
    const wide = match('own', 0, 60, 100);
    expect(names([match('github', 4, 44, 80), match('generic', 2, 50, 30), wide])).toEqual([
      'own',
      'github',
    ]);
    expect(names([match('github', 4, 44, 80), match('own', 4, 44, 60)])).toEqual(['github']);
    expect(names([wide, match('other', 4, 44, 90)])).toEqual(['own']);
    expect(names([match('own', 4, 44, 100, 0), match('github', 4, 44, 80)])).toEqual(['github']);
  });

  test('gives the same whatever the order of the list', () => {
    const list = [
      match('a', 0, 9),
      match('b', 5, 12, 60),
      match('c', 11, 15),
      match('d', 14, 20),
      match('d', 14, 20),
    ];
    const forward = resolve(list);
    expect(resolve(list.toReversed())).toEqual(forward);
    const own = new Set(['b']);
    expect(resolve(list.toReversed(), own)).toEqual(resolve(list, own));
    expect(forward.map(({ ruleId }) => ruleId)).toEqual(['b', 'd']);
  });

  test('keeps, whatever overlaps, each match that none before it overlaps', () => {
    const one = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (list) => {
        const all = list.map(([start, length, worth], i) =>
          match(`rule-${String(i).padStart(2, '0')}`, start, start + length, worth),
        );
        const best = all.toSorted(
          (a, b) =>
            b.specificity - a.specificity ||
            b.endOffset - b.startOffset - (a.endOffset - a.startOffset) ||
            a.startOffset - b.startOffset ||
            (a.ruleId < b.ruleId ? -1 : 1),
        );
        const kept: RawMatch[] = [];
        for (const each of best) {
          const isFree = kept.every(
            (other) => other.endOffset <= each.startOffset || each.endOffset <= other.startOffset,
          );
          if (isFree) kept.push(each);
        }
        expect(resolve(all)).toEqual(kept.toSorted((a, b) => a.startOffset - b.startOffset));
      }),
    );
  });
});
