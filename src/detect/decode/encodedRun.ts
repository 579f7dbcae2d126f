// Text inside base64 (RFC 4648, both alphabets) and hexadecimal. A keyword that is encoded shows as one of
// three base64 texts, after the byte at which it starts modulo three, or as its hexadecimal digits; from
// there the whole run is read and decoded. The window bounds its length.
import type { ValueEncoding } from '../../model/match.ts';

export interface EncodedKeyword {
  /** As it stands in the content, in its own case for base64. */
  readonly text: string;
  readonly encoding: 'base64' | 'hex';
}

export interface DecodedRun {
  readonly bytes: Buffer;
  readonly encoding: ValueEncoding;
  /** Where the encoded text of decoded bytes [start, end) stands in the content. */
  storedRange(
    start: number,
    end: number,
  ): { readonly startOffset: number; readonly endOffset: number };
}

// What decoded text is worth a look for: names of secrets and the prefixes of the most common tokens.
const names = [
  'password',
  'passwd',
  'secret',
  'token',
  'api_key',
  'apikey',
  'credential',
  'private',
  'db_pass',
];
const prefixes = [
  'ghp_',
  'github_pat_',
  'glpat-',
  'sk-ant-',
  'sk-proj-',
  'xoxb-',
  'xoxp-',
  'AKIA',
  'AIzaSy',
  'postgres://',
  'mysql://',
  'mongodb',
];
const sought = [...names, ...names.map((name) => name.toUpperCase()), ...prefixes];

/** The encoded forms of what is sought, at least five characters each. */
export const encodedKeywords: readonly EncodedKeyword[] = sought.flatMap((word) => [
  ...base64Forms(Buffer.from(word)),
  ...(word.length >= 6 ? base64Forms(Buffer.from(word, 'utf16le')).slice(0, 2) : []),
  ...hexForms(Buffer.from(word)),
]);

const shortestRun = 20;

/** The run around an encoded keyword that ends at `end`, decoded; undefined where it is no text. */
export function decodeRunAt(
  bytes: Uint8Array,
  end: number,
  keyword: EncodedKeyword,
  window: { readonly from: number; readonly to: number },
): DecodedRun | undefined {
  const { text, encoding } = keyword;
  const start = end - text.length;
  const exactLength = encoding === 'base64' ? text.length : 0;
  for (let i = 0; i < exactLength; i++) {
    if (bytes[start + i] !== text.charCodeAt(i)) return undefined;
  }
  const alphabet = encoding === 'base64' ? base64Bytes : hexBytes;
  let from = start;
  while (from > window.from && alphabet[bytes[from - 1] ?? 0] === 1) from--;
  let to = end;
  while (to < window.to && alphabet[bytes[to] ?? 0] === 1) to++;
  // A run that the window cuts cannot be aligned.
  const isCut = (from === window.from && from > 0) || (to === window.to && to < bytes.length);
  if (isCut || to - from < shortestRun) return undefined;
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  return encoding === 'base64' ? base64Run(stored, from) : hexRun(stored, from);
}

function base64Run(stored: string, from: number): DecodedRun | undefined {
  // What precedes may belong to something else (`key/`, `data_`): the alignment that gives text counts.
  for (let skip = 0; skip < 4; skip++) {
    const decoded = Buffer.from(stored.slice(skip), 'base64');
    if (!isText(decoded)) continue;
    return {
      bytes: decoded,
      encoding: 'base64',
      storedRange: (start, end) => ({
        startOffset: from + skip + Math.floor((start * 4) / 3),
        endOffset: from + skip + Math.min(stored.length - skip, Math.ceil((end * 4) / 3)),
      }),
    };
  }
  return undefined;
}

function hexRun(stored: string, from: number): DecodedRun | undefined {
  for (let skip = 0; skip < 2; skip++) {
    const decoded = Buffer.from(stored.slice(skip), 'hex');
    if (!isText(decoded)) continue;
    return {
      bytes: decoded,
      encoding: 'hex',
      storedRange: (start, end) => ({
        startOffset: from + skip + start * 2,
        endOffset: from + skip + end * 2,
      }),
    };
  }
  return undefined;
}

// Printable ASCII and white space, or that in UTF-16; a few odd bytes at the end do no harm.
function isText(decoded: Buffer): boolean {
  let odd = 0;
  let zeros = 0;
  for (const byte of decoded) {
    if (byte === 0) zeros++;
    else if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) odd++;
    else if (byte >= 0x80) odd++;
  }
  const isWide = zeros >= decoded.length * 0.4 && zeros <= decoded.length * 0.6;
  return decoded.length >= 12 && odd <= decoded.length * 0.03 && (zeros === 0 || isWide);
}

// Only those with a letter among their digits: runs of plain digits are everywhere.
function hexForms(word: Buffer): EncodedKeyword[] {
  const text = word.toString('hex');
  return word.length >= 5 && /[a-f]/u.test(text) ? [{ text, encoding: 'hex' }] : [];
}

// For each byte offset modulo three the characters that the word alone decides.
function base64Forms(word: Buffer): EncodedKeyword[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), word]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + word.length) * 8) / 6);
    const text = encoded.slice(first, last);
    return text.length >= 5 ? [{ text, encoding: 'base64' as const }] : [];
  });
}

const base64Bytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/u.test(String.fromCharCode(byte)) ? 1 : 0,
);
const hexBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9A-Fa-f]/u.test(String.fromCharCode(byte)) ? 1 : 0,
);
