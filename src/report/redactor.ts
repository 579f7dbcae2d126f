// Hides the secrets of a report in all its other texts: a path, a commit's summary, an author's name
// or a message may hold one too. Built once from all secrets, asked for every text.
import { hideTokens, mask, redactSecret } from './redact.ts';

/** Shorter values (in UTF-16 units) are not sought in other texts: three letters stand everywhere. */
export const leastSoughtLength = 4;
/** Shorter values are not sought in base64, where they look like words. */
const leastEncodedLength = 6;
/** A line of a secret of several lines is sought by itself from this length on. */
const leastSoughtLine = 16;
/** Below this length a value of one kind of letters, or of digits alone, counts as a plain word. */
const plainWordLimit = 12;

const plainWord = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Nd}+)$/u;
const wordCharacter = /[\p{L}\p{N}]/u;
/** Lines of a key block that are no part of the key: `-----END …-----`, `Proc-Type: 4,ENCRYPTED`. */
const openLine = /^(?:-----.*-----|[A-Z][A-Za-z-]*: .*)$/u;

export interface Redactor {
  /**
   * What people wrote (names, summaries, reasons) with every secret masked, inside words as well. A secret
   * that is a plain word ("guest") is masked where it stands alone: as part of another word it tells nothing.
   */
  text(text: string): string;
  /**
   * A path, a ref name or a sentence of our own with every secret masked, except for plain words: a folder
   * `guest/` is no trace of the password "guest", and without it nobody could find the place.
   */
  name(name: string): string;
}

interface SoughtValue {
  readonly replacement: string;
  readonly isPlainWord: boolean;
}

/** Values that share their first four units: looked up by length, longest first. */
interface Bucket {
  readonly lengths: number[];
  readonly values: Map<string, SoughtValue>;
}

interface Interval {
  readonly start: number;
  end: number;
  replacement: string;
}

/** For reports that show secrets. */
export const openRedactor: Redactor = { text: (text) => text, name: (name) => name };

/**
 * A redactor for these secrets, and for tokens that show what they are; the cost of a text grows with its length, not with the
 * number of secrets.
 */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const buckets = new Map<string, Bucket>();
  const firstUnits = new Set<number>();
  for (const secret of secrets) {
    for (const [value, replacement] of soughtForms(secret)) {
      firstUnits.add(value.charCodeAt(0));
      addValue(buckets, value, replacement);
    }
  }
  for (const bucket of buckets.values()) bucket.lengths.sort((a, b) => b - a);
  const maskIn = (text: string, isName: boolean): string =>
    hideTokens(replaceIntervals(text, findIntervals(text, buckets, firstUnits, isName)));
  return {
    text: remembering((text) => maskIn(text, false)),
    name: remembering((name) => maskIn(name, true)),
  };
}

/** Authors and paths come again and again, once for every occurrence. */
function remembering(transform: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = transform(text);
      known.set(text, result);
    }
    return result;
  };
}

/** How a secret can stand in a text: as it is, escaped as in JSON and quoted paths, in a URL, in base64, its lines. */
function* soughtForms(secret: string): Generator<[value: string, replacement: string]> {
  const replacement = redactSecret(secret);
  const forms = new Set([secret, secret.trim(), JSON.stringify(secret).slice(1, -1)]);
  if (!/\p{Cs}/u.test(secret)) forms.add(encodeURIComponent(secret));
  if (secret.length >= leastEncodedLength) {
    // Without the padding, which may be left out.
    forms.add(Buffer.from(secret).toString('base64').replace(/=+$/u, ''));
  }
  for (const form of forms) {
    if (form.length >= leastSoughtLength) yield [form, replacement];
  }
  if (!/[\r\n]/u.test(secret)) return;
  for (const line of secret.split(/[\r\n]+/u)) {
    const text = line.trim();
    if (text.length >= leastSoughtLine && !openLine.test(text)) yield [text, mask];
  }
}

function addValue(buckets: Map<string, Bucket>, value: string, replacement: string): void {
  const key = value.slice(0, leastSoughtLength);
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { lengths: [], values: new Map() };
    buckets.set(key, bucket);
  }
  if (!bucket.lengths.includes(value.length)) bucket.lengths.push(value.length);
  const isPlainWord = value.length < plainWordLimit && plainWord.test(value);
  bucket.values.set(value, { replacement, isPlainWord });
}

/** The longest secret at every place; those that overlap become one interval, so that no rest is left. */
function findIntervals(
  text: string,
  buckets: ReadonlyMap<string, Bucket>,
  firstUnits: ReadonlySet<number>,
  isName: boolean,
): Interval[] {
  const intervals: Interval[] = [];
  for (let start = 0; start + leastSoughtLength <= text.length; start += 1) {
    if (!firstUnits.has(text.charCodeAt(start))) continue;
    const bucket = buckets.get(text.slice(start, start + leastSoughtLength));
    const found = bucket === undefined ? undefined : longestAt(text, start, bucket, isName);
    if (found === undefined) continue;
    const last = intervals.at(-1);
    if (last === undefined || start >= last.end) {
      intervals.push(found);
    } else if (found.end > last.end) {
      last.end = found.end;
      last.replacement = mask;
    }
  }
  return intervals;
}

function longestAt(
  text: string,
  start: number,
  bucket: Bucket,
  isName: boolean,
): Interval | undefined {
  for (const length of bucket.lengths) {
    const end = start + length;
    const value = bucket.values.get(text.slice(start, end));
    if (value === undefined || end > text.length) continue;
    if (value.isPlainWord && (isName || !standsAlone(text, start, end))) continue;
    return { start, end, replacement: value.replacement };
  }
  return undefined;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !wordCharacter.test(text[start - 1] ?? '') && !wordCharacter.test(text[end] ?? '');
}

function replaceIntervals(text: string, intervals: readonly Interval[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, replacement } of intervals) {
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}
