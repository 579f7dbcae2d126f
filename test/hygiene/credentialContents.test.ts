import { expect, test } from 'vitest';
import { holdsCredentials } from '../../src/hygiene/credentialContents.ts';

const token = ['npm', 'x'.repeat(36)].join('_');
const pem = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;

const serviceAccount = (type: string, key: string): string =>
  JSON.stringify({ type, private_key: key }, null, 2);
const encoded = Buffer.from('secret').toString('base64');

const cases: readonly (readonly [string, string, string, boolean])[] = [
  ['a token', '.npmrc', `registry=https://host/\n//host/:_authToken=${token}\n`, true],
  ['a token in quotes', 'a/.npmrc', `//host/:_authToken = "${token}"\r\n`, true],
  ['a login', '.npmrc', `//host/:_password=${encoded}\n`, true],
  ['an old token', '.npmrc', `_auth=${encoded}\n`, true],
  ['a variable', '.npmrc', '//host/:_authToken=${NPM_TOKEN}\n', false],
  ['a comment', '.npmrc', `# //host/:_authToken=${token}\n`, false],
  ['no value', '.npmrc', '//host/:_authToken=\n', false],
  ['other settings', '.npmrc', 'save-exact=true\n', false],
  ['a private key', 'server.pem', pem('PRIVATE KEY'), true],
  [
    'an RSA key after a certificate',
    'server.pem',
    pem('CERTIFICATE') + pem('RSA PRIVATE KEY'),
    true,
  ],
  ['an OpenSSH key', 'deploy.key', pem('OPENSSH PRIVATE KEY'), true],
  ['an encrypted key', 'deploy.key', pem('ENCRYPTED PRIVATE KEY'), true],
  ['a certificate', 'server.pem', pem('CERTIFICATE'), false],
  ['a public key', 'server.key', pem('PUBLIC KEY'), false],
  [
    'a service account',
    'deploy-key.json',
    serviceAccount('service_account', pem('PRIVATE KEY')),
    true,
  ],
  [
    'a service account without a key',
    'deploy-key.json',
    serviceAccount('service_account', ''),
    false,
  ],
  ['a user', 'credentials.json', serviceAccount('authorized_user', pem('PRIVATE KEY')), false],
  ['an example', '.env.example', `A=${token}\n`, false],
];

test.each(cases)('%s in %s', (_title, path, contents, expected) => {
  expect(holdsCredentials(path, Buffer.from(contents))).toBe(expected);
});
