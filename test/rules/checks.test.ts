// The structural checks, a line a case.
import { describe, expect, it } from 'vitest';
import { awsAccountOf } from '../../src/rules/checks/aws.ts';
import { base62Crc32, crc32 } from '../../src/rules/checks/crc32.ts';
import { checkNamed, checkNames } from '../../src/rules/checks/table.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

function passes(check: string, value: string, groups: Record<string, string> = {}): boolean {
  const found = checkNamed(check);
  if (found === undefined) throw new Error(`no check ${check}`);
  return found(value, { groups });
}

const filled = (template: string): string => expandTemplate(template, 'checks');
const jwt = (header: object, payload: object, signature = 'x'.repeat(43)): string =>
  [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(signature)
    .join('.');

describe('the table of checks', () => {
  it('lists its names sorted and knows no inherited ones', () => {
    expect(checkNames).toEqual(checkNames.toSorted());
    expect(checkNamed('toString')).toBeUndefined();
  });
});

describe('crc32-base62', () => {
  it('computes CRC-32 as RFC 1952 does', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(base62Crc32('123456789')).toHaveLength(6);
  });

  it.each([
    [filled('<crc32:ghp_>'), true],
    [filled('<crc32:npm_>'), true],
    [filled('<crc32:ghp_>').replace(/.$/u, (last) => (last === 'a' ? 'b' : 'a')), false],
    [filled('ghp_<alnum:36>'), false],
    ['ghp_', false],
  ])('%s: %s', (value, expected) => {
    expect(passes('crc32-base62', value)).toBe(expected);
  });
});

describe('jwt', () => {
  const payload = { sub: 'service', iat: 1_700_000_000 };

  it.each([
    ['a signed token', jwt({ alg: 'RS256' }, payload), true],
    ['alg none', jwt({ alg: 'none' }, payload), false],
    ['no alg', jwt({ typ: 'JWT' }, payload), false],
    ['no signature', jwt({ alg: 'HS256' }, payload, ''), false],
    ['the subject of every tutorial', jwt({ alg: 'HS256' }, { sub: '1234567890' }), false],
    ['John Doe', jwt({ alg: 'HS256' }, { name: 'John Doe', iat: 1 }), false],
    ['the expiry of RFC 7519', jwt({ alg: 'HS256' }, { exp: 1_300_819_380 }), false],
    ['a later expiry', jwt({ alg: 'HS256' }, { exp: 1_500_000_000 }), true],
    ['no JSON', 'eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.c2lnbmF0dXJlc2lnbmF0dXJl', false],
    ['two parts', 'eyJhbGciOiJIUzI1NiJ9.e30', false],
  ])('%s', (_title, value, expected) => {
    expect(passes('jwt', value)).toBe(expected);
    expect(passes('encoded-jwt', Buffer.from(value).toString('base64'))).toBe(expected);
  });
});

describe('private-key', () => {
  const rsa = filled('<pem:RSA PRIVATE KEY>');
  const openSsh = filled('<pem:OPENSSH PRIVATE KEY>');
  const locked = Buffer.concat([
    Buffer.from('openssh-key-v1\0\0\0\0\u000aaes256-ctr\0\0\0\u0006bcrypt', 'latin1'),
    Buffer.alloc(100, 7),
  ]);

  it.each([
    ['RSA', rsa, true],
    ['RSA with CRLF and indentation', rsa.replaceAll('\n', '\r\n    '), true],
    ['RSA with escaped line ends', rsa.replaceAll('\n', '\\n'), true],
    ['RSA joined from literals', rsa.replaceAll('\n', '\\n" +\n  "'), true],
    ['RSA in a comment', rsa.replaceAll('\n', '\n# '), true],
    ['OpenSSH', openSsh, true],
    ['PGP', filled('<pem:PGP PRIVATE KEY BLOCK>'), true],
    ['PKCS#8', filled('<pem:PRIVATE KEY>'), true],
    ['encrypted PKCS#8', filled('<pem:ENCRYPTED PRIVATE KEY>'), false],
    [
      'encrypted OpenSSH',
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${locked.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`,
      false,
    ],
    [
      'a legacy encryption header',
      rsa.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n'),
      false,
    ],
    ['BEGIN and END of different kinds', rsa.replace('END RSA', 'END EC'), false],
    ['an empty block', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', false],
    ['dots', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----', false],
    [
      'text in base 64',
      `-----BEGIN PRIVATE KEY-----\n${Buffer.from('some text that is no key at all').toString('base64')}\n-----END PRIVATE KEY-----`,
      false,
    ],
    ['a certificate', rsa.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'), false],
  ])('%s', (_title, value, expected) => {
    expect(passes('private-key', value)).toBe(expected);
  });

  it('knows keys that were encoded once more and keys without armour', () => {
    expect(passes('encoded-private-key', filled('<pem64:EC PRIVATE KEY>'))).toBe(false);
    expect(passes('encoded-private-key', filled('<pem64:RSA PRIVATE KEY>'))).toBe(true);
    expect(passes('encoded-private-key', filled('<pem64:ENCRYPTED PRIVATE KEY>'))).toBe(false);
    expect(passes('der-private-key', filled('<der64:PRIVATE KEY>'))).toBe(true);
    expect(passes('der-private-key', `MIIBIjANBgkqhkiG9w0B${'AQEFAAOCAQ8A'}`)).toBe(false);
  });
});

describe('aws-key-id', () => {
  it('reads the account out of a key id', () => {
    // The example of the article that described the encoding.
    expect(awsAccountOf(['ASIAQNZGKIQY', '56JQ7WML'].join(''))).toBe('029608264753');
    expect(awsAccountOf('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
  });

  it.each([
    [filled('<aws-key-id:AKIA>'), true],
    ['AKIAIOSFODNN7EXAMPLE', false],
    // An account number of more than twelve digits.
    ['AKIA7777777777777777', false],
  ])('%s: %s', (value, expected) => {
    expect(passes('aws-key-id', value)).toBe(expected);
  });
});

describe('aws-secret-key', () => {
  it.each([
    [filled('<base64:40>'), true],
    [filled('<hex:40>'), false],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', false],
    ['usr/lib/node_modules/npm/lib/Utils/a/b1c', false],
  ])('%s: %s', (value, expected) => {
    expect(passes('aws-secret-key', value)).toBe(expected);
  });
});

describe('placeholders', () => {
  it.each([
    'xxxxxxxxxxxxxxxx',
    '****************',
    'your-api-key-here',
    'EXAMPLEKEY1a2b3c',
    '${SECRET}',
    '{{ secret }}',
    '<token>',
    '$TOKEN',
    'process.env.KEY',
    'aaaaaaaaaaaaaaaa',
    'changeme',
    'REDACTED',
  ])('not-masked turns down %j', (value) => {
    expect(passes('not-masked', value)).toBe(false);
    expect(passes('not-placeholder', value)).toBe(false);
  });

  it.each(['0123456789abcdef', 'abcdefghijklmnop', '12345678', 'qwertyuiop12'])(
    'not-placeholder turns down the sequence %j, not-masked does not',
    (value) => {
      expect(passes('not-placeholder', value)).toBe(false);
      expect(passes('not-masked', value)).toBe(true);
    },
  );

  it.each(['k3y7Qp0z9LmB2vXw', 'tr0ub4dor', filled('<hex:40>')])('both pass %j', (value) => {
    expect(passes('not-placeholder', value)).toBe(true);
  });
});

describe('no-hash-name', () => {
  it.each([
    ['_api_key = "', true],
    ['Token: ', true],
    ['_sha256 = "', false],
    ['_commit: ', false],
    ['_version = ', false],
    ['_public_key = ', false],
    ['_user_id: ', false],
    ['_share_key=', true],
  ])('%j: %s', (between, expected) => {
    expect(passes('no-hash-name', 'x', { between })).toBe(expected);
  });
});

describe('shapes', () => {
  it.each([
    ['random-token', 'a8f3k2m9q7w1x5z4', true],
    ['random-token', 'prod_index_2023', false],
    ['random-token', 'RemovedInDjango60Warning', false],
    ['random-token', 'abcdefghijklmnop', false],
    ['random-token', '4f9c2f5c-9aa0-4e52-8cc1-'.concat('0d6d4c3a1b20'), true],
    ['random-uuid', '00000000-0000-0000-0000-000000000000', false],
    ['random-uuid', '4f9c2f5c-9aa0-4e52-8cc1-'.concat('0d6d4c3a1b20'), true],
    ['base64-64-bytes', filled('<base64-bytes:64>'), true],
    ['base64-64-bytes', `${'A'.repeat(86)}==`, false],
    ['base64-64-bytes', filled('<base64-bytes:32>'), false],
    ['random-base64', filled('<base64-bytes:32>'), true],
    ['random-base64', 'AAAAAAAAAAAAAAAAAAAAAAAA', false],
    ['mixed', 'abc1', true],
    ['mixed', 'abcd', false],
    ['mixed-case', 'aB', true],
    ['mixed-case', 'ab', false],
    ['has-digit', 'a1', true],
    ['has-digit', 'ab', false],
    ['high-variety', 'sgp_5555555555555aaaa', false],
    ['high-variety', filled('sgp_<hex:40>'), true],
    [
      'service-account',
      `-----BEGIN PRIVATE KEY-----\\n${filled('<base64:64>')}\\n-----END PRIVATE KEY-----`,
      true,
    ],
    ['service-account', '-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----', false],
    ['putty-key', 'Encryption: none\nPrivate-Lines: 8', true],
    ['putty-key', 'Encryption: aes256-cbc\nPrivate-Lines: 8', false],
  ])('%s of %j: %s', (check, value, expected) => {
    expect(passes(check, value)).toBe(expected);
  });
});
