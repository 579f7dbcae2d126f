// Text with characters escaped: `%3D` in URLs (RFC 3986, section 2.1), `\u003d`, `\x3d` and `\/` in JSON (RFC 8259,
// section 7) and JavaScript, `&#61;` and `&quot;` in HTML. From a keyword that holds an escape the text around it is
// read: the rest of its URL, or of its line.
import type { ValueEncoding } from '../../model/match.ts';
import type { DecodedRun } from './encodedRun.ts';
import { escapeReaders, type Escaping } from './escapeReaders.ts';

// How far the text is read before and after the keyword.
const mostBefore = 512;
const mostAfter = 2048;
const mostOfKey = 6000;

/** The text around an escaped keyword that ends at `end`, its escapes resolved; undefined where it cannot matter. */
export function unescapeAt(
  bytes: Uint8Array,
  end: number,
  { text, encoding }: { readonly text: string; readonly encoding: Escaping },
  window: { readonly from: number; readonly to: number },
): DecodedRun | undefined {
  if (!canMatter(bytes, text, { from: end, to: window.to })) return undefined;
  const start = end - text.length;
  const stops = encoding === 'percent' ? urlStops : lineStops;
  const first = Math.max(window.from, start - mostBefore);
  const last = Math.min(window.to, end + (text.startsWith('private') ? mostOfKey : mostAfter));
  let from = start;
  while (from > first && stops[bytes[from - 1] ?? 0] === 0) from--;
  let to = end;
  while (to < last && stops[bytes[to] ?? 0] === 0) to++;
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  const resolved = resolveEscapes(stored, encoding);
  if (resolved === undefined) return undefined;
  const { decoded, places } = resolved;
  return {
    bytes: decoded,
    encodingOf(a, b) {
      const piece = stored.subarray(places[a] ?? 0, places[b] ?? stored.length);
      if (piece.equals(decoded.subarray(a, b))) return undefined;
      return encoding === 'backslash' ? backslashEncoding(piece) : encodingNames[encoding];
    },
    storedRange: (a, b) => ({
      startOffset: from + (places[a] ?? 0),
      endOffset: from + (places[b] ?? stored.length),
    }),
    from,
    to,
    offsetOf: (at) => firstAtLeast(places, decoded.length, at - from),
    isShownBy: (other, at) =>
      other.encoding === encoding &&
      canMatter(bytes, other.text, { from: at + other.text.length, to: window.to }),
    isCutBefore: from === first && from > 0,
    isCutAfter: to === last && to < bytes.length,
  };
}

const encodingNames = { percent: 'percent', entity: 'html-entity' } as const;

function backslashEncoding(piece: Buffer): ValueEncoding {
  return piece.includes('\\u') ? 'unicode-escape' : 'json-escape';
}

// The decoded bytes and, for each of them and for their end, the offset in `stored`.
function resolveEscapes(
  stored: Buffer,
  encoding: Escaping,
): { readonly decoded: Buffer; readonly places: Int32Array } | undefined {
  const { mark, read, write } = escapeReaders[encoding];
  const decoded = Buffer.allocUnsafe(stored.length);
  const places = new Int32Array(stored.length + 1);
  let length = 0;
  let at = 0;
  const copyTo = (end: number): void => {
    for (; at < end; at++) {
      places[length] = at;
      decoded[length++] = stored[at]!;
    }
  };
  for (let next = stored.indexOf(mark); next >= 0;) {
    const { end, code } = read(stored, next);
    if (code >= 0) {
      copyTo(next);
      // No escape stands for more bytes than it takes itself.
      const after = write(decoded, length, code);
      while (length < after) places[length++] = next;
      at = end;
    }
    next = stored.indexOf(mark, end);
  }
  if (length === at) return undefined;
  copyTo(stored.length);
  places[length] = stored.length;
  return { decoded: decoded.subarray(0, length), places };
}

// scheme:\/\/user:password@host: addresses are everywhere, those with an @ are few.
function canMatter(
  bytes: Uint8Array,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (!text.startsWith(':') && !text.startsWith('%3a')) return true;
  const isPercent = text.startsWith('%');
  const limit = Math.min(to, from + 256);
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    if (urlStops[byte] === 1 && byte !== 0x5c) return false;
    // A regular expression for addresses: /:\/\/([^@]+)@/
    if (patternMarks[byte] === 1) return false;
    if (isPercent ? isPercentAt(bytes, i) : byte === 0x40) return true;
  }
  return false;
}

function firstAtLeast(places: Int32Array, length: number, place: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

// %40
function isPercentAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x25 && bytes[at + 1] === 0x34 && bytes[at + 2] === 0x30;
}

const lineStops = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 32 && byte !== 9 ? 1 : 0));
const urlStops = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte <= 32 || '"\'<>`\\'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const patternMarks = Uint8Array.from({ length: 256 }, (_, byte) =>
  '()[]{}|^*'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
