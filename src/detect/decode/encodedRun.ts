// Text inside base64 (RFC 4648, both alphabets) and hexadecimal. A keyword that is encoded shows as one of
// three base64 texts, after the byte at which it starts modulo three, or as its hexadecimal digits; from
// there the whole run is read and decoded.
import { isUtf8 } from 'node:buffer';
import type { ValueEncoding } from '../../model/match.ts';
import { decodeUtf16 } from '../utf16.ts';
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
  /** Where the run is stored, and the decoded offset of what is stored at an offset in it. */
  readonly from: number;
  readonly to: number;
  offsetOf(storedOffset: number): number;
  /** Whether an encoded keyword that starts at a stored offset leads to the same text. */
  isShownBy(keyword: EncodedKeyword, storedOffset: number): boolean;
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
  const alphabet = isBase64 ? base64Bytes : hexBytes;
  const { pieces, ...cuts } = storedRunAt(bytes, start, end, { alphabet, ...window });
  const stored = pieces.map(({ from, to }) => latin1(bytes, from, to)).join('');
  if (stored.length < shortestRun) return undefined;
  // What precedes may belong to something else (`key/`, `data_`); the keyword says where a group begins.
  const group = isBase64 ? 4 : 2;
  const skip = (indexOf(pieces, start) - phase + group) % group;
  const decoded = Buffer.from(stored.slice(skip), isBase64 ? 'base64' : 'hex');
  const isWide = decoded.includes(0);
  if (!isText(decoded, isWide)) return undefined;
  const recoded = isWide ? decodeUtf16(decoded) : undefined;
  const perByte = isBase64 ? 4 / 3 : 2;
  const placeOf = (offset: number): number => recoded?.storedOffset(offset) ?? offset;
  return {
    ...cuts,
    bytes: recoded === undefined ? decoded : Buffer.from(recoded.utf8),
    from: pieces[0]?.from ?? start,
    to: pieces[pieces.length - 1]?.to ?? end,
    encodingOf: () => (isBase64 ? 'base64' : 'hex'),
    storedRange(from, to) {
      const first = skip + Math.floor(placeOf(from) * perByte);
      const last = Math.min(stored.length, skip + Math.ceil(placeOf(to) * perByte)) - 1;
      return {
        startOffset: offsetAt(pieces, first),
        endOffset: offsetAt(pieces, last) + 1,
      };
    },
    offsetOf(at) {
      const offset = Math.max(0, Math.floor((indexOf(pieces, at) - skip) / perByte));
      // Of text in UTF-16 nearly every second byte is zero.
      return recoded === undefined ? offset : offset >> 1;
    },
    isShownBy: (other, at) =>
      other.encoding === encoding && (indexOf(pieces, at) - other.phase - skip) % group === 0,
  };
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

// How many characters of the run stand before an offset in the content, and the inverse.
function indexOf(pieces: readonly Piece[], at: number): number {
  let before = 0;
  for (const { from, to } of pieces) {
    if (at < to) return before + Math.max(0, at - from);
    before += to - from;
  }
  return before;
}

function offsetAt(pieces: readonly Piece[], index: number): number {
  let left = index;
  for (const { from, to } of pieces) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return (pieces[pieces.length - 1]?.to ?? 0) + left;
}

// Printable ASCII, UTF-8 and white space, or ASCII in UTF-16; a few odd bytes at the end do no harm.
function isText(decoded: Buffer, holdsZeros: boolean): boolean {
  let odd = 0;
  let zeros = 0;
  const allowsHigh = !holdsZeros && isUtf8(decoded);
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
