import { expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { parseIgnoreFile } from '../../src/triage/ignoreFile.ts';

const id = '0123456789abcdef'.repeat(2);
const parse = (text: string): readonly (readonly [string, string, string])[] =>
  parseIgnoreFile(Buffer.from(text), '.leaktrailignore').map(
    ({ kind, value, reason }) => [kind, value, reason] as const,
  );

it.each([
  [id, ['fingerprint', id, 'line 1 of .leaktrailignore']],
  [`${id} # a test key`, ['fingerprint', id, 'a test key']],
  [`path:${id}`, ['path', id, 'line 1 of .leaktrailignore']],
  ['rule:generic-*  # noise', ['rule', 'generic-*', 'noise']],
  ['tests/**/*.json', ['path', 'tests/**/*.json', 'line 1 of .leaktrailignore']],
  ['docs/a b.md\t# spaces', ['path', 'docs/a b.md', 'spaces']],
  ['c#/x.cs', ['path', 'c#/x.cs', 'line 1 of .leaktrailignore']],
  ['# größer\nvendor/\r', ['path', 'vendor/', 'größer']],
  ['\ufeff/top', ['path', '/top', 'line 1 of .leaktrailignore']],
])('%j is read', (text, expected) => {
  expect(parse(text)).toEqual([expected]);
});

it('takes the comments above as the reason of all entries of a block', () => {
  const text = '# Made up\n# for tests.\na/\nb/ # own\n\nc/\n# next\nd/\n';
  expect(parse(text).map(([, value, reason]) => [value, reason])).toEqual([
    ['a/', 'Made up for tests.'],
    ['b/', 'own'],
    ['c/', 'line 6 of .leaktrailignore'],
    ['d/', 'next'],
  ]);
});

it('reads bytes of a path as git has them', () => {
  expect(parse('ä.txt')[0]?.[1]).toBe(Buffer.from('ä.txt').toString('latin1'));
});

it.each([
  ['a\n!b', '2: a path cannot be taken back'],
  ['rule:', "1: after 'rule:' comes the id"],
  ['rule:a b', "1: after 'rule:' comes the id"],
  ['\n/', '2: a glob names no path'],
  ['path:', '1: a glob names no path'],
])('%j is refused with its line', (text, message) => {
  expect(() => parse(text)).toThrow(ConfigError);
  expect(() => parse(text)).toThrow(`.leaktrailignore:${message}`);
});
