import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, redactSecret } from '../../src/report/redact.ts';
import { createRedactor } from '../../src/report/redactor.ts';
import { madeUp } from './sampleReport.ts';

const token = `${'gh'}p_${madeUp(1, 36)}`;
const shown = redactSecret(token);

describe('createRedactor', () => {
  it.each([
    ['by itself', token, shown],
    ['in a sentence', `use ${token} until Friday`, `use ${shown} until Friday`],
    ['inside a word', `xx${token}yy`, `xx${shown}yy`],
    ['twice', `${token}${token}`, `${shown}${shown}`],
    ['not at all', 'nothing to see', 'nothing to see'],
    ['cut off', token.slice(0, -1), redactSecret(token.slice(0, -1))],
  ])('masks a secret that stands in a text %s', (_place, text, expected) => {
    const redactor = createRedactor([token]);
    expect(redactor.text(text)).toBe(expected);
    expect(redactor.name(text)).toBe(expected);
  });

  it('takes the longest of the secrets that begin at a place', () => {
    const redactor = createRedactor(['hunter22', 'hunter22-and-more']);
    expect(redactor.text('hunter22-and-more hunter22')).toBe(
      `${redactSecret('hunter22-and-more')} ${mask}`,
    );
  });

  it('leaves no rest where secrets overlap', () => {
    const redactor = createRedactor(['abc-123-def', 'def-456-ghi']);
    expect(redactor.text('<abc-123-def-456-ghi>')).toBe(`<${mask}>`);
  });

  it.each([
    ['an apostrophe as in a URL', "it's a p@ss w0rd", "it's%20a%20p%40ss%20w0rd"],
    ['a quote as in JSON or a quoted path', 'say "friend" 1', 'say \\"friend\\" 1'],
    ['spaces around it', '  padded-v4lue ', 'padded-v4lue'],
  ])('finds a secret with %s', (_form, secret, stored) => {
    expect(createRedactor([secret]).text(`x ${stored} y`)).toBe(`x ${redactSecret(secret)} y`);
  });

  it('masks each line of a private key, but not its header', () => {
    const line = madeUp(2, 64);
    const key = `${'-----BEGIN'} RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${line}\n${'-----END'} RSA PRIVATE KEY-----`;
    const redactor = createRedactor([key]);
    expect(redactor.text(`add ${line}`)).toBe(`add ${mask}`);
    expect(redactor.text(key)).toBe(redactSecret(key));
    const header = `a ${'-----END'} RSA PRIVATE KEY----- and Proc-Type: 4,ENCRYPTED`;
    expect(redactor.text(header)).toBe(header);
  });

  it.each([
    ['abc', 'abc everywhere: abcdef'],
    ['', 'nothing'],
    ['12', '12/12/2012'],
  ])('does not seek %j, which is too short', (secret, text) => {
    expect(createRedactor([secret]).text(text)).toBe(text);
  });

  it('masks a plain word in what people wrote where it stands alone, and never in names', () => {
    const redactor = createRedactor(['guest', '123456', 'Admin']);
    expect(redactor.text('log in as guest/123456')).toBe(`log in as ${mask}/${mask}`);
    expect(redactor.text('guests of Administration')).toBe('guests of Administration');
    expect(redactor.name('docs/guest/123456.txt')).toBe('docs/guest/123456.txt');
  });

  it('masks mixed values in names from four characters on', () => {
    expect(createRedactor(['a1B!']).name('keys/a1B!.txt')).toBe(`keys/${mask}.txt`);
  });

  it('leaves no secret of eight characters or more in any text', () => {
    const secrets = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 30 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(secrets, fc.array(fc.nat(7), { maxLength: 6 }), (values, order) => {
        const strong = values.filter(
          (value) => !/^(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]+|.*\*.*)$/u.test(value),
        );
        const text = order.map((index) => values[index % values.length] ?? '').join('/');
        const result = createRedactor(strong).text(text);
        for (const value of strong) expect(result).not.toContain(value);
      }),
    );
  });

  it('masks long texts with thousands of secrets of one provider in little time', () => {
    const secrets = Array.from({ length: 5000 }, (_, index) => `${'gh'}p_${madeUp(index + 1, 36)}`);
    const redactor = createRedactor(secrets);
    const text = secrets.join(' between ') + ' ghp_'.repeat(100_000);
    const start = performance.now();
    const result = redactor.text(text);
    // Seen: 60 ms. One search for each secret would take minutes.
    expect(performance.now() - start).toBeLessThan(5000);
    expect(secrets.some((secret) => result.includes(secret))).toBe(false);
  });
});
