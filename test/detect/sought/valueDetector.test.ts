import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIncrementalDetector } from '../../../src/detect/incremental.ts';
import { createValueDetector } from '../../../src/detect/sought/valueDetector.ts';
import type { ValueEncoding } from '../../../src/model/match.ts';

function detectorOf(values: readonly string[], wholes: readonly [string, string[]][] = []) {
  return createValueDetector({ values, wholes: new Map(wholes) });
}

function found(values: readonly string[], text: string | Buffer): string[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return detectorOf(values)
    .scan(bytes)
    .map(({ value, encoding, startOffset, endOffset }) => {
      const stored = bytes.subarray(startOffset, endOffset).toString();
      return `${value} ${encoding ?? 'plain'} ${stored}`;
    });
}

const mixed = `p@ss "w'rd\\ $1&x%/é=`;

const writers: readonly (readonly [
  string,
  ValueEncoding | undefined,
  (value: string) => string,
])[] = [
  ['as it is', undefined, (value) => value],
  ['in quotes', undefined, (value) => `'${value}'`],
  ['JSON', 'json-escape', (value) => JSON.stringify(value)],
  ['JSON in JSON', 'json-escape', (value) => JSON.stringify(JSON.stringify(value))],
  ['a URL', 'percent', encodeURIComponent],
  ['a form', 'percent', (value) => new URLSearchParams({ a: value }).toString()],
  [
    'lower-case percent escapes',
    'percent',
    (value) => encodeURIComponent(value).replace(/%../gu, (escape) => escape.toLowerCase()),
  ],
  [
    'a single-quoted word of a shell',
    'shell-escape',
    (value) => `'${value.replaceAll("'", `'\\''`)}'`,
  ],
  ['SQL', 'shell-escape', (value) => `'${value.replaceAll("'", "''")}'`],
  ['CSV', 'shell-escape', (value) => `"${value.replaceAll('"', '""')}"`],
  ['docker compose', 'shell-escape', (value) => value.replaceAll('$', '$$$$')],
  ['HTML', 'html-entity', (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
  [
    'XML with numbers',
    'html-entity',
    (value) => value.replace(/[&"']/gu, (mark) => `&#${mark.charCodeAt(0)};`),
  ],
  [
    'a backslash before each mark',
    'json-escape',
    (value) => value.replace(/[!-/:-@[-`{-~ ]/gu, '\\$&'),
  ],
  [
    'JavaScript from end to end',
    'unicode-escape',
    (value) =>
      Array.from(
        { length: value.length },
        (_, i) => `\\u${value.charCodeAt(i).toString(16).padStart(4, '0')}`,
      ).join(''),
  ],
  [
    'C from end to end',
    'json-escape',
    (value) => Buffer.from(value).toString('hex').replace(/../gu, '\\x$&'),
  ],
  [
    'percent escapes from end to end',
    'percent',
    (value) => Buffer.from(value).toString('hex').replace(/../gu, '%$&'),
  ],
];

describe('values that are sought', () => {
  it.each(writers)('are found in %s', (_name, encoding, write) => {
    const text = `key = ${write(mixed)};\n`;
    const [first, ...others] = found([mixed], text);
    expect(others).toEqual([]);
    expect(first?.startsWith(`${mixed} ${encoding ?? 'plain'} `)).toBe(true);
  });

  it('are found whatever they are, with whatever stands beside them, in every notation', () => {
    const letters = [...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\n\tabcXYZ0189é€😀'];
    const words = fc
      .array(fc.constantFrom(...letters), { minLength: 4, maxLength: 40 })
      .map((all) => all.join(''));
    const writer = fc.constantFrom(...writers);
    fc.assert(
      fc.property(words, writer, fc.nat(5), fc.nat(5), (value, [, , write], before, after) => {
        const text = `${'ab '.repeat(before)}x=${write(value)}${'\n# '.repeat(after)}`;
        const stored = found([value], text);
        return stored.length >= 1 && stored[0]!.startsWith(value);
      }),
      { numRuns: 600, seed: 7 },
    );
  });

  it('are found in base64 at any place, in hexadecimal, on one line and wrapped', () => {
    const words = fc.string({ unit: 'grapheme-ascii', minLength: 5, maxLength: 60 });
    const rest = fc.string({ unit: 'grapheme-ascii', maxLength: 150 });
    const wrap = (text: string, width: number, joint: string): string =>
      width === 0 ? text : (text.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []).join(joint);
    fc.assert(
      fc.property(
        words,
        rest,
        rest,
        fc.constantFrom<'base64' | 'base64url' | 'hex'>('base64', 'base64url', 'hex'),
        fc.constantFrom(0, 64, 76),
        fc.constantFrom('\n', '\r\n', '\n    ', '\\n'),
        (value, before, after, notation, width, joint) => {
          const encoded = Buffer.from(before + value + after).toString(notation);
          const text = `x: "${wrap(encoded, width, joint)}"\n`;
          const places = found([value], text);
          const held = (before + value + after).split(value).length - 1;
          return (
            places.length >= Math.min(1, held) && places.every((each) => each.startsWith(value))
          );
        },
      ),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('are not found where only some of their bits are', () => {
    const value = 'correct-horse';
    for (const other of ['correct-horsf', 'borrect-horse', 'correct-horse'.toUpperCase()]) {
      for (const before of ['', 'a', 'ab']) {
        const encoded = Buffer.from(`${before}${other}`).toString('base64');
        expect(found([value], encoded)).toEqual([]);
      }
      expect(found([value], other)).toEqual([]);
      expect(found([value], Buffer.from(other).toString('hex'))).toEqual([]);
    }
  });

  it('are found in commands of PowerShell, in UTF-16 and in upper-case hexadecimal', () => {
    const value = 'correct-horse-9';
    const command = Buffer.from(`$p = "${value}"`, 'utf16le').toString('base64');
    expect(found([value], `powershell -enc ${command}`)).toHaveLength(1);
    const wide = detectorOf([value]).scan(Buffer.from(`\ufeffp = ${value}\n`, 'utf16le'));
    expect(wide.map(({ encoding, line, column }) => [encoding, line, column])).toEqual([
      ['utf-16', 1, 5],
    ]);
    expect(found([value], Buffer.from(value).toString('hex').toUpperCase())).toHaveLength(1);
  });

  it('of several lines are found with other line ends, and as one line with escapes', () => {
    const value = '-----BEGIN X-----\nabcdef\n-----END X-----';
    for (const text of [value, value.replaceAll('\n', '\r\n'), value.replaceAll('\n', '\\n')]) {
      expect(found([value], `KEY="${text}"`)).toHaveLength(1);
    }
  });

  it('are found within others, but not within those that they are a part of', () => {
    const [login, word] = ['postgres://u', 'qwerty'];
    const url = `${login}:${word}@h/db`;
    const bytes = Buffer.from(`a ${url} b ${word}`);
    const placesOf = (wholes: readonly [string, string[]][]): (readonly [string, number])[] =>
      detectorOf([url, word], wholes)
        .scan(bytes)
        .map(({ value, startOffset }) => [value, startOffset]);
    const [whole, within, alone] = [2, 2 + login.length + 1, bytes.length - word.length];
    expect(placesOf([])).toEqual([
      [url, whole],
      [word, within],
      [word, alone],
    ]);
    expect(placesOf([[word, [url]]])).toEqual([
      [url, whole],
      [word, alone],
    ]);
  });

  it('are found in what was made from another content as in a plain scan', () => {
    const value = 'correct horse/battery+staple';
    const detector = detectorOf([value]);
    const pieces = fc.array(
      fc.constantFrom(
        value,
        value.slice(0, 9),
        value.slice(9),
        encodeURIComponent(value),
        JSON.stringify(value).slice(1, 9),
        Buffer.from(`ab${value}c`).toString('base64'),
        Buffer.from(value).toString('hex'),
        '\n',
        'filler '.repeat(90),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, pieces, fc.nat(3000), (old, added, cut) => {
        const base = Buffer.from(old.join(''));
        const at = Math.min(cut, base.length);
        const insert = Buffer.from(added.join(''));
        const next = Buffer.concat([base.subarray(0, at), insert, base.subarray(at)]);
        const incremental = createIncrementalDetector(detector);
        const { state } = incremental.scan(base);
        const triples = Int32Array.from([0, 0, at, at, at + insert.length, base.length - at]);
        const { matches } = incremental.rescan(next, state!, { triples, count: 2 });
        expect(matches).toEqual(detector.scan(next));
      }),
      { numRuns: 400, seed: 3 },
    );
  });

  it('takes time that grows with the content alone', () => {
    const value = 'aaaaaaaaaaaaaaaaaaaaaaaa-b';
    const detector = detectorOf([value]);
    const time = (bytes: Buffer): number => {
      const startedAt = performance.now();
      detector.scan(bytes);
      return performance.now() - startedAt;
    };
    time(Buffer.alloc(1e5, 'a'));
    const small = Math.max(20, time(Buffer.alloc(2e5, 'a')));
    expect(time(Buffer.alloc(8e5, 'a'))).toBeLessThan(small * 12);
  });

  it('refuses values that are too short, or too many', () => {
    expect(() => detectorOf(['abc'])).toThrow('a value is too short');
    const many = Array.from({ length: 501 }, (_, i) => `value-${i}-x`);
    expect(() => detectorOf(many)).toThrow('more than 500 values');
    expect(detectorOf(many.slice(1)).scan(Buffer.from('value-7-x'))).toHaveLength(1);
  });
});
