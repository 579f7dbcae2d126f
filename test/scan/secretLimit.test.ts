// How many secrets are told, and which are left out first.
import { describe, expect, it } from 'vitest';
import { secretLimit, secretsBeyond, tooManySecrets } from '../../src/scan/secretLimit.ts';

const giga = 2 ** 30;

describe('the limit', () => {
  it('is by Node alone where no --max-memory was asked for', () => {
    const { most, remedy } = secretLimit({}, 16 * 2 ** 20, 4 * giga);
    expect(most).toBeGreaterThan(300_000);
    expect(remedy).toContain('NODE_OPTIONS');
  });

  it('is by the room of a --max-memory, and grows with it', () => {
    const small = secretLimit({ maxMemoryBytes: giga / 2 }, undefined, 4 * giga);
    const large = secretLimit({ maxMemoryBytes: 2 * giga }, undefined, 4 * giga);
    expect(small.most).toBeGreaterThan(10_000);
    expect(large.most).toBeGreaterThan(4 * small.most);
    expect(small.remedy).toContain('--max-memory');
  });

  it('is never so low that ordinary findings are left out', () => {
    expect(secretLimit({ maxMemoryBytes: giga / 4 }, 0).most).toBe(1000);
  });

  it('is by Node where that has less', () => {
    const { most, remedy } = secretLimit({ maxMemoryBytes: 8 * giga }, undefined, giga);
    expect(most).toBeLessThan(100_000);
    expect(remedy).toContain('NODE_OPTIONS');
  });
});

describe('the secrets beyond it', () => {
  const match = (secretId: string, ...scores: number[]) => ({ secretId, scores });
  const lists = [
    [match('a', 0.9), match('b', 0.5), match('c', 0.6, 0.2)],
    [match('d', 0.6), match('b', 0, 0.95), match('e', 0.1)],
  ];
  const beyond = (most: number, leastScore: number): string[] => [
    ...secretsBeyond({ most, remedy: '' }, lists, leastScore),
  ];

  it('are those that score least, and of equal ones the later', () => {
    expect(beyond(5, 0.05)).toEqual([]);
    expect(beyond(4, 0.05)).toEqual(['e']);
    expect(beyond(3, 0.05)).toEqual(['d', 'e']);
    expect(beyond(1, 0.05)).toEqual(['a', 'c', 'd', 'e']);
  });

  it('are none of those that cannot count anyway', () => {
    expect(beyond(4, 0.5)).toEqual([]);
    expect(beyond(2, 0.5)).toEqual(['c', 'd']);
  });
});

it('is told with what would tell more', () => {
  expect(tooManySecrets({ most: 1000, remedy: 'a greater --max-memory' }, 200)).toEqual({
    kind: 'limit',
    message:
      '1200 secrets were found and 200 of them left out for want of memory: a greater --max-memory would tell more',
  });
});
