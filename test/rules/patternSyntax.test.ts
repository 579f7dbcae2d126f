// Lengths and edges of RE2 patterns, a line a case.
import { describe, expect, it } from 'vitest';
import { edgeCharacters, parsePattern, widthOf } from '../../src/rules/patternSyntax.ts';

describe('widthOf', () => {
  it.each([
    ['', 0, 0],
    ['abc', 3, 3],
    ['^a$', 1, 1],
    ['a?b*', 0, Infinity],
    ['[a-z]{2,5}', 2, 5],
    ['[]a-]{3}', 3, 3],
    ['[^\\]x]', 1, 1],
    ['(?:ab|cde)+?', 2, Infinity],
    ['(?i)x(?-i:y){2}', 3, 3],
    ['(?P<secret>\\d{4}|\\w\\x2d[[:alpha:]])', 3, 4],
    ['\\bkey\\b', 3, 3],
    ['a{2,}', 2, Infinity],
    ['(?:){0,3}', 0, 0],
  ])('%j spans %d to %d characters', (source, min, max) => {
    expect(widthOf(parsePattern(source))).toEqual({ min, max });
  });
});

describe('edgeCharacters', () => {
  const edges = (source: string, edge: 'first' | 'last'): string =>
    Array.from(edgeCharacters(parsePattern(source), edge), (code) => String.fromCharCode(code))
      .toSorted()
      .join('');

  it('passes over what may be empty', () => {
    expect(edges('a?[bc]x=*', 'first')).toBe('abc');
    expect(edges('a[bc]x=*', 'last')).toBe('=x');
  });

  it('joins alternatives and folds case', () => {
    expect(edges('(?i:k1|l2)', 'first')).toBe('KLkl');
    expect(edges('a|b', 'last')).toBe('ab');
  });
});

describe('parsePattern', () => {
  it.each(['(', 'a)', '[ab', 'a\\', '(?=a)', '(?<!a)b', '[[:nope:]]', '\\p', 'a{3,2}'])(
    'refuses %j',
    (source) => {
      expect(() => parsePattern(source)).toThrow(SyntaxError);
    },
  );
});

it('refuses what is too long or too deep', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  expect(widthOf(parsePattern(nested(1000)))).toEqual({ min: 1, max: 1 });
  expect(() => parsePattern(nested(1001))).toThrow('more than 1000 groups');
  expect(() => parsePattern('a'.repeat(4097))).toThrow('longer than 4096 characters');
  // Groups beside each other are not within each other.
  expect(widthOf(parsePattern('(a)'.repeat(1200)))).toEqual({ min: 1200, max: 1200 });
});
