// Made-up private keys in PEM armour for example templates: the structure is right, the numbers are random.
import type { RandomSource } from './randomText.ts';

/**
 * A block with the given label (`RSA PRIVATE KEY`, `EC PRIVATE KEY`, `PRIVATE KEY`, `DSA PRIVATE KEY`,
 * `OPENSSH PRIVATE KEY`, `PGP PRIVATE KEY BLOCK`, `ENCRYPTED PRIVATE KEY`), lines of 64, no line end after END.
 */
export function examplePem(label: string, source: RandomSource): string {
  const body = exampleDer(label, source)
    .toString('base64')
    .replace(/.{64}(?=.)/gu, '$&\n');
  const header = label.startsWith('PGP') ? '\n' : '';
  return `-----BEGIN ${label}-----\n${header}${body}\n-----END ${label}-----`;
}

/** The bytes inside such a block. */
export function exampleDer(label: string, source: RandomSource): Buffer {
  if (label.startsWith('OPENSSH')) return openSshKey(source);
  // Old packet framing, tag 5, two-byte length (RFC 9580, section 4.2).
  if (label.startsWith('PGP'))
    return Buffer.concat([Buffer.from([0x95, 0x01, 0x2c]), source.bytes(300)]);
  if (label.startsWith('EC'))
    return sequence(integer(Buffer.from([1])), der(0x04, source.bytes(32)));
  if (label.startsWith('RSA')) return rsaKey(source);
  if (label.startsWith('DSA')) {
    return sequence(
      integer(Buffer.from([0])),
      ...[128, 20, 128, 20].map((size) => integer(source.bytes(size))),
    );
  }
  // PKCS#8 (RFC 5958); an encrypted one starts with its algorithm instead of a version.
  const algorithm = sequence(
    der(0x06, Buffer.from('2a864886f70d010101', 'hex')),
    der(0x05, Buffer.alloc(0)),
  );
  return label.startsWith('ENCRYPTED')
    ? sequence(algorithm, der(0x04, source.bytes(160)))
    : sequence(integer(Buffer.from([0])), algorithm, der(0x04, rsaKey(source)));
}

// RFC 8017, appendix A.1.2: version, modulus, exponents, primes, coefficients.
function rsaKey(source: RandomSource): Buffer {
  return sequence(
    integer(Buffer.from([0])),
    integer(source.bytes(128)),
    integer(Buffer.from([1, 0, 1])),
    ...[128, 64, 64, 64, 64, 64].map((size) => integer(source.bytes(size))),
  );
}

function openSshKey(source: RandomSource): Buffer {
  const text = (value: string | Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, Buffer.from(value)]);
  };
  const count = Buffer.from([0, 0, 0, 1]);
  const publicKey = Buffer.concat([text('ssh-ed25519'), text(source.bytes(32))]);
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(text),
    count,
    text(publicKey),
    text(source.bytes(144)),
  ]);
}

function sequence(...members: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(members));
}

function integer(bytes: Buffer): Buffer {
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return der(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

// X.690, section 8.1: tag, length, contents.
function der(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), contents]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), contents]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), contents]);
}
