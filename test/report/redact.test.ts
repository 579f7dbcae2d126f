import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, redactSecret } from '../../src/report/redact.ts';
import { madeUp } from './sampleReport.ts';

const body = (length: number): string => madeUp(5, length);

describe('redactSecret', () => {
  it.each([
    ['an empty value', '', mask],
    ['a short password', 'hunter2', mask],
    ['a value of fifteen characters', body(15), mask],
    ['a value of sixteen', 'ABcdefghijklmnYZ', `AB${mask}YZ`],
    ['a long value without prefix', `WXYZ${body(40)}abcd`, `WXYZ${mask}abcd`],
    ['a GitHub token', `${'gh'}p_${body(32)}zzzz`, `ghp_${mask}zzzz`],
    ['a fine-grained GitHub token', `github${'_pat_'}${body(78)}zzzz`, `github_pat_${mask}zzzz`],
    ['an OpenAI project key', `sk-${'proj-'}${body(44)}zzzz`, `sk-proj-${mask}zzzz`],
    ['an AWS access key id', `AK${'IA'}ABCDEFGHIJKLMNOP`, `AKIA${mask}P`],
    [
      'a prefix that is more than a quarter',
      `github${'_pat_'}${body(12)}`,
      `gi${mask}${body(12).slice(-3)}`,
    ],
    [
      'a private key',
      `${'-----BEGIN'} EC PRIVATE KEY-----\n${body(160)}`,
      `-----BEGIN EC PRIVATE KEY-----${mask}`,
    ],
    [
      'a private key too short for its header',
      `${'-----BEGIN'} EC PRIVATE KEY-----\n${body(9)}`,
      mask,
    ],
    ['a value that ends in a line break', `ABCD${body(30)}\n`, mask],
    ['characters outside the basic plane', '🔑'.repeat(16), `🔑🔑${mask}🔑🔑`],
  ])('redacts %s', (_name, value, expected) => {
    expect(redactSecret(value)).toBe(expected);
  });

  it('never shows more than a quarter of a secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        const shown = Array.from(redactSecret(value)).length - mask.length;
        expect(shown).toBeLessThanOrEqual(Array.from(value).length / 4);
      }),
    );
  });
});
