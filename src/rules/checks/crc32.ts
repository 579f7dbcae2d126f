// CRC-32 and the base-62 form in which GitHub and npm append it to their tokens: the last six characters
// are the checksum of what lies between the prefix and them.
// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/

/** The six base-62 digits that close a token whose random part is `body`. */
export function base62Crc32(body: string): string {
  let rest = crc32(Buffer.from(body, 'latin1'));
  let digits = '';
  while (rest > 0) {
    digits = (base62Digits[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits.padStart(6, '0');
}

/** Whether the last six characters of `prefix_body` are the checksum of the rest of the body. */
export function hasBase62Crc32(token: string): boolean {
  const body = token.slice(token.lastIndexOf('_') + 1);
  return body.length > 6 && base62Crc32(body.slice(0, -6)) === body.slice(-6);
}

/** CRC-32 of IEEE 802.3 (RFC 1952, section 8), unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const base62Digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
