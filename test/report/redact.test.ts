import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideLogins, hideTokens, mask, redactSecret } from '../../src/report/redact.ts';
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

describe('hideTokens and hideLogins', () => {
  const token = ['gh', 'p_', madeUp(7, 32), '9zzz'].join('');
  const hidden = `ghp_${mask}9zzz`;

  it.each([
    ['a token', token, hidden],
    [
      'one within a path',
      `no file src/d-${token}/${token}.py`,
      `no file src/d-${hidden}/${hidden}.py`,
    ],
    [
      'a password in a URL',
      `https://me:hunter@example.com/a:b@c`,
      `https://me:${mask}@example.com/a:b@c`,
    ],
    ['a token in a URL', `https://${token}@example.com`, `https://${hidden}@example.com`],
  ])('hides %s', (_name, text, expected) => expect(hideTokens(hideLogins(text))).toBe(expected));

  it.each([
    'npm_config_registry_cache_v2',
    'src/risk-assessment-of-2024/key-rotation-helpers-v2.py',
    'docs/sk-learn-notes.md',
    'http://localhost:8080/a@b',
    `refs/heads/${'0123456789abcdef'.repeat(2)}`,
  ])('leaves %s as it is', (text) => expect(hideTokens(hideLogins(text))).toBe(text));

  it('takes time in proportion to the text', () => {
    const timeOf = (length: number): number => {
      const started = process.cpuUsage();
      hideTokens(hideLogins('sk-a://x:'.repeat(length)));
      return process.cpuUsage(started).user + 1000;
    };
    timeOf(1000);
    expect(timeOf(80_000)).toBeLessThan(20 * timeOf(20_000));
  });
});
