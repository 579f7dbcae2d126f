// Where the keys of a TOML text stand: its parser gives values without places. A rough reading of a text that is known to
// be valid (toml.io, 1.0): tables, arrays of tables and the keys below them; values are passed over.
import type { LineOf } from '../rules/ruleFields.ts';

/** Lines by path; of a path that is not found, that of the nearest table around it. Reads the text when first asked. */
export function tomlLines(text: string): LineOf {
  let lineOf: LineOf | undefined;
  return (path) => (lineOf ??= linesIn(text))(path);
}

function linesIn(text: string): LineOf {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  const note = (path: readonly (string | number)[], line: number): void => {
    const key = JSON.stringify(path);
    if (!lines.has(key)) lines.set(key, line);
  };
  let table: (string | number)[] = [];
  for (const { line, text: statement } of statements(text)) {
    const header = /^\[(\[?)([^\]]*)\]/u.exec(statement);
    if (header === null) {
      const name = /^[^=]+/u.exec(statement)?.[0] ?? '';
      const path = [...table];
      for (const part of partsOf(name)) note(path.concat(part), (path.push(part), line));
      continue;
    }
    const parts = partsOf(header[2] ?? '');
    table = numbered(parts.slice(0, -1), counts);
    const last = parts.at(-1) ?? '';
    table.push(last);
    note(table, line);
    if (header[1] === '') continue;
    const key = JSON.stringify(table);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    table.push(count);
    note(table, line);
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** A path of names with the number of the running element after each array of tables. */
function numbered(
  parts: readonly string[],
  counts: ReadonlyMap<string, number>,
): (string | number)[] {
  const path: (string | number)[] = [];
  for (const part of parts) {
    path.push(part);
    const count = counts.get(JSON.stringify(path));
    if (count !== undefined) path.push(count - 1);
  }
  return path;
}

function partsOf(name: string): string[] {
  return [...name.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/gu)].map(
    ([, basic, literal, bare]) => basic ?? literal ?? bare ?? '',
  );
}

/** Strings, comments and brackets: what decides where a statement ends. */
const pieces =
  /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]|[^"'#[\]{}\n]+/gu;

/** Each header and each `key = value`, with the line it begins in and its first line of text. */
function* statements(text: string): Generator<{ line: number; text: string }> {
  let line = 1;
  let startLine = 1;
  let statement = '';
  let depth = 0;
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === '\n' && depth <= 0) {
      if (statement.trim() !== '') yield { line: startLine, text: statement.trim() };
      statement = '';
      depth = 0;
      startLine = line + 1;
    } else if (!piece.startsWith('#')) {
      if (piece === '[' || piece === '{') depth++;
      else if (piece === ']' || piece === '}') depth--;
      if (statement.length < 1000) statement += piece;
    }
    line += piece.split('\n').length - 1;
  }
  if (statement.trim() !== '') yield { line: startLine, text: statement.trim() };
}
