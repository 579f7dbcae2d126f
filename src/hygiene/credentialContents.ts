// Whether the contents of a file whose name may mean anything make it a .env-like one: a token in `.npmrc`, a
// private key in `*.pem` or `*.key`, a service account in `*.json`. Finding secrets in earnest is the business of detect/.
import { baseName } from '../model/path.ts';

/** Only files that isEnvLikeByContent names are judged; of examples realExamples.ts tells. */
export function holdsCredentials(path: string, bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const name = baseName(path).toLowerCase();
  if (name === '.npmrc') return text.split('\n').some(isNpmToken);
  if (name.endsWith('.json')) return isServiceAccount(text);
  if (!/\.(?:pem|key)$/u.test(name)) return false;
  // RFC 7468 and its relatives: "-----BEGIN PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----".
  return /-----BEGIN (?:[A-Z0-9]+ ){0,2}PRIVATE KEY-----/u.test(text);
}

/** https://cloud.google.com/iam/docs/keys-create-delete */
function isServiceAccount(text: string): boolean {
  return (
    /"type"\s{0,9}:\s{0,9}"service_account"/u.test(text) &&
    /"private_key"\s{0,9}:\s{0,9}"-----BEGIN/u.test(text)
  );
}

/** npmrc(5): `//host/:_authToken=…`, `_auth=…`, `_password=…`; a `${VARIABLE}` in their place is what one should do. */
function isNpmToken(line: string): boolean {
  const [key = '', ...rest] = line.split('=');
  const value = rest
    .join('=')
    .trim()
    .replace(/^"(.*)"$/u, '$1');
  return (
    /(?:^|:)_(?:authToken|auth|password)$/u.test(key.trim()) &&
    !/^\s*[#;]/u.test(line) &&
    value !== '' &&
    !/^\$\{[^}]*\}$/u.test(value)
  );
}
