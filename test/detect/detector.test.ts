import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { newHits } from '../../src/detect/keywordSieve.ts';
import type { RawMatch } from '../../src/detect/resolve.ts';
import { loadRules } from '../../src/rules/load.ts';
import { fill } from './fill.ts';

const detector = createDetector(loadRules());

// Pieces of the languages, with everything that starts, ends or cuts a value.
const pieces = [
  'password = "<pw:k>"',
  'DB_PASSWORD=<pw:i>\n',
  '{"api_key": "<pw:f>"}',
  'postgres://ada:<pw:i>@db/x',
  'Authorization: Basic <b64:b>',
  'token: abcdef0123456789abcdef01\n',
  `ghp${'_'}0123456789abcdefghijABCDEFGHIJ012345`,
  `${'AK'}IAQ7XKZLM4NPTR2WVY`,
  'login, password = "ada", "<pw:k>"',
  'curl -u ada:<pw:i> https://example.org\n',
  'kind: Secret\ndata:\n  a: a1Q5LXZMcTI=\n',
  'kind: Secret\ndata:\n  a: a1Q5LXZMcTI=\n  file: |\n    cGFzc3dvcmQ9\n',
  'cGFzc3dvcmQ9a1Q5dkxxMng7IA'.repeat(4),
  `${'cGFzc3dvcmQ9a1Q5dkxxMngK'.repeat(3)}\n`,
  `${'cGFzc3dvcmQ9a1Q5dkxxMngK'.repeat(3)}\\n`,
  'password%3D<pw:i>x%26',
  'password\\u003d<pw:i>x\\u0026',
  'mysql:\\/\\/ada:<pw:i>@db',
  '{"kty":"oct","k":"<pw:d>"}',
  'machine a login b password <pw:i>\n',
  '<password><pw:i></password>',
  'os.getenv("SECRET_KEY", "<pw:k>")',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  ' ',
  '    ',
  '(',
  ')',
  '{',
  '}',
  ',',
  ';',
  '#',
  ' = ',
  ': ',
  'é',
  '\0',
  'key',
  'pass',
  'secret',
  'x'.repeat(300),
  ' '.repeat(120),
  'lorem ipsum dolor sit amet ',
];
const content = fc
  .array(fc.constantFrom(...pieces.map(fill)), { minLength: 1, maxLength: 24 })
  .map((parts) => Buffer.from(parts.join('')));

function hitsOf(bytes: Buffer): [number, number][] {
  const hits = newHits();
  detector.prefilter(bytes, { from: 0, to: bytes.length }, hits);
  return Array.from({ length: hits.length }, (_, i) => [hits.ends[i] ?? 0, hits.ids[i] ?? 0]);
}

function verified(bytes: Buffer, end: number, id: number): RawMatch[] {
  const raw: RawMatch[] = [];
  detector.verify(bytes, end, id, raw);
  return raw;
}

function shifted(raw: readonly RawMatch[], by: number): RawMatch[] {
  return raw.map((match) => ({
    ...match,
    startOffset: match.startOffset + by,
    endOffset: match.endOffset + by,
  }));
}

describe('the stages of the detector', () => {
  test('scan is what the stages give one after the other', () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const raw = hitsOf(bytes).flatMap(([end, id]) => verified(bytes, end, id));
        const all = [...raw, ...detector.verifyWhole(bytes)];
        expect(detector.scan(bytes)).toEqual(detector.locate(bytes, detector.resolve(all)));
      }),
      { numRuns: 200 },
    );
  });

  test('verify depends on its window alone and on whether that reaches an end of the content', () => {
    fc.assert(
      fc.property(content, content, content, (before, middle, after) => {
        const bytes = Buffer.concat([before, middle, after]);
        for (const [end, id] of hitsOf(bytes)) {
          const from = Math.max(0, end - (detector.windowBefore[id] ?? 0));
          const to = Math.min(bytes.length, end + (detector.windowAfter[id] ?? 0));
          // Other bytes around the same window, ends kept where the window touches them.
          const left = from === 0 ? Buffer.alloc(0) : Buffer.from('key="\n\\(');
          const right = to === bytes.length ? Buffer.alloc(0) : Buffer.from('"\n=x)');
          const moved = Buffer.concat([left, bytes.subarray(from, to), right]);
          const shift = left.length - from;
          expect(verified(moved, end + shift, id)).toEqual(
            shifted(verified(bytes, end, id), shift),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a content without a keyword has no matches', () => {
    expect(detector.scan(Buffer.from('lorem ipsum dolor sit amet\n'.repeat(50)))).toEqual([]);
  });

  test('a match knows its place, its value and what it is worth under each kind of file', () => {
    const [match] = detector.scan(Buffer.from(fill('a = 1\nDB_PASSWORD=<pw:i>x\n')));
    expect(match).toMatchObject({
      ruleId: 'generic-password',
      startOffset: 18,
      endOffset: 26,
      value: fill('<pw:i>x'),
      line: 2,
      column: 13,
      endLine: 2,
      endColumn: 21,
    });
  });

  test('one secret that several rules see is one match, of the most specific rule', () => {
    const token = `ghp${'_'}0123456789abcdefghijABCDEFGHIJ012345`;
    const matches = detector.scan(Buffer.from(`GITHUB_TOKEN="${token}"`));
    expect(matches.length).toBeLessThanOrEqual(1);
  });
});

describe('encodings of the content', () => {
  const text = fill('# é\r\nDB_PASSWORD=<pw:i>x\r\nNAME=Zoë\r\n');
  const plain = detector.scan(Buffer.from(text))[0];

  test.each([
    [
      'UTF-16LE with a mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      2,
    ],
    [
      'UTF-16BE with a mark',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
      2,
    ],
    ['UTF-16LE without a mark', Buffer.from(text, 'utf16le'), 0],
    ['UTF-16BE without a mark', Buffer.from(text, 'utf16le').swap16(), 0],
  ])('finds in %s what it finds in UTF-8, at the bytes as stored', (_title, bytes, mark) => {
    const [match, ...more] = detector.scan(bytes);
    expect(more).toEqual([]);
    expect(match?.value).toBe(fill('<pw:i>x'));
    expect(match?.encoding).toBe('utf-16');
    expect([match?.line, match?.column]).toEqual([plain?.line, plain?.column]);
    expect(match?.startOffset).toBe(mark + text.indexOf('kT9') * 2);
    expect(match?.endOffset).toBe(mark + (text.indexOf('kT9') + 8) * 2);
    expect(detector.isRecoded(bytes)).toBe(true);
  });

  test('reads latin1 text byte by byte', () => {
    const bytes = Buffer.from(fill('# é\nDB_PASSWORD=<pw:j>\n'), 'latin1');
    const [match] = detector.scan(bytes);
    expect(match?.value).toBe(fill('<pw:j>'));
    expect(match?.column).toBe(13);
  });

  test('leaves binary content to the rules of providers', () => {
    const generic = Buffer.concat([
      Buffer.from([0, 1, 0]),
      Buffer.from(fill('password = "<pw:i>x"\n')),
    ]);
    expect(detector.scan(generic)).toEqual([]);
  });
});

describe('hostile contents', () => {
  // Twice the content may take about twice the time; the bound is generous, the worst case is seconds.
  test.each([
    'password="',
    'key=',
    'token: ',
    '"key":"v",',
    'password: ab cd ',
    '://a:b',
    'key = a = ',
    '&quot;key&quot;:',
    'kind: Secret\ndata:\n a: b\n',
    '{"kty":"d":"',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    'eyJ',
    'identified by ',
    'tokens: ["a", ',
    '"password\\":\\"',
    'getenv("KEY", ',
    'key\n\n\n',
    'password="changeme',
    '<password>',
    '$2y$10$',
  ])('of 100 kB of %j are read in linear time', (piece) => {
    const bytes = Buffer.from(piece.repeat(Math.ceil(100_000 / piece.length)));
    const started = process.cpuUsage();
    detector.scan(bytes);
    const { user } = process.cpuUsage(started);
    expect(user / 1000).toBeLessThan(4000);
  });

  test('a value of a megabyte is no value', () => {
    expect(detector.scan(Buffer.from(`password = "${'aB3'.repeat(400_000)}"`))).toEqual([]);
  });
});

describe('the weights', () => {
  test('name only features of the fitted model, in a file that can be reviewed', () => {
    const source = readFileSync(new URL('../../src/detect/fittedWeights.ts', import.meta.url));
    expect(source.length).toBeLessThan(60_000);
  });
});
