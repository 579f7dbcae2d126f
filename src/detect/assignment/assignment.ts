// The generic extractor: from a telling name to the values that may belong to it. Reads one bounded
// window of latin1 text around a keyword hit; knows no path, so it offers what any language could mean
// (candidate.syntax and role say which) and leaves the choice to the score.
import type { Candidate, Role } from './candidate.ts';
import { nameAt } from './nameAt.ts';
import {
  readComma,
  readFallback,
  readQuotedName,
  readSetter,
  readSpaced,
  readTag,
  readValueBefore,
} from './neighbour.ts';
import { annotation, operatorAt, restOfTag } from './notation.ts';
import { newReading, type Reading } from './reading.ts';
import { noteCut, type TextWindow } from './textWindow.ts';
import { readValue } from './value.ts';

/** Candidates for the name around the keyword that stands at `text[from, to)`. */
export function assignmentsAt(window: TextWindow, from: number, to: number): Candidate[] {
  const name = nameAt(window.text, from, to);
  if (name === undefined) return [];
  if (name.start === 0 && !window.atStart) return [];
  const reading = newReading(window, name);
  read(reading);
  return reading.found;
}

function read(reading: Reading): void {
  const { text, name } = reading;
  if (readAnnotated(reading)) return;
  let at = name.next;
  if (name.quote !== '') {
    if (readQuotedName(reading, at) || readValueBefore(reading)) return;
    // "name" to "value", "name" -> "value"
    const arrow = /[ \t]+(?:->|to)[ \t]+(?=["'])/y;
    arrow.lastIndex = at;
    if (arrow.test(text))
      return readValue(reading, arrow.lastIndex, { role: 'entry', operator: '=>' });
    // data['password'] = …, ENV['PASSWORD'] || …, os.environ.get("X") or "…"
    const closer = /[ \t]{0,4}(?:[\])}]{1,2}|\*{1,2})/y;
    closer.lastIndex = at;
    if (closer.test(text)) {
      at = closer.lastIndex;
      // fetch("NAME") { "value" }, var("NAME").unwrap_or("value")
      const other = /(?:[ \t]*\{[ \t]*|\.(?:unwrap_or|orElse|getOrElse|or)\([ \t]*)(?=["'])/y;
      other.lastIndex = at;
      if (other.test(text)) return readFallback(reading, '||', other.lastIndex);
    }
  } else if (readValueBefore(reading)) return;
  // (login, password) = …
  else if (/[)\]]/u.test(text.charAt(at)) && /^[ \t]*[([][\w.$, \t]*,[ \t]*$/u.test(reading.before))
    at++;
  // <password type="…">value
  if (text.charAt(name.outer - 1) === '<') {
    restOfTag.lastIndex = at;
    if (restOfTag.test(text)) return readTag(reading, restOfTag.lastIndex);
  }
  // <key>name</key><string>value
  const plist = /<\/key>\s{0,40}<string>/y;
  plist.lastIndex = at;
  if (text.startsWith('</k', at)) noteCut();
  if (plist.test(text)) return readTag(reading, plist.lastIndex, true);
  // **password**: value
  if (text.startsWith('**', at)) at += 2;
  operatorAt.lastIndex = at;
  const match = operatorAt.exec(text);
  if (match === null) return readSpaced(reading, at);
  const [, operator, comma, paren, greater, fallback] = match;
  const next = operatorAt.lastIndex;
  // A Ruby symbol or a type: `name :string`
  if (operator === ':' && /^[ \t]+:$/u.test(match[0])) return;
  // "$PWD:/data": a shell puts the variable's value there.
  if (operator === ':' && text.charAt(name.start - 1) === '$' && /^:\S/u.test(text.slice(at)))
    return;
  // ${NAME:=value}
  if (operator === ':=' && text.endsWith('{', name.start)) return readFallback(reading, ':-', next);
  if (operator !== undefined) readOperator(reading, operator, next);
  else if (comma !== undefined) readComma(reading, next);
  else if (paren !== undefined) readSetter(reading, next);
  else if (greater !== undefined) readTag(reading, next);
  else if (fallback !== undefined) readFallback(reading, fallback, next);
}

function readAnnotated(reading: Reading): boolean {
  annotation.lastIndex = reading.name.next;
  const match = annotation.exec(reading.text);
  if (match === null) return false;
  readValue(reading, annotation.lastIndex, { role: 'assign', operator: match[1] ?? '=' });
  return reading.found.length > 0;
}

function readOperator(reading: Reading, operator: string, at: number): void {
  if (operator === '::' || operator === '=~') return;
  const role: Role = /^[!=]==?$/u.test(operator)
    ? 'compare'
    : operator === ':' || operator === '=>'
      ? 'entry'
      : 'assign';
  readValue(reading, at, { role, operator });
}
