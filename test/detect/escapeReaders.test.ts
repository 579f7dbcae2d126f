// Escapes read by hand against the regular expressions that say what they are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEntities } from '../../src/detect/assignment/literal.ts';
import { escapeReaders, type Escaping } from '../../src/detect/decode/escapeReaders.ts';

const escapes: Readonly<Record<Escaping, RegExp>> = {
  percent: /%([0-9a-f]{2})/iu,
  backslash: /\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\/)/u,
  entity: /&(?:#x[0-9a-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/iu,
};

/** What the first escape of a text stands for, and where it stands; undefined where there is none. */
function expected(text: string, escaping: Escaping): readonly [number, number, string] | undefined {
  const match = escapes[escaping].exec(text);
  if (match === null) return undefined;
  const [whole, ...digits] = match;
  const place = [match.index, match.index + whole.length] as const;
  const hex = digits.find((each) => each !== undefined);
  if (escaping === 'entity') return [...place, bytesOf(decodeEntities(whole))];
  if (hex === undefined) return [...place, '/'];
  const code = Number.parseInt(hex, 16);
  if (escaping === 'percent') return [...place, String.fromCharCode(code)];
  return [...place, bytesOf(code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code))];
}

function found(text: string, escaping: Escaping): readonly [number, number, string] | undefined {
  const { mark, read, write } = escapeReaders[escaping];
  const bytes = Buffer.from(text, 'latin1');
  for (let at = bytes.indexOf(mark); at >= 0;) {
    const { end, code } = read(bytes, at);
    if (code >= 0) {
      const into = Buffer.alloc(4);
      return [at, end, into.toString('latin1', 0, write(into, 0, code))];
    }
    expect(end).toBeGreaterThan(at);
    at = bytes.indexOf(mark, end);
  }
  return undefined;
}

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

const pieces = {
  percent: ['%', '3', 'd', 'D', 'g', '25', 'é'],
  backslash: [
    '\\',
    '\\',
    'u',
    'x',
    '{',
    '}',
    '/',
    '3',
    'd800',
    '10FFFF',
    '1f600',
    'é',
    '00e9',
    'g',
  ],
  entity: [
    '&',
    '#',
    'x',
    'X',
    ';',
    '3',
    '61',
    'd800',
    '1114112',
    '1f600',
    'amp',
    'LT',
    'quot',
    'Apos',
  ],
} as const;

test.each(['percent', 'backslash', 'entity'] as const)('%s', (escaping) => {
  const text = fc.array(fc.constantFrom(...pieces[escaping]), { maxLength: 12 });
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join('');
      expect(found(whole, escaping)).toEqual(expected(whole, escaping));
    }),
    { numRuns: 3000 },
  );
});
