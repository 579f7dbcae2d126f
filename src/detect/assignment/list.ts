// Several values of one name: the literals of a list, a tuple or an object.
import { literalAt, type Literal } from './literal.ts';
import { addLiteral, type How, type Reading } from './reading.ts';
import { noteCut } from './textWindow.ts';

/** Values of a list that are read. */
export const longestList = 12;

/** Reads the literals after an opening bracket, up to twelve; false where there is none. */
export function readList(reading: Reading, from: number, how: How): boolean {
  const { text } = reading;
  const filler = /(?:\s|None,|str,|bytes,|null,|nil,|0x|\\[nr]|[[(]){0,40}/y;
  let at = from;
  let any = false;
  for (let i = 0; i < longestList; i++) {
    filler.lastIndex = at;
    if (filler.test(text)) at = filler.lastIndex;
    const literal = literalAt(text, at);
    if (literal === undefined) break;
    const after = /\s{0,20}([,\])]?)/y;
    after.lastIndex = literal.next;
    const mark = after.exec(text)?.[1] ?? '';
    if (after.lastIndex >= text.length) noteCut();
    // {"password": {"name": "…"}}: a key, not a value; {"credentials": {"name": "value"}}: both
    if (mark === '') {
      const inner = valueOfKey(reading, literal);
      if (inner !== undefined) {
        addLiteral(reading, inner, { ...how, role: 'list' });
        const next = /\s{0,20},\s{0,40}/y;
        next.lastIndex = inner.next;
        any = true;
        if (!next.test(text)) break;
        at = next.lastIndex;
        continue;
      }
      const isWrapped =
        text.charAt(from - 1) === '{' &&
        /^\s{0,4}\}/u.test(text.slice(literal.next, literal.next + 6));
      if (i === 0 && (text.charAt(from - 1) === '(' || isWrapped)) {
        addLiteral(reading, literal, how);
        return true;
      }
      break;
    }
    const role = text.charAt(from - 1) === '(' && mark === ')' && i === 0 ? how.role : 'list';
    addLiteral(reading, literal, { ...how, role });
    any = true;
    if (mark !== ',') break;
    at = after.lastIndex;
  }
  return any;
}

function valueOfKey(reading: Reading, key: Literal): Literal | undefined {
  const name = reading.text.slice(reading.name.start, reading.name.end);
  const written = reading.text.slice(key.start, key.end);
  // Parameters of templates: {"password": {"value": "…"}}
  if (/^(?:value|defaultValue|plaintext)$/iu.test(written)) return literalOf(reading, key);
  if (!/(?:credentials|passwords|secrets|tokens|keys|auths|passwd_map)$/iu.test(name))
    return undefined;
  return literalOf(reading, key);
}

function literalOf(reading: Reading, key: Literal): Literal | undefined {
  const colon = /\s{0,4}(?::|=>)\s{0,4}/y;
  colon.lastIndex = key.next;
  return colon.test(reading.text) ? literalAt(reading.text, colon.lastIndex) : undefined;
}
