// What is read of a line alone is what the whole window around it would give, whatever stands on the lines near it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesIn } from '../detect/candidates.ts';

const values = [
  '"mk<pw:a>-x"',
  "'mk<pw:b>'",
  'mk<pw:c>',
  '`mk<pw:d>`',
  '"""mk<pw:e>"""',
  '18, 170, 3',
];
const names = [
  'password',
  '"api_key"',
  "'token'",
  'DB_SECRET',
  '--auth',
  '<password>',
  'login ada password',
];
const operators = [
  ' = ',
  ': ',
  '=',
  ', ',
  '(',
  ' ',
  ' => ',
  ',\n',
  ':\n    ',
  ' = (\n  ',
  ' = [',
  ' ? ',
];
const between = ['\n', '\n\n', '  ', ',\n        ', ')\n', ']\n', ' \\\n', '</password>\n', ' + '];
const fillers = [
  `${' '.repeat(60)}\n`,
  'x'.repeat(400),
  '# nothing\n',
  '"value": ',
  'default="y"',
  '{\n  type = "z"\n',
  '"name": "PASSWORD",\n  "type": "string",\n  ',
  '<add key="Password"\n     value=',
  '- name: DB_PASSWORD\n  value: ',
  'variable "password" {\n  type = "string"\n  default = ',
  'option("--password", type=str,\n   help="no", default=',
  'new byte[] {0x12, 0x13, 0x14, 0x15,\n 0x16, 0x17, 0x18, 0x19, ',
  '0x1a, 0x1b, 0x1c, 0x1d, ',
  'SecretStr(\n    ',
  'env.get(\n  ',
];

const text = fc
  .array(
    fc.oneof(
      ...[values, names, operators, between, fillers].map((parts) => fc.constantFrom(...parts)),
    ),
    { minLength: 1, maxLength: 24 },
  )
  .map((parts) => parts.join(''));

test('a line settles only what the window around it does not change', () => {
  // The helper compares both at every keyword.
  fc.assert(
    fc.property(text, (content) => {
      expect(candidatesIn(content)).toBeInstanceOf(Array);
    }),
    { numRuns: 10_000, seed: 1 },
  );
});
