// The value after an operator: a literal or several, a list, a call around a literal, bytes, or bare text.
import { literalAt, opensLiteral, type Literal } from './literal.ts';
import { longestList, readList } from './list.ts';
import {
  alternative,
  attributeValue,
  chain,
  defaultArgument,
  describes,
  fieldValue,
  keywordArgument,
  wrapperCall,
  wrapperCommand,
} from './notation.ts';
import { add, addLiteral, type How, type Reading } from './reading.ts';
import { noteCut } from './textWindow.ts';
import { readBare, readDamaged } from './unquoted.ts';

/** Reads what stands at `from`, after the operator and its spaces. */
export function readValue(reading: Reading, from: number, how: How): void {
  const { text } = reading;
  let at = from;
  if (how.role === 'assign' && how.operator === '=') at = skipChain(reading, at);
  const space = /(?:\\\r?\n|\s){1,80}/y;
  space.lastIndex = at;
  const afterSpace = space.test(text) ? space.lastIndex : at;
  if (afterSpace >= text.length - 1) noteCut();
  const place = how.role === 'assign' ? placeInTuple(reading) : 0;
  if (place > 0 && readPlace(reading, afterSpace, place, how)) return;
  // YAML: an anchor or a type; name:\n  value: "…"
  if (how.operator === ':' && how.role === 'entry') {
    const extra = /(?:(?:&[\w-]+|!!str)[ \t]+|(?<=\n[ \t]*)(?:value|default):[ \t]+)(?=[^\s|>])/y;
    extra.lastIndex = afterSpace;
    if (extra.test(text)) return readValue(reading, extra.lastIndex, { ...how, role: 'field' });
  }
  if (opensLiteral(text, afterSpace)) {
    const literal = literalAt(text, afterSpace);
    if (literal !== undefined && namesAnother(reading, literal)) return;
    if (literal !== undefined) return readLiteral(reading, literal, how);
    if (afterSpace !== at) return;
    return readDamaged(reading, at, how);
  }
  if (readBytes(reading, afterSpace, how)) return;
  const bracket = text.charAt(afterSpace);
  if (bracket === '[' || bracket === '(' || (bracket === '{' && how.role !== 'compare')) {
    if (readList(reading, afterSpace + 1, how)) return;
  }
  wrapperCommand.lastIndex = afterSpace;
  if (wrapperCommand.test(text)) {
    const literal = literalAt(text, wrapperCommand.lastIndex);
    if (literal !== undefined) addLiteral(reading, literal, how);
    return;
  }
  wrapperCall.lastIndex = afterSpace;
  const call = wrapperCall.exec(text);
  if (call !== null) readCall(reading, call, wrapperCall.lastIndex, how);
  if (reading.found.length > 0 || readAlternative(reading, afterSpace, how) || call !== null)
    return;
  if (afterSpace === at || !/[\r\n]/u.test(text.slice(at, afterSpace)))
    readBare(reading, afterSpace, how);
  else if (how.operator === ':') readBelow(reading, at, how);
}

// name = other or "value", name = a if b else "value"
function readAlternative(reading: Reading, at: number, how: How): boolean {
  if (how.role !== 'assign' || !/[A-Za-z_$]/u.test(reading.text.charAt(at))) return false;
  alternative.lastIndex = at;
  if (!alternative.test(reading.text)) return false;
  const literal = literalAt(reading.text, alternative.lastIndex);
  if (literal === undefined) return false;
  addLiteral(reading, literal, { ...how, role: 'default' });
  return true;
}

// YAML: name:\n  value, names:\n  - value
function readBelow(reading: Reading, at: number, how: How): void {
  const { text, name } = reading;
  if (name.quote !== '' || !/^[ \t]*(?:- )?$/u.test(reading.before)) return;
  const line =
    /[ \t]*\r?\n([ \t]+)(- )?(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'#&*!|>{[,]\S*))[ \t]*(?=\r?\n|$)/y;
  const written = text.slice(name.start, name.end);
  const isList = /(?:tokens|keys|passwords|secrets|authorization|-key|-token)$/iu.test(written);
  let from = at;
  for (let i = 0; i < longestList; i++) {
    line.lastIndex = from;
    const match = line.exec(text);
    if (match === null) {
      if (!/\n[^\n]*\n/u.test(text.slice(from))) noteCut();
      return;
    }
    const [, indent = '', dash, double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    if (indent.length + (dash?.length ?? 0) <= reading.before.length || value.endsWith(':')) return;
    if ((dash === undefined) === isList && i > 0) return;
    if (dash !== undefined && !isList) return;
    // A word would be a name as often.
    if (value.length < 6 || !/\d/u.test(value)) return;
    const start =
      line.lastIndex -
      /[ \t]*$/u.exec(match[0])![0].length -
      value.length -
      Number(bare === undefined);
    const syntax = bare === undefined ? 'quoted' : 'bare';
    add(reading, start, start + value.length, {
      ...how,
      role: dash === undefined ? how.role : 'list',
      syntax,
    });
    if (dash === undefined) return;
    from = line.lastIndex;
  }
}

// login, port, password = "x", 5432, "y": the element in the name's place
function readPlace(reading: Reading, from: number, place: number, how: How): boolean {
  const { text } = reading;
  const open = /[([]?\s{0,40}/y;
  open.lastIndex = from;
  open.test(text);
  let at = open.lastIndex;
  const element = /[^\s"'`,()[\]{};#]{1,60}(?:\([^()"'\n]{0,40}\))?/y;
  const comma = /[ \t]*,\s{0,40}/y;
  for (let i = 0; i <= place; i++) {
    const literal = literalAt(text, at);
    if (i === place) {
      if (literal !== undefined) addLiteral(reading, literal, how);
      return literal !== undefined;
    }
    element.lastIndex = at;
    if (literal === undefined && !element.test(text)) return false;
    comma.lastIndex = literal?.next ?? element.lastIndex;
    if (!comma.test(text)) return false;
    at = comma.lastIndex;
  }
  return false;
}

// {"key": "X-Api-Key", "value": "…"}, <add key="Password" value="…">: the literal is a name itself
function namesAnother(reading: Reading, literal: Literal): boolean {
  if (!/^(?:key|token)$/iu.test(reading.text.slice(reading.name.start, reading.name.end)))
    return false;
  return [fieldValue, attributeValue].some((pattern) => {
    pattern.lastIndex = literal.next;
    return pattern.test(reading.text);
  });
}

// []byte{18, 170, …}, new byte[] {0x12, …}, bytes([1, 2, …])
function readBytes(reading: Reading, at: number, how: How): boolean {
  const array =
    /(?:new[ \t]+)?(?:\[\]byte|byte\s?\[\d*\]|u8|bytes|bytearray|Uint8Array|(?:std::)?(?:array|vector)<[\w, ]{1,30}>)?[ \t]*[([{]{1,2}\s*((?:(?:0x[0-9a-fA-F]{1,2}|-?\d{1,3})(?:u8)?\s*,\s*){7,}(?:0x[0-9a-fA-F]{1,2}|-?\d{1,3})?)/y;
  array.lastIndex = at;
  const list = array.exec(reading.text)?.[1];
  if (list === undefined) {
    if (/(?:[,[({\d]|0x[\da-fA-F]{0,2})\s*$/u.test(reading.text.slice(-8))) noteCut();
    return false;
  }
  const end = array.lastIndex;
  if (end > reading.text.length - 8) noteCut();
  add(reading, end - list.length, end - (/[,\s]*$/u.exec(list)?.[0].length ?? 0), {
    ...how,
    role: 'list',
    syntax: 'number',
  });
  return true;
}

// a = b = "x"
function skipChain(reading: Reading, at: number): number {
  chain.lastIndex = at;
  return chain.test(reading.text) && opensLiteral(reading.text, chain.lastIndex)
    ? chain.lastIndex
    : at;
}

/** A literal, or of a tuple's literals the one in the name's place. */
export function readLiteral(reading: Reading, first: Literal, how: How): void {
  const { text } = reading;
  const place = placeInTuple(reading);
  let literal: Literal | undefined = first;
  for (let i = 0; i < place && literal !== undefined; i++) {
    const comma = /[ \t]*,\s*/y;
    comma.lastIndex = literal.next;
    literal = comma.test(text) ? literalAt(text, comma.lastIndex) : undefined;
  }
  if (literal !== undefined) addLiteral(reading, literal, how);
}

// login, password = "x", "y": how many names stand before this one
function placeInTuple(reading: Reading): number {
  const names =
    /^[ \t]*(?:(?:const|let|var|local|my)[ \t]*)?[([]?((?:[A-Za-z_$][\w.$]*[ \t]*,[ \t]*)+)$/u.exec(
      reading.before,
    );
  return names?.[1]?.split(',').length === undefined ? 0 : names[1].split(',').length - 1;
}

const longestArgumentName = 36;

function readCall(reading: Reading, call: RegExpExecArray, from: number, how: How): void {
  const { text } = reading;
  const [, callee = '', argument = ''] = call;
  const lambda = /lambda[ \t]*:[ \t]*/y;
  lambda.lastIndex = from;
  const at = lambda.test(text) ? lambda.lastIndex : from;
  if (/^(?:function|lambda|if|for|while|return|switch|catch|import|require)$/u.test(callee)) return;
  if (placeInTuple(reading) > 0) return;
  const literal = describes.test(argument) ? undefined : literalAt(text, at);
  if (literal === undefined && readDefaultArgument(reading, at, how)) return;
  if (describes.test(argument)) return;
  if (literal === undefined) {
    // The name of a keyword argument may go on.
    if (at > text.length - longestArgumentName) noteCut();
    readBytes(reading, at, how);
    // f(g("x")): one level deeper, no more
    wrapperCall.lastIndex = at;
    const inner = wrapperCall.exec(text);
    if (inner === null || how.callee !== undefined) return;
    return readCall(reading, inner, wrapperCall.lastIndex, { ...how, callee });
  }
  const name = how.callee === undefined ? callee : `${how.callee}.${callee}`;
  const isOwnDefault =
    /(?:^|\.)(?:Option|Argument)$/u.test(callee) && text.charAt(literal.start) !== '-';
  if (isOwnDefault) return addLiteral(reading, literal, { ...how, role: 'default' });
  if (readsNamed.test(callee)) {
    keywordArgument.lastIndex = literal.next;
    const comma = /\s{0,4},/y;
    comma.lastIndex = literal.next;
    if (comma.test(text)) {
      keywordArgument.lastIndex = comma.lastIndex;
      keywordArgument.test(text);
      const second = literalAt(text, keywordArgument.lastIndex);
      if (second !== undefined) addLiteral(reading, second, { ...how, role: 'default' });
    }
    return;
  }
  addLiteral(reading, literal, { ...how, role: 'call', callee: name });
}

// The first argument is the name of a variable, not the value (that of typer's Option is its default).
const readsNamed = /(?:getenv|environ|env|config|get|getproperty|\boption|fetch)\b[^.]*$/iu;

// Field(alias="A", default="value"), field(repr=False, default="value")
function readDefaultArgument(reading: Reading, at: number, how: How): boolean {
  defaultArgument.lastIndex = at;
  if (!/\)/u.test(reading.text.slice(at))) noteCut();
  if (!defaultArgument.test(reading.text)) return false;
  const literal = literalAt(reading.text, defaultArgument.lastIndex);
  if (literal !== undefined) addLiteral(reading, literal, { ...how, role: 'default' });
  return literal !== undefined;
}
