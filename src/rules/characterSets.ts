// Sets of latin1 character codes: what the class escapes and bracket names of RE2 stand for.
// https://github.com/google/re2/wiki/Syntax

function rangeSet(...ranges: readonly (readonly [number, number])[]): ReadonlySet<number> {
  const set = new Set<number>();
  for (const [low, high] of ranges) for (let code = low; code <= high; code++) set.add(code);
  return set;
}

/** A set without some of its members. */
export function without(
  set: ReadonlySet<number>,
  removed: ReadonlySet<number>,
): ReadonlySet<number> {
  return new Set([...set].filter((code) => !removed.has(code)));
}

/** Every code, 0 to 255. */
export const allCodes = rangeSet([0, 255]);
const digits = rangeSet([48, 57]);
const wordCodes = rangeSet([48, 57], [65, 90], [95, 95], [97, 122]);
const spaces = rangeSet([9, 10], [12, 13], [32, 32]);

/** By the letter after the backslash: `\d`, `\w`, `\n`, … */
export const escapedSets: Readonly<Record<string, ReadonlySet<number>>> = {
  d: digits,
  D: without(allCodes, digits),
  w: wordCodes,
  W: without(allCodes, wordCodes),
  s: spaces,
  S: without(allCodes, spaces),
  n: new Set([10]),
  r: new Set([13]),
  t: new Set([9]),
  f: new Set([12]),
  v: new Set([11]),
  a: new Set([7]),
};

/** By name: `[[:alnum:]]`, … */
export const posixSets: Readonly<Record<string, ReadonlySet<number>>> = {
  alnum: rangeSet([48, 57], [65, 90], [97, 122]),
  alpha: rangeSet([65, 90], [97, 122]),
  digit: digits,
  lower: rangeSet([97, 122]),
  upper: rangeSet([65, 90]),
  punct: rangeSet([33, 47], [58, 64], [91, 96], [123, 126]),
  space: rangeSet([9, 13], [32, 32]),
  word: wordCodes,
  xdigit: rangeSet([48, 57], [65, 70], [97, 102]),
};
