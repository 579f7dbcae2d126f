// The cheap look before any text is made of a window: can the name around this keyword be followed by a
// value at all? Most hits in source code end here (`passed`, `key in`, `keys()`), so it works on bytes
// and allocates nothing.

const wordByte = 1;
const space = 2;
const closer = 3;
const operator = 4;

const classOf = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  if (/[A-Za-z0-9_$.-]/u.test(char) || byte >= 128) classOf[byte] = wordByte;
  else if (char === ' ' || char === '\t') classOf[byte] = space;
  else if (/["'`\\\])}?!*]/u.test(char)) classOf[byte] = closer;
  else if (/[=:(>,{|[]/u.test(char)) classOf[byte] = operator;
}

/** Whether an operator, a quoted value or a flag's value may follow the name that goes on at `at`. */
export function mayAssign(bytes: Uint8Array, at: number): boolean {
  const limit = Math.min(bytes.length, at + 128);
  let i = at;
  while (i < limit && classOf[bytes[i] ?? 0] === wordByte) i++;
  let spaces = false;
  let closed = false;
  for (; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    const kind = classOf[byte];
    if (kind === space) spaces = true;
    else if (kind === closer) {
      if (spaces && (byte === 0x22 || byte === 0x27 || byte === 0x60)) return true;
      closed = true;
    } else if (kind === operator) return true;
    else if (byte === 0x2b) return bytes[i + 1] === 0x3d;
    else if (byte === 0x26) return isEntityQuote(bytes, i);
    // `password string =`, `--password value`, `login x password y`
    else if (kind === wordByte) return spaces;
    else return (byte === 10 || byte === 13) && (closed || isFieldLine(bytes, at));
  }
  return false;
}

// &quot; &#34; &#39; &#x27; &apos;
function isEntityQuote(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1];
  return next === 0x23 || next === 0x71 || (next === 0x61 && bytes[at + 2] === 0x70);
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
