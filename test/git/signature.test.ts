import { expect, test } from 'vitest';
import { isoDate, parseSignature } from '../../src/git/signature.ts';

const cases: readonly (readonly [string, string, string, number, number])[] = [
  ['Ada Example <ada@example.com> 1700000000 +0200', 'Ada Example', 'ada@example.com', 1.7e9, 120],
  ['<ada@example.com> 1 -0330', '', 'ada@example.com', 1, -210],
  ['Ada <> 5 +0000', 'Ada', '', 5, 0],
  ['Ada <ada@example.com>', 'Ada', 'ada@example.com', 0, 0],
  ['Ada <a <b> c> 7 +0100', 'Ada', 'a <b', 7, 60],
  ['Ada <ada@example.com> 9 UTC', 'Ada', 'ada@example.com', 9, 0],
  ['Ada <ada@example.com> 9', 'Ada', 'ada@example.com', 9, 0],
  ['Ada <ada@example.com', 'Ada', '', 0, 0],
  ['Ada', 'Ada', '', 0, 0],
  ['', '', '', 0, 0],
  ['Ada <ada@example.com> 18446744073709551615 +0200', 'Ada', 'ada@example.com', 0, 0],
  ['Ada <ada@example.com> 9 +9900', 'Ada', 'ada@example.com', 9, 0],
  ['Ada <ada@example.com> 9 -000', 'Ada', 'ada@example.com', 9, 0],
];

test.each(cases)('reads %j', (line, name, email, seconds, offsetMinutes) => {
  expect(parseSignature(Buffer.from(line))).toEqual({ name, email, seconds, offsetMinutes });
});

test('decodes names by the encoding of the commit, else as UTF-8, else as latin1', () => {
  expect(parseSignature(Buffer.from('Zoë <z> 1 +0000')).name).toBe('Zoë');
  expect(parseSignature(Buffer.from('Zo\xeb <z> 1 +0000', 'latin1')).name).toBe('Zoë');
  expect(parseSignature(Buffer.from('\xda\xc1 <z> 1 +0000', 'latin1'), 'KOI8-R').name).toBe('за');
});

test.each([
  [0, 0, '1970-01-01T00:00:00Z'],
  [1_704_157_445, 120, '2024-01-02T03:04:05+02:00'],
  [1_704_157_445, -210, '2024-01-01T21:34:05-03:30'],
  [253_402_300_800, 0, '10000-01-01T00:00:00Z'],
  [8.7e12, 0, '1970-01-01T00:00:00Z'],
])('writes %d seconds at %d minutes as %s', (seconds, offsetMinutes, text) => {
  expect(isoDate({ name: '', email: '', seconds, offsetMinutes })).toBe(text);
});
