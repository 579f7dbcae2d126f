// One value within base64 (RFC 4648, both alphabets) or hexadecimal, on one line or wrapped over several. In base64 it
// shows as one of three texts, after the byte at which it starts modulo three; the characters at both ends also hold
// bits of what stands beside it, so that of these only the value's own bits are compared.
import type { ValueEncoding } from '../../model/match.ts';
import { storedRunAt, type Piece } from '../decode/storedRun.ts';
import type { StoredPlace } from './escapedForms.ts';

/** Bits of the value in the character beside the text. */
interface Edge {
  readonly mask: number;
  readonly bits: number;
}

/** A text that says the value is there. */
export interface EncodedForm {
  readonly encoding: Extract<ValueEncoding, 'base64' | 'hex'>;
  readonly text: string;
  /** In the characters before and after the text. */
  readonly before: Edge | undefined;
  readonly after: Edge | undefined;
  /** Keywords of the sieve and where each stands in the text. A line end may break one of them, not all. */
  readonly keywords: readonly { readonly keyword: string; readonly at: number }[];
}

/** Pieces of this length are sought. Shorter ones would be met too often. */
const keywordLength = 12;
const shortestKeyword = 5;

/** All forms of a value of at least four bytes. */
export function encodedFormsOf(value: string): EncodedForm[] {
  const utf8 = Buffer.from(value);
  // PowerShell encodes commands in UTF-16.
  const contents = [utf8, Buffer.from(value, 'utf16le')];
  return [...contents.flatMap(base64FormsOf), ...hexFormsOf(utf8)];
}

function base64FormsOf(value: Buffer): EncodedForm[] {
  const forms = new Map<string, EncodedForm>();
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), value, Buffer.alloc(2)]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const end = (offset + value.length) * 8;
    const last = Math.floor(end / 6);
    const ownBefore = first * 6 - offset * 8;
    const ownAfter = end - last * 6;
    const standard = padded.slice(first, last);
    const mask = (1 << ownBefore) - 1;
    const edges = {
      before:
        ownBefore === 0 ? undefined : { mask, bits: sextet(padded.charCodeAt(first - 1)) & mask },
      after: ownAfter === 0 ? undefined : edgeOf(sextet(padded.charCodeAt(last)), ownAfter),
    };
    for (const text of [standard, standard.replaceAll('+', '-').replaceAll('/', '_')]) {
      forms.set(text, { encoding: 'base64', text, ...edges, keywords: keywordsOf(text) });
    }
  }
  return [...forms.values()].filter(({ keywords }) => keywords.length > 0);
}

/** The upper bits of a character. */
function edgeOf(value: number, bits: number): Edge {
  const mask = 0x3f & ~((1 << (6 - bits)) - 1);
  return { mask, bits: value & mask };
}

function hexFormsOf(value: Buffer): EncodedForm[] {
  const text = value.toString('hex');
  return [
    { encoding: 'hex', text, before: undefined, after: undefined, keywords: keywordsOf(text) },
  ];
}

function keywordsOf(text: string): EncodedForm['keywords'] {
  const length = Math.min(keywordLength, Math.max(shortestKeyword, text.length >> 1));
  if (text.length < shortestKeyword) return [];
  const places = [0, text.length - length];
  return [...new Set(places)].map((at) => ({ keyword: text.slice(at, at + length), at }));
}

/** Bytes around the end of a keyword that `encodedPlaceAt` looks at, at most. */
export function encodedReach({ text }: Pick<EncodedForm, 'text'>): number {
  // Lines of 40 characters and more, each with its indentation, quotes and plus sign.
  return text.length * 4 + 512;
}

/** Where a form stands whose part at `at` of its text stands at `start`; nothing outside the limits is looked at. */
export function encodedPlaceAt(
  bytes: Uint8Array,
  start: number,
  {
    form,
    at,
    length,
  }: { readonly form: EncodedForm; readonly at: number; readonly length: number },
  limits: { readonly from: number; readonly to: number },
): StoredPlace | undefined {
  const { from, to } = limits;
  const single: Piece = { from, to };
  const whole = placeIn(bytes, [single], start - at - from, form);
  if (whole !== undefined) return whole;
  const alphabet = form.encoding === 'hex' ? hexBytes : base64Bytes;
  const { pieces } = storedRunAt(bytes, start, start + length, { alphabet, from, to });
  if (pieces.length < 2) return undefined;
  let index = start - at;
  let before = 0;
  for (const piece of pieces) {
    if (start >= piece.from && start < piece.to) index = before + start - piece.from - at;
    before += piece.to - piece.from;
  }
  return placeIn(bytes, pieces, index, form);
}

/** Compares a form with the bytes of pieces, read as one; `index` counts within them. */
function placeIn(
  bytes: Uint8Array,
  pieces: readonly Piece[],
  index: number,
  form: EncodedForm,
): StoredPlace | undefined {
  const { text, before, after, encoding } = form;
  const first = index - (before === undefined ? 0 : 1);
  const count = text.length + index - first + (after === undefined ? 0 : 1);
  if (first < 0) return undefined;
  let piece = 0;
  let skip = first;
  while (piece < pieces.length && skip >= lengthOf(pieces[piece]!))
    skip -= lengthOf(pieces[piece++]!);
  let startOffset = -1;
  let endOffset = -1;
  for (let i = 0, offset = skip; i < count; i++, offset++) {
    if (piece < pieces.length && offset >= lengthOf(pieces[piece]!)) {
      piece++;
      offset = 0;
    }
    const current = pieces[piece];
    if (current === undefined) return undefined;
    const place = current.from + offset;
    const byte = bytes[place] ?? 0;
    const inText = first + i - index;
    if (
      inText < 0
        ? !hasBits(byte, before!)
        : inText < text.length
          ? !isSame(byte, text.charCodeAt(inText), encoding)
          : !hasBits(byte, after!)
    ) {
      return undefined;
    }
    if (i === 0) startOffset = place;
    endOffset = place + 1;
  }
  return { startOffset, endOffset };
}

function lengthOf({ from, to }: Piece): number {
  return to - from;
}

function isSame(byte: number, wanted: number, encoding: EncodedForm['encoding']): boolean {
  return (
    byte === wanted ||
    (encoding === 'hex' && byte >= 0x41 && byte <= 0x46 && byte + 0x20 === wanted)
  );
}

function hasBits(byte: number, { mask, bits }: Edge): boolean {
  const value = sextet(byte);
  return value >= 0 && (value & mask) === bits;
}

/** The six bits of a character; -1 for one that is none of base64. */
function sextet(byte: number): number {
  return sextets[byte] ?? -1;
}

const alphabetText = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = Int8Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  return alphabetText.indexOf(letter === '-' ? '+' : letter === '_' ? '/' : letter);
});
const base64Bytes = Uint8Array.from(sextets, (value) => (value < 0 ? 0 : 1));
const hexBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9A-Fa-f]/u.test(String.fromCharCode(byte)) ? 1 : 0,
);
