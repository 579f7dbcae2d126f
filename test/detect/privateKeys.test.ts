// The same private key, however a file holds it, is one secret: one value for its fingerprint.
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const detector = createDetector(loadRules());
const drawn = (label: string): string => expandTemplate(`<pem:${label}>`, 'one key');
const pem = drawn('PRIVATE KEY');
const pgp = drawn('PGP PRIVATE KEY BLOCK');
const ssh = drawn('OPENSSH PRIVATE KEY');
const putty = expandTemplate(
  'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n<base64:64>\nPrivate-Lines: 1\n<base64:64>\nPrivate-MAC: <hex:40>',
  'one key',
);

const indented = (text: string, indent: string): string => text.replace(/^/gmu, indent);
const lines = (write: (line: string) => string, joint: string): string =>
  pem.split('\n').map(write).join(joint);
const inJson = JSON.stringify({ private_key: `${pem}\n` });

describe('a private key has one value', () => {
  test.each<[string, string, string, string | undefined]>([
    ['in a file of its own', `${pem}\n`, pem, undefined],
    ['with CR LF', pem.replaceAll('\n', '\r\n'), pem, undefined],
    ['indented', `key: |\n${indented(pem, '    ')}\n`, pem, undefined],
    ['behind comment signs', indented(pem, '# '), pem, undefined],
    ['behind slashes', indented(pem, '// '), pem, undefined],
    ['in a JSON string', inJson, pem, 'json-escape'],
    [
      'in a JSON string, with CR LF',
      JSON.stringify({ k: pem.replaceAll('\n', '\r\n') }),
      pem,
      'json-escape',
    ],
    ['in JSON in JSON', JSON.stringify({ a: inJson }), pem, 'json-escape'],
    ['in JSON with escaped slashes', inJson.replaceAll('/', '\\/'), pem, 'json-escape'],
    [
      'in JSON with unicode escapes',
      inJson.replaceAll('+', '\\u002b').replaceAll('=', '\\u003d'),
      pem,
      'unicode-escape',
    ],
    ['in a variable', `PRIVATE_KEY="${pem.replaceAll('\n', '\\n')}"`, pem, 'json-escape'],
    ['with spaces for line ends', `PRIVATE_KEY="${pem.replaceAll('\n', ' ')}"`, pem, undefined],
    ['in added literals', lines((line) => `"${line}\\n"`, ' +\n  '), pem, 'joined'],
    ['in literals side by side', lines((line) => `"${line}\\n"`, '\n  '), pem, 'joined'],
    ['in a list', `[${lines((line) => `"${line}"`, ',\n  ')}]`, pem, 'joined'],
    ['in XML', `<k>${pem.replaceAll('\n', '&#10;')}</k>`, pem, 'html-entity'],
    ['in a URL', `https://x.example/?k=${encodeURIComponent(pem)}`, pem, 'percent'],
    ['in base64', `k: ${Buffer.from(`${pem}\n`).toString('base64')}`, pem, 'base64'],
    ['in UTF-16', `\ufeff${pem}\n`, pem, 'utf-16'],
    ['of OpenSSH', `"${ssh.replaceAll('\n', '\\n')}"`, ssh, 'json-escape'],
    ['of PGP', pgp, pgp, undefined],
    ['of PGP, with CR LF', pgp.replaceAll('\n', '\r\n'), pgp, undefined],
    ['of PGP, indented', indented(pgp, '   '), pgp, undefined],
    ['of PGP, in JSON', JSON.stringify({ k: pgp }), pgp, 'json-escape'],
    ['of PuTTY, with CR LF', putty.replaceAll('\n', '\r\n'), putty, undefined],
  ])('%s', (title, text, value, encoding) => {
    const content = title === 'in UTF-16' ? Buffer.from(text, 'utf16le') : Buffer.from(text);
    const matches = detector.scan(content);
    expect(matches.map((match) => [match.value, match.encoding])).toEqual([[value, encoding]]);
  });

  test('at its place as stored', () => {
    const [match] = detector.scan(Buffer.from(inJson));
    const start = inJson.indexOf('-----BEGIN');
    expect(match).toMatchObject({ startOffset: start, endOffset: inJson.lastIndexOf('-----') + 5 });
  });

  test('in the file of a service account, under its own rule', () => {
    const account = { type: 'service_account', private_key_id: 'x', private_key: `${pem}\n` };
    expect(detector.scan(Buffer.from(JSON.stringify(account, null, 2)))).toMatchObject([
      { ruleId: 'google-service-account-key', value: pem, encoding: 'json-escape', line: 4 },
    ]);
  });
});
