// Values of options: from the text of an argument to a checked value, or one line that says what is wrong.
import { parseByteSize } from '../config/byteSize.ts';
import { UsageError } from '../model/errors.ts';
import { suggestion } from '../rules/ruleFields.ts';

/** A whole number of at least `least` and at most `most`. */
export function wholeNumber(
  name: string,
  text: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  throw new UsageError(`${name} takes a whole number, ${range}, not '${text}'`);
}

/** Seconds, fractions allowed, to milliseconds. */
export function seconds(name: string, text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/u.test(text) && value > 0) return Math.ceil(value * 1000);
  throw new UsageError(`${name} takes a number of seconds above 0, not '${text}'`);
}

/** `500`, `10k`, `10M`, `1.5G` (also `kB`, `KiB`) to bytes; factors of 1,024 as in git's own configuration. */
export function byteCount(name: string, text: string): number {
  const bytes = parseByteSize(text);
  if (bytes !== undefined) return bytes;
  throw new UsageError(`${name} takes a size such as 500k, 10M or 1G, not '${text}'`);
}

/** One word of a list. */
export function oneOf<Word extends string>(
  name: string,
  text: string,
  words: readonly Word[],
): Word {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  const hint = suggestion(text, words) || ` (one of ${words.join(', ')})`;
  throw new UsageError(`${name} does not know '${text}'${hint}`);
}
