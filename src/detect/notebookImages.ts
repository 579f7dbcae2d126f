// Matches in the image data of a notebook are chance: among millions of base64 characters some look like a key.
import type { ByteRange } from './json.ts';

const backslash = 0x5c;

// What a string, or a list of strings, of base64 consists of in JSON (RFC 4648, section 4).
const base64Bytes = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=') {
  base64Bytes[character.charCodeAt(0)] = 1;
}
for (const character of '"[], \t\r\n') base64Bytes[character.charCodeAt(0)] = 1;

/**
 * The matches without those that lie within one of `images` (see `Notebook`), provided that it holds base64 and nothing
 * else. Both lists are ordered by their starts.
 */
export function outsideImages<Match extends ByteRange>(
  matches: readonly Match[],
  bytes: Buffer,
  images: readonly ByteRange[],
): readonly Match[] {
  if (images.length === 0 || matches.length === 0) return matches;
  let next = 0;
  let checked: ByteRange | undefined;
  let isChecked = false;
  return matches.filter(({ startOffset, endOffset }) => {
    while (next < images.length && images[next]!.endOffset <= startOffset) next++;
    const image = images[next];
    if (image === undefined || startOffset < image.startOffset || endOffset > image.endOffset) {
      return true;
    }
    if (image !== checked) {
      checked = image;
      isChecked = isBase64(bytes, image);
    }
    return !isChecked;
  });
}

function isBase64(bytes: Buffer, { startOffset, endOffset }: ByteRange): boolean {
  for (let offset = startOffset; offset < endOffset; offset++) {
    const byte = bytes[offset]!;
    if (base64Bytes[byte] === 1) continue;
    if (byte !== backslash) return false;
    // Line breaks, and the slash, which some writers escape.
    offset++;
    const escaped = bytes[offset];
    if (escaped !== 0x6e && escaped !== 0x72 && escaped !== 0x2f) return false;
  }
  return true;
}
