// A deterministic stream of random-looking text for examples: the same seed gives the same text on every
// machine, and no live-looking secret has to be stored anywhere.
import { createHash } from 'node:crypto';

export const alphabets = {
  digits: '0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  b32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  lowalnum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upalnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  alpha: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

export interface RandomSource {
  /** That many bytes. */
  bytes(count: number): Buffer;
  /** That many characters of an alphabet; the first and the last are never punctuation. */
  text(alphabet: string, length: number): string;
}

/** Starts a stream (SHA-256 in counter mode over the seed). */
export function randomSource(seed: string): RandomSource {
  let counter = 0;
  let pool = Buffer.alloc(0);
  const bytes = (count: number): Buffer => {
    while (pool.length < count) {
      pool = Buffer.concat([pool, createHash('sha256').update(`${seed}\0${counter++}`).digest()]);
    }
    const taken = pool.subarray(0, count);
    pool = pool.subarray(count);
    return taken;
  };
  const letter = (alphabet: string): string =>
    alphabet[bytes(2).readUInt16BE() % alphabet.length] ?? '';
  return {
    bytes,
    text(alphabet, length) {
      const inner = Array.from({ length }, () => letter(alphabet));
      const edge = Array.from(alphabet)
        .filter((character) => /[A-Za-z0-9]/u.test(character))
        .join('');
      if (length > 0) inner[0] = letter(edge);
      if (length > 1) inner[length - 1] = letter(edge);
      return inner.join('');
    },
  };
}
