// Reads an RE2 pattern into a small tree, far enough to know lengths and literals. It is used when rules
// are loaded from YAML (windows, shorthand boundaries) and by `rules check`; RE2 itself judges validity.
// Syntax: https://github.com/google/re2/wiki/Syntax

import { allCodes, escapedSets, posixSets, without } from './characterSets.ts';

/** One node of a pattern; a `chars` node is one character out of a set of latin1 codes. */
export type PatternNode =
  | { readonly kind: 'chars'; readonly set: ReadonlySet<number> }
  | { readonly kind: 'assertion' }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly name: string | undefined; readonly item: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
    };

/** In UTF-16 units: ten times the longest one that ships, and little enough for all that reads patterns piece by piece. */
export const longestPattern = 4096;

/** As RE2 has it: groups within each other are read by recursion. */
const deepestGroup = 1000;

/** Parses a pattern; throws a SyntaxError for what it does not know, and for one that is too long. */
export function parsePattern(source: string): PatternNode {
  if (source.length > longestPattern) {
    throw new SyntaxError(`longer than ${longestPattern} characters`);
  }
  const reader: Reader = { source, at: 0, depth: 0, ignoreCase: false, dotAll: false };
  const node = parseChoice(reader);
  if (reader.at < source.length) throw new SyntaxError(`unmatched ) at ${reader.at}`);
  return node;
}

/** Least and greatest number of characters a node can match; the greatest may be Infinity. */
export function widthOf(node: PatternNode): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case 'chars':
      return { min: 1, max: 1 };
    case 'assertion':
      return { min: 0, max: 0 };
    case 'group':
      return widthOf(node.item);
    case 'sequence': {
      const widths = node.items.map(widthOf);
      return { min: sum(widths.map((w) => w.min)), max: sum(widths.map((w) => w.max)) };
    }
    case 'choice': {
      const widths = node.items.map(widthOf);
      return {
        min: Math.min(...widths.map((w) => w.min)),
        max: Math.max(...widths.map((w) => w.max)),
      };
    }
    case 'repeat': {
      const width = widthOf(node.item);
      return { min: width.min * node.min, max: width.max === 0 ? 0 : width.max * node.max };
    }
  }
}

/** The character codes a match of the node can end with (`last`) or start with (`first`). */
export function edgeCharacters(node: PatternNode, edge: 'first' | 'last'): ReadonlySet<number> {
  switch (node.kind) {
    case 'chars':
      return node.set;
    case 'assertion':
      return new Set();
    case 'group':
    case 'repeat':
      return edgeCharacters(node.item, edge);
    case 'choice':
      return new Set(node.items.flatMap((item) => [...edgeCharacters(item, edge)]));
    case 'sequence': {
      const codes = new Set<number>();
      for (const item of edge === 'first' ? node.items : node.items.toReversed()) {
        for (const code of edgeCharacters(item, edge)) codes.add(code);
        if (widthOf(item).min > 0) break;
      }
      return codes;
    }
  }
}

interface Reader {
  readonly source: string;
  at: number;
  /** Open groups. */
  depth: number;
  ignoreCase: boolean;
  dotAll: boolean;
}

function parseChoice(reader: Reader): PatternNode {
  const { ignoreCase, dotAll } = reader;
  const items = [parseSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at++;
    items.push(parseSequence(reader));
  }
  // Flags set inside a group end with it.
  reader.ignoreCase = ignoreCase;
  reader.dotAll = dotAll;
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'choice', items };
}

function parseSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const atom = parseAtom(reader);
    if (atom !== undefined) items.push(parseRepeat(reader, atom));
  }
  return { kind: 'sequence', items };
}

function parseRepeat(reader: Reader, item: PatternNode): PatternNode {
  const rest = reader.source.slice(reader.at);
  const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/u.exec(rest);
  if (found === null) return item;
  reader.at += found[0].length;
  const sign = rest[0];
  if (sign === '*') return { kind: 'repeat', item, min: 0, max: Infinity };
  if (sign === '+') return { kind: 'repeat', item, min: 1, max: Infinity };
  if (sign === '?') return { kind: 'repeat', item, min: 0, max: 1 };
  const min = Number(found[1]);
  const max = found[2] === undefined ? min : found[3] === '' ? Infinity : Number(found[3]);
  if (max < min) throw new SyntaxError(`${found[0]} ends below its beginning at ${reader.at}`);
  return { kind: 'repeat', item, min, max };
}

function parseAtom(reader: Reader): PatternNode | undefined {
  const character = reader.source[reader.at] ?? '';
  if (character === '(') return parseGroup(reader);
  if (character === '[') return { kind: 'chars', set: parseClass(reader) };
  if (character === '\\') return parseEscape(reader);
  reader.at++;
  if (character === '^' || character === '$') return { kind: 'assertion' };
  if (character === '.') {
    return { kind: 'chars', set: reader.dotAll ? allCodes : without(allCodes, new Set([10])) };
  }
  return { kind: 'chars', set: foldCase(reader, new Set([character.charCodeAt(0)])) };
}

function parseGroup(reader: Reader): PatternNode | undefined {
  const flags = /^\(\?([ims-]*)([:)])/u.exec(reader.source.slice(reader.at));
  const outer = { ignoreCase: reader.ignoreCase, dotAll: reader.dotAll };
  let name: string | undefined;
  if (flags === null) {
    const head = /^\((?:\?P?<([A-Za-z_]\w*)>)?/u.exec(reader.source.slice(reader.at));
    if (head === null) throw new SyntaxError(`unknown group at ${reader.at}`);
    name = head[1];
    reader.at += head[0].length;
    if (reader.source[reader.at] === '?') throw new SyntaxError(`unknown group at ${reader.at}`);
  } else {
    const [on = '', off = ''] = (flags[1] ?? '').split('-');
    reader.ignoreCase = (reader.ignoreCase || on.includes('i')) && !off.includes('i');
    reader.dotAll = (reader.dotAll || on.includes('s')) && !off.includes('s');
    reader.at += flags[0].length;
    if (flags[2] === ')') return undefined;
  }
  if (++reader.depth > deepestGroup) {
    throw new SyntaxError(`more than ${deepestGroup} groups within each other`);
  }
  const item = parseChoice(reader);
  if (reader.source[reader.at] !== ')') throw new SyntaxError('a group is not closed');
  reader.at++;
  reader.depth--;
  Object.assign(reader, outer);
  return { kind: 'group', name, item };
}

function parseEscape(reader: Reader): PatternNode {
  const letter = reader.source[reader.at + 1] ?? '';
  if (/[bBAzQ]/u.test(letter)) {
    reader.at += 2;
    return { kind: 'assertion' };
  }
  return { kind: 'chars', set: foldCase(reader, parseEscapedSet(reader)) };
}

function parseEscapedSet(reader: Reader): ReadonlySet<number> {
  const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/u.exec(reader.source.slice(reader.at));
  if (hex !== null) {
    reader.at += hex[0].length;
    return new Set([Number.parseInt(hex[1] ?? hex[2] ?? '', 16)]);
  }
  const letter = reader.source[reader.at + 1];
  if (letter === undefined) throw new SyntaxError('a backslash at the end');
  reader.at += 2;
  const named = escapedSets[letter];
  if (named !== undefined) return named;
  if (/[A-Za-z0-9]/u.test(letter)) throw new SyntaxError(`unknown escape \\${letter}`);
  return new Set([letter.charCodeAt(0)]);
}

function parseClass(reader: Reader): ReadonlySet<number> {
  const { source } = reader;
  const start = reader.at;
  reader.at++;
  const isNegated = source[reader.at] === '^';
  if (isNegated) reader.at++;
  const codes = new Set<number>();
  let isFirst = true;
  while (isFirst || source[reader.at] !== ']') {
    if (reader.at >= source.length)
      throw new SyntaxError(`the class at ${start} lacks its closing ]`);
    isFirst = false;
    const posix = /^\[:(\w+):\]/u.exec(source.slice(reader.at));
    if (posix !== null) {
      const set = posixSets[posix[1] ?? ''];
      if (set === undefined) throw new SyntaxError(`unknown class ${posix[0]}`);
      for (const code of set) codes.add(code);
      reader.at += posix[0].length;
      continue;
    }
    const from = parseClassItem(reader);
    const [low] = from;
    if (from.size === 1 && source[reader.at] === '-' && source[reader.at + 1] !== ']') {
      reader.at++;
      const [high] = parseClassItem(reader);
      for (let code = low ?? 0; code <= (high ?? -1); code++) codes.add(code);
    } else {
      for (const code of from) codes.add(code);
    }
  }
  reader.at++;
  const folded = foldCase(reader, codes);
  return isNegated ? without(allCodes, folded) : folded;
}

function parseClassItem(reader: Reader): ReadonlySet<number> {
  if (reader.source[reader.at] === '\\') return parseEscapedSet(reader);
  const code = reader.source.charCodeAt(reader.at);
  reader.at++;
  return new Set([code]);
}

function foldCase(reader: Reader, set: ReadonlySet<number>): ReadonlySet<number> {
  if (!reader.ignoreCase) return set;
  const folded = new Set(set);
  for (const code of set) {
    const letter = String.fromCharCode(code);
    if (/[a-z]/iu.test(letter)) {
      folded.add(letter.toLowerCase().charCodeAt(0));
      folded.add(letter.toUpperCase().charCodeAt(0));
    }
  }
  return folded;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
