// The prefilter: where do rule keywords stand, ASCII letters in either case? Looks at every second byte's
// trigram: a keyword of four bytes or more holds one at an even and one at an odd offset, and of those the
// rarest is looked for. A trigram that some keyword asked for is then compared byte by byte.
//
// Measured on 45 MB of Python and JavaScript with 1,003 keywords, one core: an Aho-Corasick automaton over
// byte classes 130 MB/s (5,224 states, 1.2 MB of table: it leaves the cache), this sieve 350 MB/s and more.
// The loop is long and plain for that reason.
import { commonTrigrams } from './commonTrigrams.ts';

/** Keyword hits in the order of their ends. `ends[i]` is the offset just after the keyword `ids[i]`. */
export interface KeywordHits {
  ends: Int32Array;
  ids: Uint16Array;
  length: number;
}

/** Keywords made ready for scanning. All arrays are flat, so it can travel between threads as it is. */
export interface KeywordSieve {
  /** Lower-case keywords; the index is the keyword id. */
  readonly keywords: readonly string[];
  /** Byte to class, 0 to 31; 0 is what stands in no name. */
  readonly classes: Uint8Array;
  /** By trigram of classes: those that may come next, a bit each; 0 where no keyword asked for the trigram. */
  readonly followers: Int32Array;
  /** By trigram: where its entries start in `entries`; one more than there are trigrams. */
  readonly entryStarts: Uint16Array | Int32Array;
  /** Pairs: keyword id, offset of the trigram in the keyword plus one (a trigram may start one byte before). */
  readonly entries: Uint16Array;
  /** All keywords in one row, and where each starts. */
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  /** Length of the longest keyword, bytes. */
  readonly longest: number;
}

/** Least length of a keyword, bytes. */
export const shortestKeyword = 3;

/** An empty hit list; it grows as needed and can be reused by setting `length` to 0. */
export function newHits(capacity = 1024): KeywordHits {
  return { ends: new Int32Array(capacity), ids: new Uint16Array(capacity), length: 0 };
}

/** Builds the sieve. Keywords are distinct, of at least three bytes, at most 16,000 of them. */
export function buildSieve(keywords: readonly string[]): KeywordSieve {
  const lower = keywords.map(lowerAscii);
  const patterns = lower.map((keyword) => Buffer.from(keyword, 'latin1'));
  const short = lower.find((keyword) => keyword.length < shortestKeyword);
  if (short !== undefined) throw new TypeError(`the keyword ${short} is too short`);
  const lists = new Map<number, number[]>();
  const followers = new Int32Array(trigrams);
  patterns.forEach((pattern, id) => {
    for (const residue of [0, 1]) {
      const offset = rarestOffset(pattern, residue);
      for (const trigram of trigramsAt(pattern, offset)) {
        const list = lists.get(trigram) ?? [];
        lists.set(trigram, list);
        list.push(id, offset + 1);
        const next = pattern[offset + 3];
        const bits = next === undefined ? -1 : 1 << (classOfByte[next] ?? 0);
        followers[trigram] = (followers[trigram] ?? 0) | bits;
      }
    }
  });
  return {
    keywords: lower,
    classes: classOfByte,
    followers,
    ...tableOf(lists),
    bytes: Buffer.concat(patterns),
    starts: startsOf(patterns),
    longest: Math.max(0, ...patterns.map((pattern) => pattern.length)),
  };
}

/**
 * Appends to `hits` every keyword that stands wholly in `bytes[from, to)`. Keeps no state: a range that is
 * scanned in two parts wants `longest - 1` bytes of overlap.
 */
export function siftKeywords(
  sieve: KeywordSieve,
  bytes: Uint8Array,
  range: { readonly from: number; readonly to: number },
  hits: KeywordHits,
): void {
  const { classes, followers } = sieve;
  const { from, to } = range;
  const first = hits.length;
  // The indices are in range by construction; `as` drops the undefined of noUncheckedIndexedAccess.
  let a = from < to ? (classes[bytes[from] as number] as number) : 0;
  let i = from;
  // Two trigrams at once: a jump for every fifteenth pair only. Shifts take their count modulo 32.
  for (const last = to - 5; i < last; i += 4) {
    const b = classes[bytes[i + 1] as number] as number;
    const c = classes[bytes[i + 2] as number] as number;
    const d = classes[bytes[i + 3] as number] as number;
    const e = classes[bytes[i + 4] as number] as number;
    const f = classes[bytes[i + 5] as number] as number;
    const one = (followers[(a << 10) | (b << 5) | c] as number) >>> d;
    const two = (followers[(c << 10) | (d << 5) | e] as number) >>> f;
    if (((one | two) & 1) !== 0) {
      if ((one & 1) !== 0) compare(sieve, bytes, from, to, i, (a << 10) | (b << 5) | c, hits);
      if ((two & 1) !== 0) compare(sieve, bytes, from, to, i + 2, (c << 10) | (d << 5) | e, hits);
    }
    a = e;
  }
  // The last two bytes may hold the end of a keyword of three.
  for (; i < to - 1; i += 2) {
    const b = classes[bytes[i + 1] as number] as number;
    const c = i + 2 < to ? (classes[bytes[i + 2] as number] as number) : 0;
    const trigram = (a << 10) | (b << 5) | c;
    if (followers[trigram] !== 0) compare(sieve, bytes, from, to, i, trigram, hits);
    a = c;
  }
  sortByEnd(hits, first);
}

// Plain parameters: it is called for every thirtieth trigram.
function compare(
  sieve: KeywordSieve,
  bytes: Uint8Array,
  from: number,
  to: number,
  at: number,
  trigram: number,
  hits: KeywordHits,
): void {
  const { entries, entryStarts, starts, bytes: rows } = sieve;
  const stop = entryStarts[trigram + 1] as number;
  for (let e = entryStarts[trigram] as number; e < stop; e += 2) {
    const id = entries[e] as number;
    const start = at - (entries[e + 1] as number) + 1;
    const row = starts[id] as number;
    const length = (starts[id + 1] as number) - row;
    if (start < from || start + length > to) continue;
    // The last byte tells most strangers apart, the trigram fits anyway.
    const last = length - 1;
    if (lowered[bytes[start + last] as number] !== rows[row + last]) continue;
    let k = 0;
    while (k < last && (lowered[bytes[start + k] as number] as number) === rows[row + k]) k++;
    if (k === last) push(hits, start + length, id);
  }
}

function push(hits: KeywordHits, end: number, id: number): void {
  if (hits.length === hits.ends.length) {
    const ends = new Int32Array(hits.ends.length * 2);
    ends.set(hits.ends);
    hits.ends = ends;
    const ids = new Uint16Array(hits.ids.length * 2);
    ids.set(hits.ids);
    hits.ids = ids;
  }
  hits.ends[hits.length] = end;
  hits.ids[hits.length++] = id;
}

// Nearly sorted already: a hit is found within a keyword's length of its end.
function sortByEnd(hits: KeywordHits, first: number): void {
  const { ends, ids, length } = hits;
  for (let i = first + 1; i < length; i++) {
    const end = ends[i] as number;
    const id = ids[i] as number;
    let k = i - 1;
    while (
      k >= first &&
      ((ends[k] as number) > end || (ends[k] === end && (ids[k] as number) > id))
    ) {
      ends[k + 1] = ends[k] as number;
      ids[k + 1] = ids[k] as number;
      k--;
    }
    ends[k + 1] = end;
    ids[k + 1] = id;
  }
}

// Two pairs of rare letters share a class, so that the marks of names, URLs and escapes have classes of their own; the
// rest of ASCII's marks share the last one. Without that a keyword such as `:5432:` is looked for at every `,10`.
const width = 32;
const trigrams = width ** 3;
const groups = [...'abcdefghijklmnoprstuvwyz', '0123456789', '_', '-', './', ':', '%\\&$'];
const classOfByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte).toLowerCase().replace('q', 'j').replace('x', 'z');
  const group = byte < 0x7f ? groups.findIndex((members) => members.includes(char)) : -1;
  if (group >= 0) return 1 + group;
  return byte > 0x20 && byte < 0x7f ? 31 : 0;
});
const lowered = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

// Of the offsets with this residue modulo 2 the one whose trigram is rarest; a keyword of three bytes has
// none at an odd offset and takes one that begins a byte early or ends a byte late.
function rarestOffset(pattern: Uint8Array, residue: number): number {
  let best = pattern.length === 3 && residue === 1 ? -1 : residue;
  const last = pattern.length === 3 && residue === 1 ? 1 : pattern.length - 3;
  for (let offset = best; offset <= last; offset += 2) {
    if (commonness(pattern, offset) < commonness(pattern, best)) best = offset;
  }
  return best;
}

// Rank from the rare end: 0 for a trigram that is not among the frequent ones. One that is open on a side
// counts as its most frequent completion would at least.
function commonness(pattern: Uint8Array, offset: number): number {
  const { ofTrigram, ofPair } = ranks();
  if (offset < 0) return 1 + (ofPair.get(`?${foldedText(pattern, 0, 2)}`) ?? 0);
  if (offset + 3 > pattern.length) return 1 + (ofPair.get(foldedText(pattern, offset, 2)) ?? 0);
  return ofTrigram.get(foldedText(pattern, offset, 3)) ?? 0;
}

function foldedText(pattern: Uint8Array, from: number, length: number): string {
  let text = '';
  for (let at = from; at < from + length; at++) {
    const byte = lowered[pattern[at] ?? 0] ?? 0;
    text += byte >= 0x30 && byte <= 0x39 ? '9' : String.fromCharCode(byte);
  }
  return text;
}

interface Ranks {
  readonly ofTrigram: ReadonlyMap<string, number>;
  /** The greatest rank of a trigram that begins with a pair, or (`?` before it) ends with one. */
  readonly ofPair: ReadonlyMap<string, number>;
}

// Worked out when a sieve is built: most runs take the one that is prepared.
let known: Ranks | undefined;

function ranks(): Ranks {
  return (known ??= countRanks());
}

function countRanks(): Ranks {
  const listed = commonTrigrams.match(/.{3}/gu) ?? [];
  const ofTrigram = new Map(listed.map((trigram, rank) => [trigram, listed.length - rank]));
  const ofPair = new Map<string, number>();
  for (const [trigram, rank] of ofTrigram) {
    for (const pair of [trigram.slice(0, 2), `?${trigram.slice(1)}`]) {
      ofPair.set(pair, Math.max(rank, ofPair.get(pair) ?? 0));
    }
  }
  return { ofTrigram, ofPair };
}

// All trigrams that the place can show: bytes beyond the keyword may be anything.
function trigramsAt(pattern: Uint8Array, offset: number): number[] {
  const all = Array.from({ length: width }, (_, i) => i);
  const classesAt = (at: number): readonly number[] => {
    const byte = pattern[at];
    return at < 0 || byte === undefined ? all : [classOfByte[byte] ?? 0];
  };
  return classesAt(offset).flatMap((a) =>
    classesAt(offset + 1).flatMap((b) =>
      classesAt(offset + 2).map((c) => (a * width + b) * width + c),
    ),
  );
}

function tableOf(
  lists: ReadonlyMap<number, readonly number[]>,
): Pick<KeywordSieve, 'entryStarts' | 'entries'> {
  const total = [...lists.values()].reduce((sum, { length }) => sum + length, 0);
  // Small enough for the cache with the keywords of rules; those of many sought values may need more.
  const entryStarts = total > 0xffff ? new Int32Array(trigrams + 1) : new Uint16Array(trigrams + 1);
  const entries: number[] = [];
  for (let trigram = 0; trigram < trigrams; trigram++) {
    entryStarts[trigram] = entries.length;
    const list = lists.get(trigram);
    if (list === undefined) continue;
    entries.push(...list);
  }
  entryStarts[trigrams] = entries.length;
  return { entryStarts, entries: Uint16Array.from(entries) };
}

function startsOf(patterns: readonly Uint8Array[]): Int32Array {
  const starts = new Int32Array(patterns.length + 1);
  patterns.forEach((pattern, id) => (starts[id + 1] = (starts[id] ?? 0) + pattern.length));
  return starts;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}
