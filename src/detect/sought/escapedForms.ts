// One value as text may hold it: as it is, or with any of its characters escaped as URLs, JSON, JavaScript, HTML, shells,
// SQL, CSV and docker compose escape them. An anchor, a piece that no escape changes (or one that is escaped from end to
// end), leads to the place; from there every character is compared with all its forms.
import type { ValueEncoding } from '../../model/match.ts';

/** A keyword of the sieve (one character a byte), and the number of the character of the value that it begins with. */
export interface Anchor {
  readonly keyword: string;
  readonly from: number;
}

/** Where the value stands: byte offsets in the content, half-open. */
export interface StoredPlace {
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface EscapedForms {
  readonly anchors: readonly Anchor[];
  /** Bytes that any form of the value may take. */
  readonly longest: number;
  /** Whether the value stands around an anchor whose keyword stands at `start`, within the limits. */
  placeAt(
    bytes: Uint8Array,
    start: number,
    anchor: Anchor,
    limits: Limits,
  ): StoredPlace | undefined;
  /** How the value is written at a place; undefined where it stands as it is. */
  encodingAt(bytes: Uint8Array, place: StoredPlace): ValueEncoding | undefined;
}

interface Limits {
  readonly from: number;
  readonly to: number;
}

interface Form {
  readonly bytes: Buffer;
  /** Digits of an escape have no case. */
  readonly isFolded: boolean;
}

/** The forms of a value that is not empty. */
export function createEscapedForms(value: string): EscapedForms {
  const points = [...value];
  const plain = Buffer.from(value);
  const forms = points.map(formsOf);
  const longest = forms.reduce((sum, each) => sum + longestOf(each), 0);

  function ends(bytes: Uint8Array, start: number, from: number, to: number): number {
    let places = [start];
    for (let i = from; i < points.length && places.length > 0; i++) {
      places = step(places, forms[i]!, (place, form) =>
        place + form.bytes.length <= to && stands(bytes, place, form)
          ? place + form.bytes.length
          : -1,
      );
    }
    return places.length === 0 ? -1 : Math.min(...places);
  }

  function starts(bytes: Uint8Array, end: number, to: number, from: number): number {
    let places = [end];
    for (let i = to - 1; i >= 0 && places.length > 0; i--) {
      places = step(places, forms[i]!, (place, form) =>
        place - form.bytes.length >= from && stands(bytes, place - form.bytes.length, form)
          ? place - form.bytes.length
          : -1,
      );
    }
    return places.length === 0 ? -1 : Math.max(...places);
  }

  return {
    anchors: anchorsOf(points, forms),
    longest,
    placeAt(bytes, start, { from }, limits) {
      const endOffset = ends(bytes, start, from, limits.to);
      if (endOffset < 0) return undefined;
      const startOffset = starts(bytes, start, from, limits.from);
      return startOffset < 0 ? undefined : { startOffset, endOffset };
    },
    encodingAt(bytes, { startOffset, endOffset }) {
      const stored = Buffer.from(
        bytes.buffer,
        bytes.byteOffset + startOffset,
        endOffset - startOffset,
      );
      return stored.equals(plain) ? undefined : encodingOf(stored.toString('latin1'), value);
    },
  };
}

/** An anchor of this length is as good as a longer one. */
const longestAnchor = 24;
const shortestAnchor = 3;

function anchorsOf(points: readonly string[], forms: readonly (readonly Form[])[]): Anchor[] {
  const run = longestRun(points);
  const length = run.to - run.from;
  const plain =
    length >= shortestAnchor
      ? [points.slice(run.from, Math.min(run.to, run.from + longestAnchor)).join('')]
      : writtenForms(points, forms, run);
  const from = length >= shortestAnchor ? run.from : run.start;
  const first = points.slice(0, 2);
  const wholly = [percentOf, unicodeOf, hexOf].map((escape) => first.map(escape).join(''));
  return [
    ...plain.map((keyword) => ({ keyword, from })),
    ...wholly.map((keyword) => ({ keyword, from: 0 })),
  ];
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** Where enough characters begin, when the run is too short for an anchor. */
  readonly start: number;
}

/** The longest run of letters and digits, the first of several. */
function longestRun(points: readonly string[]): Run {
  let best = { from: 0, to: 0 };
  let from = 0;
  points.forEach((point, i) => {
    if (!isAlphanumeric(point)) from = i + 1;
    else if (i + 1 - from > best.to - best.from) best = { from, to: i + 1 };
  });
  return { ...best, start: Math.max(0, Math.min(best.from, points.length - shortestAnchor)) };
}

/** The ways in which the characters from `start` may be written that make three bytes at least. */
function writtenForms(
  points: readonly string[],
  forms: readonly (readonly Form[])[],
  { start }: Run,
): string[] {
  let texts = [''];
  for (let i = start; i < points.length && texts.some(isTooShort); i++) {
    // Letters are escaped where all of the value is.
    const ways = isAlphanumeric(points[i]!) ? [points[i]!] : forms[i]!.map(textOf);
    texts = texts.flatMap((text) => (isTooShort(text) ? ways.map((way) => text + way) : [text]));
  }
  return texts.filter((text) => !isTooShort(text));
}

function isAlphanumeric(point: string): boolean {
  return /^[A-Za-z0-9]$/u.test(point);
}

function isTooShort(text: string): boolean {
  return text.length < shortestAnchor;
}

function textOf({ bytes }: Form): string {
  return bytes.toString('latin1');
}

function formsOf(point: string): Form[] {
  const code = point.codePointAt(0) ?? 0;
  const texts = new Set([
    `&#${code};`,
    `&#x${code.toString(16)};`,
    percentOf(point),
    unicodeOf(point),
    `\\u{${code.toString(16)}}`,
    `\\U${code.toString(16).padStart(8, '0')}`,
    hexOf(point),
    ...(code < 0x100 ? [`\\x${twoDigits(code)}`, `\\${code.toString(8).padStart(3, '0')}`] : []),
  ]);
  const written = new Set([point, ...(otherForms[point] ?? [])]);
  // A backslash before a mark means the mark; JSON within JSON doubles it.
  if (/^[!-/:-@[-`{-~ ]$/u.test(point)) {
    for (const slashes of ['\\', '\\\\', '\\\\\\']) written.add(slashes + point);
  }
  return [
    ...[...written].map((text) => ({ bytes: Buffer.from(text), isFolded: false })),
    ...[...texts].map((text) => ({ bytes: Buffer.from(text), isFolded: true })),
  ];
}

// Beside a backslash: HTML's names, shell, SQL and CSV quotes, the plus sign of forms, and line ends.
const otherForms: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;', '""'],
  "'": ['&apos;', "''", "'\\''", `'"'"'`],
  ' ': ['+'],
  $: ['$$'],
  '%': ['%%'],
  '\n': ['\r\n', '\\n', '\\r\\n', '\\\\n', '%0d%0a', '%0D%0A'],
  '\t': ['\\t', '\\\\t'],
  '\r': ['\\r', '\\\\r'],
};

function percentOf(point: string): string {
  return [...Buffer.from(point)].map((byte) => `%${twoDigits(byte)}`).join('');
}

function unicodeOf(point: string): string {
  return Array.from(
    { length: point.length },
    (_, i) => `\\u${point.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

function hexOf(point: string): string {
  return [...Buffer.from(point)].map((byte) => `\\x${twoDigits(byte)}`).join('');
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function longestOf(forms: readonly Form[]): number {
  return Math.max(...forms.map(({ bytes }) => bytes.length));
}

/** The places that one more character leads to, each once. */
function step(
  places: readonly number[],
  forms: readonly Form[],
  next: (place: number, form: Form) => number,
): number[] {
  const reached = new Set<number>();
  for (const place of places) {
    for (const form of forms) {
      const to = next(place, form);
      if (to >= 0) reached.add(to);
    }
  }
  return [...reached];
}

function stands(bytes: Uint8Array, at: number, { bytes: form, isFolded }: Form): boolean {
  for (let i = 0; i < form.length; i++) {
    const stored = bytes[at + i] ?? 0;
    const wanted = form[i] ?? 0;
    if (stored === wanted) continue;
    if (!isFolded || lower(stored) !== lower(wanted)) return false;
  }
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function encodingOf(stored: string, value: string): ValueEncoding {
  const more = (pattern: RegExp): boolean =>
    [...stored.matchAll(pattern)].length > [...value.matchAll(pattern)].length;
  if (more(/%[0-9a-f]{2}/giu)) return 'percent';
  if (more(/\\u/giu)) return 'unicode-escape';
  if (more(/&(?:#|amp|lt|gt|quot|apos)/gu)) return 'html-entity';
  return more(/\\(?!')/gu) ? 'json-escape' : 'shell-escape';
}
