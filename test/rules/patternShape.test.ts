// Where keywords stand in a pattern, and whether one can be missed.
import { describe, expect, it } from 'vitest';
import { reachOf, shapeOf } from '../../src/rules/patternShape.ts';

describe('shapeOf', () => {
  it('measures from the first byte of the keyword', () => {
    const shape = shapeOf('(?:^|[^a-z])(?P<secret>ghp_[A-Za-z0-9]{36})(?:[^a-z]|$)', ['ghp_']);
    expect(shape).toEqual({
      reach: { before: 1, after: 41 },
      foreignKeywords: [],
      canMissKeywords: false,
    });
  });

  it('takes the widest placement of several keywords', () => {
    expect(shapeOf('x{0,5}(?:abc|longer)y{2}', ['abc', 'longer']).reach).toEqual({
      before: 5,
      after: 8,
    });
  });

  it('reads small classes and ignored case as letters', () => {
    const shape = shapeOf('(?i:dd[_-]?api)key', ['dd_api', 'dd-api', 'ddapi']);
    expect(shape.foreignKeywords).toEqual([]);
    expect(shape.canMissKeywords).toBe(false);
  });

  it('tells of a keyword that the pattern does not hold', () => {
    expect(shapeOf('gh[a-z]_x', ['ghp_']).foreignKeywords).toEqual(['ghp_']);
  });

  it('tells when a text without any keyword can match', () => {
    expect(shapeOf('(?:abc|xyz)1', ['abc']).canMissKeywords).toBe(true);
    expect(shapeOf('(?:abc)?1', ['abc']).canMissKeywords).toBe(true);
    expect(shapeOf('z?abc1|abcd', ['abc']).canMissKeywords).toBe(false);
  });

  it('sees that an endless repeat has no reach', () => {
    expect(shapeOf('a*abc', ['abc']).reach.before).toBe(Infinity);
  });
});

describe('reachOf', () => {
  it('measures optional letters one after the other in time', () => {
    expect(reachOf(`abcd${'a?'.repeat(1900)}`, ['abcd'])).toEqual({ before: 0, after: 1904 });
  });

  it('refuses what repeats make too large', () => {
    expect(() => reachOf(`abcd${'('.repeat(7)}a${'{16})'.repeat(7)}`, ['abcd'])).toThrow(
      'its repeats are too many to measure',
    );
  });
});
