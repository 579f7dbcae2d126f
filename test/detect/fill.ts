// Values for tests are put together when the tests run: written out in a test they would look like secrets, to
// leaktrail first of all. A stand-in such as `<pw:a>` is part of a value and stands for a few characters.

const pieces: readonly (readonly [string, string])[] = [
  ['<pw:a>', ['Tr', '5'].join('')],
  ['<pw:c>', ['8', 'V'].join('')],
  ['<pw:d>', ['FyCq1CKBflh', '3I5gikEjpYg'].join('')],
  ['<pw:e>', ['wo', 'rt'].join('')],
  ['<pw:f>', ['a8Fk2Lx9', '3kdLq0Zb'].join('')],
  ['<pw:g>', ['vL', 'q2'].join('')],
  ['<pw:h>', ['ss', '9'].join('')],
  ['<pw:i>', ['kT9', 'vLq2'].join('')],
  ['<pw:j>', ['kTé9', 'vLq2x'].join('')],
  ['<pw:k>', ['kT9-', 'vLq2'].join('')],
  ['<aws:id>', ['Q7XKZLM4', 'NPTR2WVY'].join('')],
  ['<aws:key>', ['c5Wq8Zt2LxN0vRk3Yb/', 'Jd7Hs1Fg4+Mp6Tu9Ae2Qo'].join('')],
  ['<uuid:a>', ['9f8e7d6c-5b4a-4928', '9706-f5e4d3c2b1a0'].join('-')],
  ['<hex:a>', ['9f8e7d6c5b4a3928', '1706f5e4d3c2b1a0'].join('')],
  ['<b64:a>', Buffer.from(['ada:mkTr', '5x'].join('')).toString('base64')],
  ['<b64:c>', Buffer.from(['kT9-vL', 'q2xW'].join('')).toString('base64')],
  ['<b64:b>', Buffer.from(['ada:kT9vL', 'q2'].join('')).toString('base64')],
];

/** The text with its stand-ins replaced by what they stand for. */
export function fill(text: string): string {
  return pieces.reduce((filled, [standIn, piece]) => filled.replaceAll(standIn, piece), text);
}

/** The inverse of `fill`. */
export function unfill(text: string): string {
  return pieces.reduce((found, [standIn, piece]) => found.replaceAll(piece, standIn), text);
}
