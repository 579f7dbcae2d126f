// Values that no operator ties to their name: neighbours in a list or call, attributes and fields, tags,
// fallbacks, flags and what else follows a name after a space.
import { bareValueAt } from './bareValue.ts';
import type { Role } from './candidate.ts';
import { literalAt, opensLiteral } from './literal.ts';
import {
  attributeValue,
  compares,
  envRead,
  fieldValue,
  keywordArgument,
  laterDefault,
  looksUp,
  proseBeforeFlag,
  setsHeader,
  setsVariable,
  valueBefore,
  yamlFieldValue,
} from './notation.ts';
import { add, addLiteral, addMarkup, type Reading } from './reading.ts';
import { noteCut } from './textWindow.ts';
import { readLiteral, readValue } from './value.ts';

/** "name" followed by a comma, an attribute or a block: the value is a neighbour. */
export function readQuotedName(reading: Reading, at: number): boolean {
  const { text } = reading;
  for (const pattern of [fieldValue, attributeValue]) {
    pattern.lastIndex = at;
    if (pattern.test(text) && opensLiteral(text, pattern.lastIndex)) {
      const literal = literalAt(text, pattern.lastIndex);
      if (literal !== undefined) addLiteral(reading, literal, { role: 'field', operator: '' });
      return true;
    }
  }
  const block =
    /[ \t]*\{[^{}'"]{0,200}?(?:["'][^"'\n]{0,80}["'][^{}'"]{0,80}?){0,3}\bdefault[ \t]*=[ \t]*/y;
  block.lastIndex = at;
  // Fields and attributes on the next line, a block: they go on beyond the start of that line.
  if (/^(?:[ \t,]*\r?\n|[ \t]*\{)/u.test(text.slice(at, at + 40))) noteCut();
  if (block.test(text)) {
    readValue(reading, block.lastIndex, { role: 'default', operator: '=' });
    return true;
  }
  return false;
}

/** ("name", "value"), getenv("NAME", "value"), option("--name", default="value"), name, other = "x", "y" */
export function readComma(reading: Reading, at: number): void {
  const { text, name } = reading;
  if (name.quote === '') {
    if (text.endsWith(':', name.start)) return readNeighbour(reading, at, 'argument');
    if (compares.test(reading.before)) return readNeighbour(reading, at, 'compare');
    // {name: NAME, value: x}
    const field = /(?:value|default|val):[ \t]*/y;
    field.lastIndex = at;
    if (/(?:name|key):[ \t]*$/u.test(reading.before) && field.test(text))
      return readValue(reading, field.lastIndex, { role: 'field', operator: ':' });
    return readTupleHead(reading, at);
  }
  const isEnvRead = envRead.test(callBefore(reading));
  readNeighbour(reading, at, isEnvRead ? 'default' : name.isFlag ? 'flag' : 'argument');
  if (reading.found.length > 0) return;
  if (!/[()]/u.test(text.slice(at))) noteCut();
  laterDefault.lastIndex = at;
  if (laterDefault.test(text)) {
    const literal = literalAt(text, laterDefault.lastIndex);
    if (literal !== undefined) addLiteral(reading, literal, { role: 'default', operator: ',' });
  }
}

// What stands before the name, from the line before it where the name begins its own: getenv(\n    "NAME",
function callBefore({ text, name, before, window }: Reading): string {
  if (before.trim() !== '') return before;
  if (!window.atStart && name.outer < 160) noteCut();
  return text.slice(Math.max(0, name.outer - 160), name.outer);
}

// X-Api-Key, Authorization
const headerName = /^(?:x-[\w-]*(?:key|token|auth\w*)|(?:proxy-)?authorization)$/iu;

function readNeighbour(reading: Reading, at: number, role: Role): void {
  keywordArgument.lastIndex = at;
  if (!keywordArgument.test(reading.text)) return;
  const literal = literalAt(reading.text, keywordArgument.lastIndex);
  if (literal === undefined) {
    // `default_value=` may go on.
    if (keywordArgument.lastIndex > reading.text.length - 18) noteCut();
    return;
  }
  const isKey = /\s{0,4}:(?!:)/y;
  isKey.lastIndex = literal.next;
  if (isKey.test(reading.text)) return;
  // `user`, `password`, `port`: an enumeration in prose
  if (literal.quote === '`' && reading.name.quote === '`') return;
  if (reading.text.charAt(literal.start) === '-' && role !== 'default') return;
  // One string to a line: a list of names more often than a pair.
  const isOnNextLine = reading.text.slice(at, keywordArgument.lastIndex).includes('\n');
  const isHeader = headerName.test(reading.text.slice(reading.name.start, reading.name.end));
  addLiteral(reading, literal, {
    role,
    operator: isOnNextLine && !isHeader && role !== 'default' ? ',\n' : ',',
  });
}

// password, other = "x", "y"
function readTupleHead(reading: Reading, at: number): void {
  const rest =
    /(?:[A-Za-z_$][\w.$]*[ \t]*,[ \t]*){0,3}[A-Za-z_$][\w.$]*[ \t]*[)\]]?[ \t]*=[ \t]*[([]?(?=['"bBrRuU])/y;
  rest.lastIndex = at;
  if (!rest.test(reading.text) || !/^[ \t]*(?:[\w.$, ]*)$/u.test(reading.before)) return;
  const literal = literalAt(reading.text, rest.lastIndex);
  if (literal !== undefined) readLiteral(reading, literal, { role: 'assign', operator: '=' });
}

/** name("value") */
export function readSetter(reading: Reading, at: number): void {
  if (looksUp.test(reading.text.slice(reading.name.start, reading.name.end))) return;
  const space = /\s{0,60}/y;
  space.lastIndex = at;
  space.test(reading.text);
  const literal = literalAt(reading.text, space.lastIndex);
  if (literal !== undefined) addLiteral(reading, literal, { role: 'setter', operator: '(' });
}

/** <password>value</password>, key="password">value< */
export function readTag(reading: Reading, at: number, isInside = false): void {
  const { text, name } = reading;
  const isTag =
    isInside || /<[\w.-]*:?$/u.test(text.slice(Math.max(0, name.outer - 40), name.outer));
  // Omit<X, 'secret'> { … Pick<: types of TypeScript, not the value of an attribute.
  if (
    !isTag &&
    (name.quote === '' || !/=\s{0,8}$/u.test(text.slice(Math.max(0, name.outer - 9), name.outer)))
  ) {
    return;
  }
  const start = /\s{0,40}(?:<(?:value|string)>)?\s{0,20}(<!\[CDATA\[)?/y;
  start.lastIndex = at;
  const isCdata = start.exec(text)?.[1] !== undefined;
  const from = start.lastIndex;
  const end = text.indexOf(isCdata ? ']]>' : '<', from);
  if ((end < 0 && text.length - from < 400) || end > text.length - 2) noteCut();
  if (end <= from || end - from > 400) return;
  if (isTag && !/^(?:<\/|<!|\]\]>)/u.test(text.slice(end, end + 3))) return;
  const value = text.slice(from, end).trimEnd();
  const how = { role: 'tag', operator: '>', syntax: 'text' } as const;
  if (value === '') return;
  if (isCdata) add(reading, from, from + value.length, how);
  else addMarkup(reading, from, from + value.length, how);
}

/** value="…" name="name", "value": "…", "name": "name": the value stands before its name. */
export function readValueBefore(reading: Reading): boolean {
  const { text, name, window, before } = reading;
  if (!/(?:name|key)["']?[ \t]*[:=][ \t]*$/iu.test(before)) return false;
  if (!window.atStart && name.outer < 240) noteCut();
  const from = Math.max(0, name.outer - 240);
  const match = valueBefore.exec(text.slice(from, name.outer));
  const value = match?.[2] ?? match?.[3];
  if (match === null || value === undefined) return false;
  const start = from + match.index + match[0].indexOf(value, /[:=]/u.exec(match[0])?.index ?? 0);
  const syntax = match[2] === undefined ? 'bare' : 'quoted';
  add(reading, start, start + value.length, { role: 'field', operator: ':', syntax });
  return true;
}

/** environ.get("X") or "value", process.env.X || "value", ${X:-value} */
export function readFallback(reading: Reading, fallback: string, at: number): void {
  if (fallback === ':-') {
    const value = bareValueAt(reading.text, at, {
      isLineStart: false,
      reachesEnd: reading.window.atEnd,
      terminator: '}',
    });
    if (value !== undefined && reading.text.endsWith('{', reading.name.start)) {
      add(reading, value.start, value.end, { role: 'default', operator: fallback, syntax: 'bare' });
    }
    return;
  }
  const literal = literalAt(reading.text, at);
  if (literal !== undefined) addLiteral(reading, literal, { role: 'default', operator: fallback });
}

/** What follows a name without an operator: flags, SQL, C macros, .netrc, YAML name and value lines. */
export function readSpaced(reading: Reading, at: number): void {
  const { text, name } = reading;
  yamlFieldValue.lastIndex = at;
  if (yamlFieldValue.test(text)) {
    if (/(?:name|key):[ \t]*$/u.test(reading.before)) {
      readValue(reading, yamlFieldValue.lastIndex, {
        role: 'field',
        operator: ':',
      });
    }
    return;
  }
  const space = /[ \t]{1,20}/y;
  space.lastIndex = at;
  if (!space.test(text)) return;
  const next = space.lastIndex;
  const written = text.slice(name.start, name.end);
  if (name.isFlag || /(?:^|\s)--?$/u.test(reading.before)) {
    if (opensLiteral(text, next)) {
      const literal = literalAt(text, next);
      if (literal !== undefined) addLiteral(reading, literal, { role: 'flag', operator: ' ' });
    } else readWord(reading, next, 'flag');
    return;
  }
  if (setsVariable.test(reading.before) || setsHeader.test(reading.before)) {
    const literal = opensLiteral(text, next) ? literalAt(text, next) : undefined;
    if (literal === undefined) readWord(reading, next, 'assign');
    else addLiteral(reading, literal, { role: 'assign', operator: ' ' });
    return;
  }
  // SET PASSWORD FOR name = 'value'
  const forUser = /FOR[ \t]+[^=;\n]{1,80}=[ \t]*/iy;
  forUser.lastIndex = next;
  if (/\bset[ \t]+$/iu.test(reading.before) && forUser.test(text)) {
    const literal = literalAt(text, forUser.lastIndex);
    if (literal !== undefined) addLiteral(reading, literal, { role: 'sql', operator: '=' });
    return;
  }
  // psql's \set NAME value, CREATE ROLE x LOGIN PASSWORD value;
  if (/\\set[ \t]+$/u.test(reading.before)) return readWord(reading, next, 'flag');
  if (
    /^password$/iu.test(written) &&
    /\b(?:with|login|role|user|superuser|createdb|encrypted)\b[^;]*$/iu.test(reading.before) &&
    /^[\w$!@#%^&*.-]{3,64};/u.test(text.slice(next, next + 66))
  ) {
    return readWord(reading, next, 'sql');
  }
  const literal = opensLiteral(text, next) ? literalAt(text, next) : undefined;
  if (literal !== undefined) {
    if (/\blogin[ \t]+\S+[ \t]+$/u.test(reading.before))
      return addLiteral(reading, literal, { role: 'netrc', operator: ' ' });
    const isMacro = /#\s*define[ \t]+$/u.test(reading.before);
    const isSql = /^(?:password|passphrase)$/iu.test(written) && name.quote === '';
    if (isMacro) addLiteral(reading, literal, { role: 'assign', operator: ' ' });
    else if (isSql) addLiteral(reading, literal, { role: 'sql', operator: ' ' });
    else if (/^\s*$/u.test(reading.before) && /^[\w-]+$/u.test(written)) {
      // Ruby and Nginx style: password "value"
      addLiteral(reading, literal, { role: 'setter', operator: ' ' });
    }
    return;
  }
  // Properties: spring.datasource.password value
  if (reading.before === '' && /[\w]/u.test(text.charAt(next))) {
    const word = /[^\s"'`;,&<>|(){}[\]]{6,120}(?=[ \t]*(?:\r?\n|$))/y;
    word.lastIndex = next;
    const own = word.exec(text)?.[0];
    if (own !== undefined && /\d/u.test(own) && /[A-Za-z]/u.test(own)) {
      if (word.lastIndex >= text.length - 1 && !reading.window.atEnd) noteCut();
      add(reading, next, word.lastIndex, { role: 'assign', operator: ' ', syntax: 'bare' });
      return;
    }
  }
  if (written !== 'password' && written !== 'passwd') return;
  // The login may stand on a line before.
  if (!reading.window.atStart && name.start < 120) noteCut();
  const line = text.slice(Math.max(0, name.start - 120), name.start);
  if (!/\b(?:login\s+\S+\s+(?:account\s+\S+\s+)?|machine\s+\S+\s+(?:port\s+\S+\s+)?)$/u.test(line))
    return;
  readWord(reading, next, 'netrc');
}

function readWord(reading: Reading, at: number, role: Role): void {
  const value = bareValueAt(reading.text, at, {
    isLineStart: false,
    reachesEnd: reading.window.atEnd,
  });
  if (value === undefined || reading.text.charAt(at) === '-') return;
  // Prose: "the --username and --password options instead of"
  const written = reading.text.slice(value.start, value.end);
  if (role === 'flag' && /^[a-z]+$/u.test(written)) {
    if (/^ [a-z]/u.test(reading.text.slice(value.end, value.end + 2))) return;
    if (proseBeforeFlag.test(reading.before)) return;
  }
  add(reading, value.start, value.end, { role, operator: ' ', syntax: 'bare' });
}
