// The cheap look before any text is made of a window: can the name around this keyword be followed by a
// value at all? Most hits in source code end here (`passed`, `key in`, `key=key,`, `keys()`), so it works
// on bytes and allocates nothing. What it lets through is read by assignment.ts; it never decides alone
// that something is a value.

const longestWord = 200;
const wordByte = 1;
const space = 2;
const closer = 3;
const operator = 4;

const classOf = new Uint8Array(256);
const quotes = new Uint8Array(256);
const letters = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  if (/[A-Za-z0-9_$.-]/u.test(char) || byte >= 128) classOf[byte] = wordByte;
  else if (char === ' ' || char === '\t') classOf[byte] = space;
  else if (/["'`\\\])}?!*]/u.test(char)) classOf[byte] = closer;
  else if (/[=:(>,{|[+&<]/u.test(char)) classOf[byte] = operator;
  if (/["'`]/u.test(char)) quotes[byte] = 1;
  if (/[A-Za-z_$.]/u.test(char)) letters[byte] = 1;
}

/** Whether an operator and a value, or a quoted or flagged value, may follow the name that goes on at `at`. */
export function mayAssign(bytes: Uint8Array, at: number): boolean {
  const limit = Math.min(bytes.length, at + 128);
  let i = at;
  while (i < limit && classOf[bytes[i] ?? 0] === wordByte) i++;
  const nameEnd = i;
  let spaces = false;
  let closed = false;
  for (; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    const kind = classOf[byte];
    if (kind === space) spaces = true;
    else if (kind === closer) {
      if (spaces && quotes[byte] === 1) return true;
      closed = true;
    } else if (kind === operator) return operatorMayAssign(bytes, i, closed || isSymbol(bytes, at));
    else if (kind === wordByte) {
      if (!spaces) return closed && byte === 0x2e && defaultMayFollow(bytes[i + 1]);
      return closed || wordMayFollow(bytes, at, nameEnd, i);
    } else if (byte === 0x2f) return closed && bytes[i + 1] === 0x3e;
    else return (byte === 10 || byte === 13) && (closed || isFieldLine(bytes, at));
  }
  return closed && i === bytes.length;
}

// .unwrap_or("…"), .orElse("…"), .getOrElse("…")
function defaultMayFollow(first: number | undefined): boolean {
  return first === 0x75 || first === 0x6f || first === 0x67;
}

function operatorMayAssign(bytes: Uint8Array, at: number, closed: boolean): boolean {
  const next = bytes[at + 1] ?? 0;
  switch (bytes[at]) {
    case 0x2c: // ,
      if (closed) return holdsQuote(bytes, at + 1, 160);
      return opensQuote(bytes, skipBlank(bytes, at + 1)) || tupleMayFollow(bytes, at + 1);
    case 0x28: // (
      return opensQuote(bytes, skipBlank(bytes, at + 1));
    case 0x3e: // >
      return next !== 0x3d && bytes[at - 1] !== 0x2d;
    case 0x7b: // {, {"…"}, { get; set; }
      return closed || opensQuote(bytes, at + 1) || (next === 0x20 && bytes[at + 2] === 0x67);
    case 0x3c: // <-, </key>
      if (next === 0x2f) return bytes[at + 2] === 0x6b && bytes[at + 3] === 0x65;
      return next === 0x2d && valueMayFollow(bytes, at + 2);
    case 0x7c: // |
      return next === 0x7c;
    case 0x5b: // [
      return next === 0x5d || (next >= 0x30 && next <= 0x39);
    case 0x2b: // +
      return next === 0x3d && valueMayFollow(bytes, at + 2);
    case 0x26: // &: &quot; &#34; &amp;&amp;
      return closed || next === 0x23 || next === 0x71 || (next === 0x61 && bytes[at + 2] === 0x70);
    default:
      break;
  }
  // `::` is a scope, `:-` a default
  if (bytes[at] === 0x3a && next === 0x3a) return false;
  if (bytes[at] === 0x3a && next === 0x2d) return true;
  let i = at + 1;
  while (isOperatorTail(bytes[i])) i++;
  return valueMayFollow(bytes, i);
}

function isOperatorTail(byte: number | undefined): boolean {
  return byte === 0x3d || byte === 0x3e || byte === 0x7e || byte === 0x3a;
}

// What stands after the operator: a literal, a bare value, a call or list that holds a literal; not a name
// that ends in a comma, an index, a call of other things.
function valueMayFollow(bytes: Uint8Array, from: number): boolean {
  let i = from;
  while (classOf[bytes[i] ?? 0] === space && i < from + 80) i++;
  const first = bytes[i];
  if (first === undefined) return false;
  if (opensQuote(bytes, i)) return true;
  if (first === 10 || first === 13 || first === 0x5c)
    return opensValue(bytes, skipBlank(bytes, i + 1));
  if (first === 0x28 || first === 0x5b || first === 0x7b) return holdsQuoteOrDigits(bytes, i + 1);
  if (first === 0x3c) return false;
  if (first === 0x24)
    return bytes[i + 1] === 0x7b ? holdsDefault(bytes, i + 2) : bytes[i + 1] !== 0x28;
  if (letters[first] !== 1) return first < 0x30 || first > 0x39 || isLongToken(bytes, i);
  let end = i + 1;
  let isName = true;
  // Longer than any name: a value.
  while (classOf[bytes[end] ?? 0] === wordByte) {
    if (end > i + longestWord) return true;
    if (letters[bytes[end] ?? 0] !== 1) isName = false;
    end++;
  }
  return nameMayBeValue(bytes, end, isName);
}

// ${NAME:-value}, ${NAME-value}, ${NAME:value}
function holdsDefault(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 64; i++) {
    const byte = bytes[i];
    if (byte === 0x3a || byte === 0x2d || byte === 0x7c) return true;
    if (byte === undefined || byte === 0x7d || byte === 10) return false;
  }
  return false;
}

// `end` is where a word ends that stands in the value's place.
function nameMayBeValue(bytes: Uint8Array, end: number, isName: boolean): boolean {
  switch (bytes[end]) {
    case 0x28: // (
      return holdsQuoteOrDigits(bytes, end + 1);
    case 0x3d: // =, or the end of base64
      if ((bytes[end + 1] ?? 10) <= 0x20 || bytes[end + 1] === 0x3d) return true;
      return !isName || holdsQuote(bytes, end + 1, 120);
    case 0x5b: // [
    case 0x3b: // ;
    case 0x3a: // :
    case 0x3c: // <
    case 0x7c: // |
    case 0x3f: // ?
    case 0x26: // &
      return !isName || holdsQuote(bytes, end + 1, 120);
    case 0x2c: // ,
    case 0x29: // )
      return !isName;
    case 0x20: {
      const next = bytes[end + 1] ?? 0;
      // Prose and expressions: two words that could be names.
      if (isName && letters[next] === 1)
        return holdsQuote(bytes, end + 1, 80) || endsWithFlag(bytes, end);
      if (isName && next === 0x3d) return holdsQuote(bytes, end + 1, 60);
      return true;
    }
    default:
      return true;
  }
}

// DB_PASSWORD=secret DB_HOST=localhost: another assignment follows
function endsWithFlag(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 40; i++) {
    const byte = bytes[i];
    if (byte === 0x3d) return true;
    if (byte === undefined || byte === 10 || byte === 0x28) return false;
  }
  return false;
}

function isLongToken(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 4; i++) if (classOf[bytes[i] ?? 0] !== wordByte) return false;
  return true;
}

// name, other = "x", "y"; {name: NAME, value: x}
function tupleMayFollow(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 80; i++) {
    const byte = bytes[i];
    if (byte === 0x3d) return bytes[i + 1] !== 0x3d && holdsQuote(bytes, i + 1, 60);
    if (byte === 0x3a) return isFieldLine(bytes, at - 1);
    if (byte === undefined || (classOf[byte] !== wordByte && byte !== 0x20 && byte !== 0x2c))
      return false;
  }
  return false;
}

// A quote, with up to two prefix letters or backslashes before it, or an entity for one.
function opensQuote(bytes: Uint8Array, at: number): boolean {
  let i = at;
  for (let k = 0; k < 8; k++, i++) {
    const byte = bytes[i] ?? 0;
    if (quotes[byte] === 1) return true;
    if (byte === 0x5c) continue;
    if (byte === 0x26) return true;
    if (k >= 2 || !isPrefix(byte)) return false;
  }
  return false;
}

// b r u f n L @ $ #
function isPrefix(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    letter === 0x62 ||
    letter === 0x72 ||
    letter === 0x75 ||
    letter === 0x66 ||
    byte === 0x4e ||
    byte === 0x4c ||
    byte === 0x40 ||
    byte === 0x24 ||
    byte === 0x23
  );
}

function opensValue(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (opensQuote(bytes, at) || byte === 0x28 || byte === 0x5b || letters[byte] === 1) return true;
  return (byte >= 0x30 && byte <= 0x39) || (byte === 0x2d && bytes[at + 1] === 0x20);
}

function skipBlank(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < at + 80 && (classOf[bytes[i] ?? 0] === space || bytes[i] === 10 || bytes[i] === 13))
    i++;
  return i;
}

function holdsQuote(bytes: Uint8Array, at: number, reach: number): boolean {
  const limit = Math.min(bytes.length, at + reach);
  for (let i = at; i < limit; i++) if (quotes[bytes[i] ?? 0] === 1) return true;
  return false;
}

function holdsQuoteOrDigits(bytes: Uint8Array, at: number): boolean {
  const limit = Math.min(bytes.length, at + 80);
  for (let i = at; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    if (quotes[byte] === 1) return true;
    if (byte >= 0x30 && byte <= 0x39 && (bytes[i - 1] ?? 0) !== 0x5f) return true;
    if (byte === 0x29 || byte === 0x3b) return false;
  }
  return false;
}

// A word after the name and a space: `--password value`, `password string =`, `login x password y`,
// `\set PASSWORD value`, `ENV PASSWORD value`, `PASSWORD value;`, `<password type="…">`, `password As String =`
function wordMayFollow(bytes: Uint8Array, at: number, nameEnd: number, next: number): boolean {
  let start = at;
  while (start > 0 && at - start < 64 && classOf[bytes[start - 1] ?? 0] === wordByte) start--;
  if (bytes[start] === 0x2d) return true;
  const before = bytes[start - 1] ?? 10;
  if (before === 0x20 || before === 9) {
    // \set, SET, ENV, setenv, set -x
    const letter = (bytes[start - 2] ?? 0) | 0x20;
    if (letter === 0x74 || letter === 0x76 || letter === 0x78) return true;
  }
  if (before === 0x3c) return true;
  if (bytes[next] === 0x41 && bytes[next + 1] === 0x73 && bytes[next + 2] === 0x20)
    return holdsQuote(bytes, next + 3, 60);
  let end = next;
  while (classOf[bytes[end] ?? 0] === wordByte && end < next + longestWord) end++;
  if (bytes[end] === 0x3b) return true;
  if (before === 10 && (bytes[end] ?? 10) <= 13) return true;
  let i = end;
  while (classOf[bytes[i] ?? 0] === space && i < end + 80) i++;
  if (bytes[i] === 0x3d || (bytes[i] === 0x3a && bytes[i + 1] === 0x3d))
    return holdsQuote(bytes, i, 60);
  return (nameEnd - start === 8 || nameEnd - start === 6) && followsLogin(bytes, start);
}

// `login` or `machine` within the hundred bytes before
function followsLogin(bytes: Uint8Array, start: number): boolean {
  for (let i = Math.max(0, start - 100); i < start - 4; i++) {
    if (bytes[i] === 0x6c && bytes[i + 1] === 0x6f && bytes[i + 2] === 0x67) return true;
    if (bytes[i] === 0x6d && bytes[i + 1] === 0x61 && bytes[i + 2] === 0x63) return true;
  }
  return false;
}

// `:name` in Ruby
function isSymbol(bytes: Uint8Array, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < 64 && classOf[bytes[start - 1] ?? 0] === wordByte) start--;
  return bytes[start - 1] === 0x3a && bytes[start - 2] === 0x20;
}

// `- name: DB_PASSWORD` with its value on the next line
function isFieldLine(bytes: Uint8Array, at: number): boolean {
  for (let i = at - 1; i > at - 64 && i >= 0; i--) {
    const byte = bytes[i];
    if (byte === 10) return false;
    if (byte === 0x3a) return true;
  }
  return false;
}
