import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Match } from '../../src/model/match.ts';
import {
  createSealer,
  fingerprintKey,
  fingerprintOf,
  secretIdOf,
} from '../../src/triage/fingerprint.ts';

function match(ruleId: string, value: string): Match {
  return {
    ruleId,
    value,
    startOffset: 4,
    endOffset: 9,
    line: 1,
    column: 5,
    endLine: 1,
    endColumn: 10,
    scores: [0, 0.9],
  };
}

test('A fingerprint is the start of an HMAC-SHA-256 over rule, NUL and secret', () => {
  const expected = createHmac('sha256', 'my key').update('aws-key\0geheim-ü').digest('hex');
  expect(fingerprintOf('my key', 'aws-key', 'geheim-ü')).toBe(expected.slice(0, 32));
});

test('Rule, secret and key each change the fingerprint; the secret’s id ignores the rule', () => {
  const hashes = [
    fingerprintOf('k', 'rule', 'value'),
    fingerprintOf('k', 'rule', 'value2'),
    fingerprintOf('k', 'rule2', 'value'),
    fingerprintOf('k2', 'rule', 'value'),
    secretIdOf('k', 'value'),
    secretIdOf('k2', 'value'),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/u);
});

test('Without a key of the user the built-in one serves, so that fingerprints stay the same', () => {
  expect(fingerprintKey('mine')).toBe('mine');
  expect(fingerprintKey('')).toBe(fingerprintKey(undefined));
  expect(fingerprintOf(fingerprintKey(undefined), 'rule', 'value')).toBe(
    createHmac('sha256', 'leaktrail.fingerprint/1')
      .update('rule\0value')
      .digest('hex')
      .slice(0, 32),
  );
});

test('A sealed match has hashes in place of its value, however small the cache', () => {
  for (const maxCached of [1, 1000]) {
    const seal = createSealer('k', maxCached);
    for (const [ruleId, value] of [
      ['a', 'one'],
      ['b', 'one'],
      ['a', 'two'],
      ['a', 'one'],
    ] as const) {
      const { value: _, ...rest } = match(ruleId, value);
      const sealed = seal({ ...match(ruleId, value), encoding: 'base64' });
      expect(sealed).toEqual({
        ...rest,
        secretId: secretIdOf('k', value),
        fingerprint: fingerprintOf('k', ruleId, value),
      });
      expect(JSON.stringify(sealed)).not.toContain(value);
    }
  }
});
