// Contents in UTF-16, with a byte order mark or without: read as UTF-8, offsets mapped back to the bytes
// as stored. (RFC 2781; PowerShell and Visual Studio write such files.)

export interface RecodedContent {
  /** The text in UTF-8, without its byte order mark. */
  readonly utf8: Uint8Array;
  /** Offset in the stored bytes for an offset in `utf8`; quick where the offsets asked for lie near each other. */
  storedOffset(offset: number): number;
}

/** The content as UTF-8 when it is UTF-16; undefined when it is not. Decides by the first 512 bytes. */
export function decodeUtf16(bytes: Uint8Array): RecodedContent | undefined {
  const order = byteOrderOf(bytes);
  if (order === undefined) return undefined;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1);
  const littleEndian = order.isLittle ? content : Buffer.from(content).swap16();
  const text = littleEndian.toString('utf16le', order.markBytes);
  const utf8 = Buffer.from(text, 'utf8');
  return {
    utf8,
    storedOffset: storedOffsets(utf8, order.markBytes),
  };
}

// Goes on from the offset that was asked for last: thousands of matches come one after the other.
function storedOffsets(utf8: Uint8Array, markBytes: number): (offset: number) => number {
  let at = 0;
  let units = 0;
  return (offset) => {
    let start = Math.min(offset, utf8.length);
    while (start > 0 && start < utf8.length && (utf8[start]! & 0xc0) === 0x80) start--;
    for (; at < start; at++) units += unitsOf(utf8[at]!);
    while (at > start) units -= unitsOf(utf8[--at]!);
    // Within a character: behind it.
    return markBytes + 2 * (units + Number(offset > start && start < utf8.length));
  };
}

/** Code units of UTF-16 that a byte of UTF-8 brings: those of its character for the first one, else none. */
function unitsOf(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0;
  return byte >= 0xf0 ? 2 : 1;
}

export interface ByteOrder {
  readonly isLittle: boolean;
  readonly markBytes: number;
}

/** The byte order of UTF-16 by the first bytes of a content, 512 or all; undefined when it is something else. */
export function byteOrderOf(bytes: Uint8Array): ByteOrder | undefined {
  const first = bytes[0];
  const second = bytes[1];
  if (first === undefined || second === undefined) return undefined;
  // FF FE 00 00 is UTF-32.
  if (first === 0xff && second === 0xfe && !(bytes[2] === 0 && bytes[3] === 0)) {
    return { isLittle: true, markBytes: 2 };
  }
  if (first === 0xfe && second === 0xff) return { isLittle: false, markBytes: 2 };
  if (first !== 0 && second !== 0) return undefined;
  return guessedOrder(bytes);
}

// Without a mark: nearly every second byte is zero and none of the others is.
function guessedOrder(bytes: Uint8Array): ByteOrder | undefined {
  const sample = Math.min(bytes.length, 512) & ~1;
  if (sample < 8) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < sample; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  const half = sample / 2;
  if (oddZeros > half * 0.9 && evenZeros === 0) return { isLittle: true, markBytes: 0 };
  if (evenZeros > half * 0.9 && oddZeros === 0) return { isLittle: false, markBytes: 0 };
  return undefined;
}
