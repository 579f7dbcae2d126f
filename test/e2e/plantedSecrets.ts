// The secrets that a test process has made, and whether a text gives one of them away. Half of a value counts, in clear or in any
// writing that a program would give it: what redaction may show of it lies outside of that half.
import { expandTemplate } from '../../src/rules/templates.ts';

/** Characters of the shortest piece that is sought: by chance it stands in no report. */
const leastPiece = 8;
/** Shorter values have no such piece beside what may be shown. */
const leastLength = 12;

const planted = new Set<string>();
/** Pieces by their first characters. */
const pieces = new Map<string, string[]>();
/** A bit for each start of three bytes that a piece has: nearly every place of a text is passed over by it. */
const starts = new Uint8Array(1 << 21);

/** Makes a value known, each line of it by itself. Shorter ones are words: nobody could tell them from others. */
export function plant<Value extends string>(value: Value): Value {
  for (const line of value.split(/[\r\n]+/u)) {
    if (line.length < leastLength || planted.has(line) || line.startsWith('-----')) continue;
    planted.add(line);
    for (const piece of writings(middleOf(line))) addPiece(piece);
  }
  return value;
}

/** `expandTemplate` for one whole value, which becomes known. */
export function plantedValue(template: string, seed: string): string {
  return plant(expandTemplate(template, seed));
}

/** A piece of a known value, as it stands in the text; undefined where there is none. */
export function plantedIn(text: string | Buffer): string | undefined {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let i = 0; i + leastPiece <= bytes.length; i++) {
    const start = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    if ((starts[start >> 3]! & (1 << (start & 7))) === 0) continue;
    const found = pieces
      .get(bytes.toString('latin1', i, i + leastPiece))
      ?.find((piece) => bytes.toString('latin1', i, i + piece.length) === piece);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Without the quarters at both ends, of which a report shows one in all. */
function middleOf(value: string): string {
  const rim = Math.min(Math.ceil(value.length / 4), Math.floor((value.length - leastPiece) / 2));
  return value.slice(rim, value.length - rim);
}

function writings(piece: string): Set<string> {
  const bytes = Buffer.from(piece);
  const encoded = [0, 1, 2].map((shift) => base64At(bytes, shift));
  return new Set([
    piece,
    Array.from(piece).toReversed().join(''),
    JSON.stringify(piece).slice(1, -1),
    encodeURIComponent(piece),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]);
}

/** The characters of base64 that these bytes alone decide, when they follow `shift` others. */
function base64At(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/u, '');
  const isOpenEnded = (shift + bytes.length) % 3 !== 0;
  return text.slice(shift === 0 ? 0 : shift + 1, isOpenEnded ? -1 : undefined);
}

function addPiece(piece: string): void {
  const bytes = Buffer.from(piece);
  const start = (bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!;
  starts[start >> 3]! |= 1 << (start & 7);
  const text = bytes.toString('latin1');
  const key = text.slice(0, leastPiece);
  pieces.set(key, [...(pieces.get(key) ?? []), text]);
}
