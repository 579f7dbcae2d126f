// Takes secrets out of the string literals of a Python file: what should stand there instead, or why that cannot be said
// safely. Only the literal is changed (and a call that gave it as a default); the code around it stays as it is.
import type { PythonLiteral } from './pythonLiterals.ts';
import { pythonLiterals } from './pythonLiterals.ts';

/** A secret in the text, in UTF-16 units, and the environment variable for it. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  readonly variable: string;
}

export interface PythonEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface PythonChange {
  readonly ranges: readonly SecretRange[];
  /** Why it is left to the reader, as a sentence; then there is no edit. */
  readonly reason?: string;
  readonly edit?: PythonEdit;
}

const notInLiteral = 'it stands in a comment, or not within a string literal: take it out by hand';

/** One change for each literal (or joined run of literals) that holds secrets, in order. */
export function replaceInPython(text: string, ranges: readonly SecretRange[]): PythonChange[] {
  const literals = pythonLiterals(text);
  const changes: PythonChange[] = [];
  const byLiteral = new Map<PythonLiteral, SecretRange[]>();
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const first = literals.find(({ end }) => end > range.start);
    const last = literals.findLast(({ start }) => start < range.end);
    if (first === undefined || last === undefined || range.start < first.start) {
      changes.push({ ranges: [range], reason: notInLiteral });
    } else if (first !== last) changes.push(joinedChange(first, last, range));
    else byLiteral.set(first, [...(byLiteral.get(first) ?? []), range]);
  }
  for (const [literal, within] of byLiteral) {
    const index = literals.indexOf(literal);
    const hasNeighbour =
      isAdjacent(text, literals[index - 1], literal) ||
      isAdjacent(text, literal, literals[index + 1]);
    changes.push({ ranges: within, ...literalChange(text, literal, within, hasNeighbour) });
  }
  return changes.toSorted((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0));
}

/** Whether `os` has still to be imported for `os.environ`. */
export function needsOsImport(text: string): boolean {
  return !/^[ \t]*import[ \t][^#\n]*\bos\b(?![ \t]+as\b)/mu.test(text);
}

/** `"abc" + "def"`, `"abc" "def"`: one value in pieces. */
function joinedChange(first: PythonLiteral, last: PythonLiteral, range: SecretRange): PythonChange {
  const isWhole = range.start <= first.bodyStart && range.end >= last.bodyEnd;
  if (!isWhole || first.prefix.includes('b')) {
    return {
      ranges: [range],
      reason: 'it is put together from several literals: change them by hand',
    };
  }
  return {
    ranges: [range],
    edit: { start: first.start, end: last.end, text: environ(range.variable) },
  };
}

function literalChange(
  text: string,
  literal: PythonLiteral,
  ranges: readonly SecretRange[],
  hasNeighbour: boolean,
): Pick<PythonChange, 'edit' | 'reason'> {
  const { prefix, start, end } = literal;
  const [only] = ranges;
  const isWhole = only !== undefined && ranges.length === 1 && isAllOf(text, literal, only);
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (/^[ \t]*case[ \t(][^=]*$/u.test(line)) {
    return { reason: 'a pattern of `match` takes no expression: compare it in a guard by hand' };
  }
  if (prefix.includes('t')) return { reason: 'it stands in a template string: change it by hand' };
  if (!isWhole) return partChange(text, literal, ranges);
  if (hasNeighbour) {
    if (prefix.includes('b'))
      return { reason: 'it is one of several joined literals of bytes: change them by hand' };
    return { edit: { start, end, text: `f"{os.environ['${only.variable}']}"` } };
  }
  const call = defaultCall(text, literal);
  if (call !== undefined) return { edit: call };
  const value = environ(only.variable);
  return { edit: { start, end, text: prefix.includes('b') ? `${value}.encode()` : value } };
}

/** Whether nothing but line ends stands around it: those of a private key are not told. */
function isAllOf(text: string, { bodyStart, bodyEnd }: PythonLiteral, range: SecretRange): boolean {
  const around = text.slice(bodyStart, range.start) + text.slice(range.end, bodyEnd);
  // Escaped line ends, and white space with a line end in it.
  return around
    .split(/\\n|\\\r?\n/u)
    .every((space) => space === '' || (space.trim() === '' && space.includes('\n')));
}

/** Part of a literal becomes a replacement field of an f-string. */
function partChange(
  text: string,
  literal: PythonLiteral,
  ranges: readonly SecretRange[],
): Pick<PythonChange, 'edit' | 'reason'> {
  const { prefix, quote, start, end, bodyStart, bodyEnd } = literal;
  if (prefix.includes('b'))
    return { reason: 'it is part of a literal of bytes: put that together by hand' };
  if (text.slice(start, end).includes('\n')) {
    return { reason: 'it is part of a text of several lines: take it out by hand' };
  }
  if (/^\s*(?:%(?!=)|\.\s*format(?:_map)?\b)/u.test(text.slice(end))) {
    return { reason: 'the literal is formatted with % or format(): put the value in there' };
  }
  const isF = prefix.includes('f');
  if (isF && ranges.some((range) => isInField(text.slice(bodyStart, range.start)))) {
    return { reason: 'it stands in an expression of an f-string: take it out by hand' };
  }
  const inner = quote.startsWith('"') ? "'" : '"';
  let body = '';
  let from = bodyStart;
  const literalText = (piece: string): string =>
    isF ? piece : doubledBraces(piece, prefix.includes('r'));
  for (const { start: at, end: to, variable } of ranges) {
    body += `${literalText(text.slice(from, at))}{os.environ[${inner}${variable}${inner}]}`;
    from = to;
  }
  body += literalText(text.slice(from, bodyEnd));
  const newPrefix = isF ? prefix : `f${prefix.replace('u', '')}`;
  return { edit: { start, end, text: `${newPrefix}${quote}${body}${quote}` } };
}

/** Whether what comes next in an f-string is part of a replacement field. */
function isInField(before: string): boolean {
  let depth = 0;
  for (const [brace] of before.matchAll(/\{\{|\}\}|[{}]/gu)) {
    // Within a field two braces are two, not an escaped one.
    if (brace.length === 2 && depth === 0) continue;
    depth = Math.max(0, depth + (brace.startsWith('{') ? brace.length : -brace.length));
  }
  return depth > 0;
}

/** The braces of a text as an f-string needs them; those of a named character (`\\N{BULLET}`) stay. */
function doubledBraces(text: string, isRaw: boolean): string {
  const braces = isRaw ? /[{}]/gu : /\\\\|\\N\{[^{}]*\}|[{}]/gu;
  return text.replace(braces, (found) => (found.length === 1 ? found + found : found));
}

/** `os.environ.get("NAME", "secret")`, `config("NAME", default="secret")`: without the default. */
function defaultCall(text: string, { start, end }: PythonLiteral): PythonEdit | undefined {
  const behind = /^\s*,?\s*\)/u.exec(text.slice(end))?.[0];
  if (behind === undefined) return undefined;
  const lead = text.slice(Math.max(0, start - 200), start);
  const get =
    /(?<![\w.])(?:(os\.)?environ\.get|(?:os\.)?getenv)\(\s*(["'])(\w+)\2\s*,\s*(?:default\s*=\s*)?$/u.exec(
      lead,
    );
  if (get !== null) {
    const [whole, , , name = ''] = get;
    const isBare = whole.startsWith('environ');
    return {
      start: start - whole.length,
      end: end + behind.length,
      text: isBare ? `environ["${name}"]` : environ(name),
    };
  }
  const config =
    /(?<![\w.])((?:config|env(?:\.str)?)\(\s*(["'])\w+\2)\s*,\s*(?:default\s*=\s*)?$/u.exec(lead);
  if (config === null) return undefined;
  const [whole, kept = ''] = config;
  return { start: start - whole.length, end: end + behind.length, text: `${kept})` };
}

function environ(variable: string): string {
  return `os.environ["${variable}"]`;
}

/** Whether nothing but white space, comments and line ends stands between two literals: Python joins them. */
function isAdjacent(
  text: string,
  left: PythonLiteral | undefined,
  right: PythonLiteral | undefined,
): boolean {
  if (left === undefined || right === undefined) return false;
  const between = text.slice(left.end, right.start);
  if (!/^(?:[ \t\r\n]|#[^\n]*\n|\\\r?\n)*$/u.test(between)) return false;
  // Beyond a line end only within brackets, which a line that ends in the literal shows by what comes next.
  return !between.includes('\n') || isInBrackets(text, left.start);
}

/** Whether more brackets are open than closed before this place, strings and comments left out. */
function isInBrackets(text: string, at: number): boolean {
  let depth = 0;
  let from = 0;
  for (const literal of [...pythonLiterals(text).filter(({ start }) => start < at), undefined]) {
    const code = text.slice(from, literal?.start ?? at).replaceAll(/#[^\n]*/gu, '');
    for (const character of code) {
      if ('([{'.includes(character)) depth++;
      else if (')]}'.includes(character)) depth--;
    }
    if (literal === undefined) break;
    from = literal.end;
  }
  return depth > 0;
}
