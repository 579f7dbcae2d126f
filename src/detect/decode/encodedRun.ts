// Text inside base64 (RFC 4648, both alphabets) and hexadecimal. A keyword that is encoded shows as one of
// three base64 texts, after the byte at which it starts modulo three, or as its hexadecimal digits; from
// there the whole run is read and decoded.
import { isUtf8 } from 'node:buffer';
import type { ValueEncoding } from '../../model/match.ts';
import type { EncodedKeyword } from './encodedKeywords.ts';
import { storedRunAt, type Piece } from './storedRun.ts';

/** Decoded text with the way back to where it is stored. */
export interface DecodedRun {
  readonly bytes: Buffer;
  /** How the bytes [start, end) of the decoded text are stored; undefined where they stand there as they are. */
  encodingOf(start: number, end: number): ValueEncoding | undefined;
  /** Where the encoded text of decoded bytes [start, end) stands in the content. */
  storedRange(
    start: number,
    end: number,
  ): { readonly startOffset: number; readonly endOffset: number };
  /** The text goes on, but was not decoded: what touches that edge may be half of something. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

const shortestRun = 20;

/** The run around an encoded keyword that ends at `end`, decoded; undefined where it is no text. */
export function decodeRunAt(
  bytes: Uint8Array,
  end: number,
  keyword: EncodedKeyword,
  window: { readonly from: number; readonly to: number },
): DecodedRun | undefined {
  const { text, encoding, phase } = keyword;
  const isBase64 = encoding === 'base64';
  const start = end - text.length;
  const exactLength = isBase64 ? text.length : 0;
  for (let i = 0; i < exactLength; i++) {
    if (bytes[start + i] !== text.charCodeAt(i)) return undefined;
  }
  const alphabet = isBase64 ? base64Bytes : hexBytes;
  const run = storedRunAt(bytes, start, end, { alphabet, ...window });
  let stored = '';
  let place = 0;
  for (const { from, to } of run.pieces) {
    if (from <= start && start < to) place = stored.length + start - from;
    stored += Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  }
  if (stored.length < shortestRun) return undefined;
  // What precedes may belong to something else (`key/`, `data_`); the keyword says where a group begins.
  const group = isBase64 ? 4 : 2;
  const skip = (place - phase + group) % group;
  const decoded = Buffer.from(stored.slice(skip), isBase64 ? 'base64' : 'hex');
  if (!isText(decoded)) return undefined;
  const bytesToText = isBase64 ? 4 / 3 : 2;
  return {
    bytes: decoded,
    encodingOf: () => (isBase64 ? 'base64' : 'hex'),
    storedRange(from, to) {
      const first = skip + Math.floor(from * bytesToText);
      const last = Math.min(stored.length, skip + Math.ceil(to * bytesToText)) - 1;
      return {
        startOffset: storedOffset(run.pieces, first),
        endOffset: storedOffset(run.pieces, last) + 1,
      };
    },
    isCutBefore: run.isCutBefore,
    isCutAfter: run.isCutAfter,
  };
}

function storedOffset(pieces: readonly Piece[], index: number): number {
  let left = index;
  for (const { from, to } of pieces) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return (pieces[pieces.length - 1]?.to ?? 0) + left;
}

// Printable ASCII, UTF-8 and white space, or ASCII in UTF-16; a few odd bytes at the end do no harm.
function isText(decoded: Buffer): boolean {
  let odd = 0;
  let zeros = 0;
  const allowsHigh = isUtf8(decoded);
  for (const byte of decoded) {
    if (byte === 0) zeros++;
    else if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) odd++;
    else if (byte >= 0x80 && !allowsHigh) odd++;
  }
  const isWide = zeros >= decoded.length * 0.4 && zeros <= decoded.length * 0.6;
  return decoded.length >= 12 && odd <= decoded.length * 0.03 && (zeros === 0 || isWide);
}

const base64Bytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/u.test(String.fromCharCode(byte)) ? 1 : 0,
);
const hexBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9A-Fa-f]/u.test(String.fromCharCode(byte)) ? 1 : 0,
);
