// Contents in UTF-8, UTF-16 and Latin-1: the same values at the same lines and columns.
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { kindBit } from '../../src/detect/kinds.ts';
import { loadRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const detector = createDetector(loadRules());
const token = expandTemplate('<crc32:ghp_>', 'text');
const password = expandTemplate('<alnum:6>é<alnum:6>', 'text');
const text = `DB_PASSWORD=${password}\r\nNAME=café ${token}\r\n`;

const bigEndian = (content: string): Buffer => Buffer.from(content, 'utf16le').swap16();
const contents: readonly (readonly [string, Buffer, number])[] = [
  ['UTF-8', Buffer.from(text), 0],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 0],
  ['UTF-16 LE', Buffer.from(text, 'utf16le'), 2],
  ['UTF-16 LE with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 2],
  ['UTF-16 BE', bigEndian(text), 2],
  ['UTF-16 BE with a byte order mark', bigEndian(`\ufeff${text}`), 2],
  ['Latin-1', Buffer.from(text, 'latin1'), 0],
];

describe.each(contents)('%s', (title, content, width) => {
  const matches = detector.scan(content, kindBit('dotenv'));

  test('gives values, lines and columns; a byte order mark is no column', () => {
    const [first, second, ...more] = matches;
    expect(more).toEqual([]);
    expect(first).toMatchObject({ value: password, line: 1, column: 13, endColumn: 26 });
    expect(second).toMatchObject({
      value: token,
      line: 2,
      column: 11,
      endColumn: 11 + token.length,
    });
    const encoding = width === 2 ? 'utf-16' : undefined;
    expect(matches.map((match) => match.encoding)).toEqual([encoding, encoding]);
  });

  test('gives offsets in the bytes as stored', () => {
    const [first, second] = matches.map(({ startOffset, endOffset }) =>
      content.subarray(startOffset, endOffset),
    );
    const stored = (value: string): Buffer => {
      if (width === 0) return Buffer.from(value, title === 'Latin-1' ? 'latin1' : 'utf8');
      return title.includes('BE') ? bigEndian(value) : Buffer.from(value, 'utf16le');
    };
    expect(first).toEqual(stored(password));
    expect(second).toEqual(stored(token));
  });
});

test('a content that is one word has no byte order mark in its value', () => {
  const word = expandTemplate('<alnum:24>', 'text');
  const matches = detector.scan(Buffer.from(`\ufeff${word}\n`), kindBit('credentials'));
  expect(matches).toMatchObject([{ value: word, line: 1, column: 1 }]);
});

test('JSON and provider tokens are read in UTF-16, whatever stands around them', () => {
  const content = Buffer.from(`{"name": "Ω€", "api_key": "${token}"}`, 'utf16le');
  expect(detector.scan(content)).toMatchObject([
    { ruleId: 'github-personal-access-token', value: token, line: 1, column: 28 },
  ]);
});
