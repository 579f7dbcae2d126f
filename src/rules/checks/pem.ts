// Private keys in text armour: PEM (RFC 7468), OpenSSH (PROTOCOL.key of openssh-portable), PGP (RFC 9580,
// section 6.2). A finding is a block with a body that parses as an unencrypted key.

/** Whether a block from BEGIN to END holds an unencrypted private key. Escapes, quotes, `+` and comment signs of the surrounding language may stand between its lines. */
export function isPlainPrivateKey(block: string): boolean {
  const begin = /-----BEGIN ([A-Z0-9 ]*)-----/u.exec(block);
  const end = /-----END ([A-Z0-9 ]*)-----/u.exec(block);
  if (begin === null || end === null || begin[1] !== end[1]) return false;
  const label = begin[1] ?? '';
  const inner = block.slice(begin.index + begin[0].length, end.index);
  if (!label.includes('PRIVATE KEY')) return false;
  if (label.includes('ENCRYPTED') || /ENCRYPTED|DEK-Info/u.test(inner)) return false;
  if (isTemplate(inner)) return false;
  const key = Buffer.from(base64Of(inner), 'base64');
  if (key.length < shortestKeyBytes) return false;
  if (label.startsWith('PGP')) return isPgpSecretKey(key);
  return isPlainOpenSsh(key) || isDerKey(key);
}

/** Whether base 64 holds an armoured, unencrypted private key, as Kubernetes secrets and CI variables do. Its end may have been cut off. */
export function isEncodedPrivateKey(value: string): boolean {
  const block = Buffer.from(value.replace(/(?<!\\)\\+n/gu, ''), 'base64').toString('latin1');
  const begin = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/u.exec(block);
  if (begin === null || begin[0].includes('ENCRYPTED')) return false;
  const inner = block.slice(begin[0].length, begin[0].length + 200);
  return inner.length >= 100 && !/ENCRYPTED|DEK-Info/u.test(inner) && !isTemplate(inner);
}

/** Whether base 64 holds a private key in DER (PKCS#1, PKCS#8, SEC 1) and no certificate or public key. */
export function isDerPrivateKey(value: string): boolean {
  const key = Buffer.from(value, 'base64');
  const start = derContentStart(key);
  return start !== undefined && key[start] === 0x02 && key[start + 1] === 1;
}

/** Whether a PuTTY key file (version 2 or 3) stores its private part without a passphrase. */
export function isPlainPuttyKey(block: string): boolean {
  return /Encryption:\s*none/iu.test(block) && /Private-Lines:\s*[1-9]/u.test(block);
}

// A bare Ed25519 key (RFC 8410) takes 48 bytes; examples are often cut after the first line.
const shortestKeyBytes = 24;
const openSshMagic = 'openssh-key-v1\0';

function isTemplate(inner: string): boolean {
  return /\.{3}|…|\*{3}|x{6,}|\$\{|\{\{|<[A-Za-z_ -]+>|(?:\\n|\s)\[[A-Za-z ]+\]/iu.test(inner);
}

// Drops headers ("Version: …", "Comment: …"), escaped line ends and what a language puts around lines.
function base64Of(inner: string): string {
  return (
    inner
      .replace(/(?<!\\)\\+[nrt]/gu, '\n')
      // "…" + "…": a plus sign between literals is no base 64.
      .replace(/["'`]\s*[+.&]\s*/gu, '\n')
      .replace(/^[^\n]*[A-Za-z]: [^\n]*$/gmu, '')
      .replace(/^=[A-Za-z0-9+/]{4}\s*$/gmu, '')
      .replace(/[^A-Za-z0-9+/]/gu, '')
  );
}

// DER: SEQUENCE of at least this size, first member an INTEGER (PKCS#1, SEC 1, PKCS#8) or a SEQUENCE
// (PKCS#8 wrapped or a certificate pasted under the wrong label). The end may have been cut off.
function isDerKey(key: Buffer): boolean {
  const start = derContentStart(key);
  return start !== undefined && (key[start] === 0x02 || key[start] === 0x30);
}

// Offset of the first member of a SEQUENCE; undefined where it is none.
function derContentStart(key: Buffer): number | undefined {
  const length = key[1] ?? 0;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return key[0] === 0x30 && length !== 0x80 && start <= 5 ? start : undefined;
}

function isPlainOpenSsh(key: Buffer): boolean {
  if (key.subarray(0, openSshMagic.length).toString('latin1') !== openSshMagic) return false;
  const at = openSshMagic.length;
  if (key.length < at + 8) return false;
  const cipherLength = key.readUInt32BE(at);
  return key.subarray(at + 4, at + 4 + cipherLength).toString('latin1') === 'none';
}

// Packet tags 5 (secret key) and 7 (secret subkey), old and new framing. A passphrase-protected key says
// so behind its public part, which is not parsed: most exports without one start the same way.
function isPgpSecretKey(key: Buffer): boolean {
  const tag = key[0] ?? 0;
  const type = (tag & 0x40) === 0 ? (tag >> 2) & 0x0f : tag & 0x3f;
  return (tag & 0x80) !== 0 && (type === 5 || type === 7);
}
