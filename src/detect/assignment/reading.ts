// One reading of a window: the name, what stands before it, and the candidates found so far; and how a literal
// or a piece of text becomes a candidate.
import type { Candidate, Role, Syntax } from './candidate.ts';
import { decodeEntities, decodeLiteral, decodeText, literalAt, type Literal } from './literal.ts';
import type { NameSpan } from './nameAt.ts';
import { authScheme, insideString } from './notation.ts';
import { isReference } from './reference.ts';
import { noteCut, type TextWindow } from './textWindow.ts';

export interface Reading {
  readonly window: TextWindow;
  readonly text: string;
  readonly name: NameSpan;
  /** The line before the name and its opening quote, cut to 160 characters. */
  readonly before: string;
  readonly found: Candidate[];
}

/** What ties a value to the name, as far as it is read. */
export interface How {
  readonly role: Role;
  readonly operator: string;
  readonly callee?: string;
}

/** The start of a reading. */
export function newReading(window: TextWindow, name: NameSpan): Reading {
  const { text } = window;
  const lineStart = text.lastIndexOf('\n', name.start - 1) + 1;
  const before = text.slice(Math.max(lineStart, name.outer - 160), name.outer);
  return { window, text, name, before, found: [] };
}

/** A literal, with what is glued to it, as a candidate. */
export function addLiteral(reading: Reading, first: Literal, how: How): void {
  const { text } = reading;
  const parts = [first];
  if (how.role !== 'list' && how.role !== 'argument') collectParts(reading, parts, how.role);
  const last = parts[parts.length - 1] ?? first;
  if (parts.length === 1) {
    if (first.end === first.start) return;
    const literal = innerOf(text, first);
    const { value, encoding } = decodeLiteral(text, literal);
    if (/^\{\s*"/u.test(value)) {
      // The names inside speak for their own values.
      if (tellingField.test(value) || addInner(reading, literal, how)) return;
    }
    push(
      reading,
      literal.start,
      literal.end,
      { ...how, syntax: 'quoted', next: first.next, prefix: first.prefix },
      value,
      encoding,
    );
    return;
  }
  const value = parts.map((part) => decodeLiteral(text, part).value).join('');
  push(
    reading,
    first.start,
    last.end,
    { ...how, syntax: 'quoted', next: last.next, prefix: first.prefix },
    value,
    'joined',
  );
}

// "'value'": quoted twice; three quotes on lines of their own
function innerOf(text: string, literal: Literal): Literal {
  const { start, end, quote } = literal;
  const written = text.slice(start, end);
  if (/^(["'])[^"']{3,}\1$/u.test(written)) return { ...literal, start: start + 1, end: end - 1 };
  if (quote.length !== 3 || !written.includes('\n')) return literal;
  const trimmed = written.trim();
  const from = start + written.indexOf(trimmed);
  return { ...literal, start: from, end: from + trimmed.length };
}

const tellingField = /"[\w-]*(?:pass|pwd|secret|token|api[_-]?key|auth)[\w-]*"\s*:\s*"[^"]/iu;

// "Apitoken": "{\"name\":\"…\",\"sig\":\"…\"}": the longest of the inner values
function addInner(reading: Reading, literal: Literal, how: How): boolean {
  const raw = reading.text.slice(literal.start, literal.end);
  let best: { readonly start: number; readonly end: number } | undefined;
  for (const match of raw.matchAll(
    /(?<!\\)\\*"[ \t]*:[ \t]*\\*"([A-Za-z0-9+/_=-]{16,512})\\*"/gu,
  )) {
    const start = literal.start + match.index + match[0].lastIndexOf(match[1] ?? '');
    const end = start + (match[1]?.length ?? 0);
    if (best === undefined || end - start > best.end - best.start) best = { start, end };
  }
  if (best === undefined) return false;
  add(reading, best.start, best.end, { ...how, syntax: 'quoted' });
  return true;
}

// "a" "b", "a" + "b": one value
function collectParts(reading: Reading, parts: Literal[], role: Role): void {
  const glue =
    /(?:[ \t]*(?:\\|#[^\n"']{0,80})?\r?\n[ \t]*(?:\+[ \t]*)?|[ \t]*\+[ \t]*(?:\r?\n[ \t]*)?|[ \t]+)/y;
  while (parts.length < 40) {
    const last = parts[parts.length - 1];
    if (last === undefined) return;
    glue.lastIndex = last.next;
    if (!glue.test(reading.text)) return;
    const part = literalAt(reading.text, glue.lastIndex);
    if (part === undefined || part.level !== last.level) return;
    if (
      part.quote !== last.quote &&
      (role !== 'assign' || part.quote.length + last.quote.length > 2)
    )
      return;
    // {"a": "x" \n "b": …} in damaged JSON and "x" \n "key": lines are no continuation.
    const isKey = /\s{0,4}[:=]/y;
    isKey.lastIndex = part.next;
    if (isKey.test(reading.text)) return;
    parts.push(part);
  }
}

/** A piece of the window as it stands, as a candidate. */
export function add(
  reading: Reading,
  start: number,
  end: number,
  how: How & { readonly syntax: Syntax },
): void {
  push(reading, start, end, how, decodeText(reading.text.slice(start, end)), undefined);
}

/** Text of XML or HTML, as a candidate: its entities stand for characters. */
export function addMarkup(
  reading: Reading,
  start: number,
  end: number,
  how: How & { readonly syntax: Syntax },
): void {
  const stored = decodeText(reading.text.slice(start, end));
  const value = decodeEntities(stored);
  push(reading, start, end, how, value, value === stored ? undefined : 'html-entity');
}

// ${NAME:-value}, ${NAME:value}: the value in case that nothing is set
const defaultOf = /^\$\{[\w.-]{1,64}?(?::[-=]?|-)([^${}:?+][^${}]{2,})\}$/u;

// Names of files that hold a secret, with a path for a value
const fileName = /(?:file|path|dir|location)$/iu;

function push(
  reading: Reading,
  start: number,
  end: number,
  how: How & { readonly syntax: Syntax; readonly next?: number; readonly prefix?: string },
  value: string,
  encoding: Candidate['encoding'],
): void {
  const { text, window, name } = reading;
  const other = encoding === undefined ? defaultOf.exec(value)?.[1] : undefined;
  if (other !== undefined) {
    const from = text.indexOf(other, start);
    if (from < 0) return;
    return push(reading, from, from + other.length, { ...how, role: 'default' }, other, undefined);
  }
  if (isReference(value)) return;
  if (/^[.~]{0,2}\//u.test(value) && fileName.test(text.slice(name.start, name.end))) return;
  // Authorization: ApiKey <value>
  const scheme = encoding === undefined ? authScheme.exec(value)?.[0] : undefined;
  if (scheme !== undefined && /auth/iu.test(text.slice(name.start, name.end))) {
    return push(
      reading,
      start + scheme.length,
      end,
      { ...how, role: 'header' },
      value.slice(scheme.length),
      encoding,
    );
  }
  const next = how.next ?? end;
  const feed = text.indexOf('\n', next);
  if (feed < 0 && text.length < next + 80) noteCut();
  const lineEnd = Math.min(feed < 0 ? text.length : feed, next + 80);
  reading.found.push({
    name: decodeText(text.slice(name.start, name.end)),
    role: how.role,
    syntax: how.syntax,
    startOffset: window.offset + start,
    endOffset: window.offset + end,
    value,
    ...(encoding === undefined ? {} : { encoding }),
    before: reading.before,
    after: text.slice(next, lineEnd),
    inString: name.quote === '' && insideString(reading.before),
    operator: how.operator,
    callee: how.callee ?? '',
    prefix: how.prefix ?? '',
  });
}
