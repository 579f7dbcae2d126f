// Values without quotes, or without the closing one, and those of several lines.
import { bareValueAt } from './bareValue.ts';
import { documentsParameter, insideString, startsLine } from './notation.ts';
import { add, type How, type Reading } from './reading.ts';
import { noteCut } from './textWindow.ts';

/** Reads a value without quotes. */
export function readBare(reading: Reading, from: number, how: How): void {
  const { text, window } = reading;
  let at = from;
  const block = /[|>][+-]?[ \t]*\r?\n[ \t]+/y;
  block.lastIndex = at;
  if (how.operator === ':' && block.test(text)) at = block.lastIndex;
  else if (
    how.operator === ':' &&
    /^(?:[|>]|!\w+[\s]|&\w+\s|\*\w+\s*$)/u.test(text.slice(at, at + 40))
  )
    return;
  if (documentsParameter.test(reading.before)) return;
  const code = text.charCodeAt(at);
  if (Number.isNaN(code) || code === 10 || code === 13 || code === 44 || code === 59) return;
  // NAME= # a comment
  if (code === 35 && /[ \t]#[ \t]/u.test(text.slice(at - 1, at + 2))) return;
  const isLineStart = reading.name.quote === '' && startsLine(reading.before);
  const enclosing = isLineStart ? literalAround(reading.before) : '';
  const value = bareValueAt(text, at, { isLineStart, reachesEnd: window.atEnd, enclosing });
  if (value === undefined || value.end - value.start > 1800) return;
  // password = condition ? a : b, $password = Read-Host "…": code within text
  const rest = text.slice(value.end, value.end + 4);
  if (rest.startsWith(' ? ')) return;
  if (
    /^ ["'$-]/u.test(rest) &&
    /^[A-Z][a-z]+-[A-Z][A-Za-z]+$/u.test(text.slice(value.start, value.end))
  )
    return;
  // f(x) and a[i] are code in every language.
  if (!value.isLine && /[([]/u.test(text.charAt(value.end))) return;
  const written = text.slice(value.start, value.end);
  if (
    /^(?:self|this|cls|os|process|window|\$this|request|req|settings|config|options?|args|params|ctx|event|props|state|user|data|app)\b[.[(-]/u.test(
      written,
    )
  ) {
    return;
  }
  if (
    value.isLine &&
    /[,;]$/u.test(text.slice(at, value.end + 1)) &&
    /^[A-Za-z_][\w.]*$/u.test(written)
  )
    return;
  // "password": Standard parameter of …, "password: must be given": an explanation
  if (
    (reading.name.quote !== '' || (how.operator === ':' && insideString(reading.before))) &&
    /^[A-Za-z]+$/u.test(written) &&
    /^ [A-Za-z]/u.test(text.slice(value.end, value.end + 2))
  ) {
    return;
  }
  const isNumber = /^-?\d[\d_]*$/u.test(written);
  add(reading, value.start, value.end, { ...how, syntax: isNumber ? 'number' : 'bare' });
}

// The quote before the name, or the one that opens the line when the name stands within: "%env NAME=value\n"
function literalAround(before: string): string {
  const last = /["'`]$/u.exec(before)?.[0];
  if (last !== undefined) return last;
  return insideString(before) ? (/^[ \t]*(["'`])/u.exec(before)?.[1] ?? '') : '';
}

/** Reads a value whose quote opens and does not close on its line: YAML, .env and damaged files. */
export function readDamaged(reading: Reading, at: number, how: How): void {
  const { text } = reading;
  if (how.operator === '=' && startsLine(reading.before) && readLines(reading, at, how)) return;
  const feed = text.indexOf('\n', at);
  if (feed < 0) noteCut();
  const end = feed < 0 ? (reading.window.atEnd ? text.length : -1) : feed;
  const value = text.slice(at + 1, Math.max(at + 1, end)).trimEnd();
  if (value.length < 4 || value.length > 200 || !startsLine(reading.before) || /\s/u.test(value))
    return;
  add(reading, at + 1, at + 1 + value.length, { ...how, syntax: 'quoted' });
}

// NAME="first line\nsecond line": what .env allows between quotes, as long as no line reads as an assignment
function readLines(reading: Reading, at: number, how: How): boolean {
  const lines =
    /(["'])([^"'=\r\n]{4,200}={0,2}(?:\r?\n[^"'=\r\n]{4,200}={0,2}){1,20})\1[ \t]*(?:#[^\n]*)?(?=\r?\n|$)/y;
  lines.lastIndex = at;
  noteCut();
  const value = lines.exec(reading.text)?.[2];
  if (value === undefined) return false;
  add(reading, at + 1, at + 1 + value.length, { ...how, syntax: 'quoted' });
  return true;
}
