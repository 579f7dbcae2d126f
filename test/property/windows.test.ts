// Scanning in windows against the plain scan: the same matches at the same places, wherever the content is cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { allKinds, kindBit } from '../../src/detect/kinds.ts';
import type { KindMask } from '../../src/detect/kinds.ts';
import type { Match } from '../../src/model/match.ts';
import { loadRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { createWindowScanner } from '../../src/scan/windowScanner.ts';
import { fragments, ownRules, token } from './contents.ts';

// Without the rules for private keys, whose windows of 40 kB would keep the windows of this test large.
const few = createDetector(
  loadRules({ own: ownRules, enable: ['generic-*', 'github-*', 'aws-*', 'own-*'] }),
);
const all = createDetector(loadRules());

const pieces: readonly string[] = [
  ...fragments,
  '\r\n',
  'a clef 𝄞\n',
  'lorem ipsum '.repeat(200),
  'line\n'.repeat(400),
];

const binary = [Buffer.from([0, 1, 255, 10]), Buffer.from([0xc3]), Buffer.from([0xf0, 0x9d, 0x84])];

const parts = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...pieces).map((text) => Buffer.from(text)) },
    fc.constantFrom(...binary),
  ),
  { maxLength: 120 },
);
const text = parts.map((list) => Buffer.concat(list));
const utf16 = fc
  .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), fc.constantFrom('', '\uFEFF'))
  .map(([list, mark]) => Buffer.from(mark + list.join(''), 'utf16le'));

interface Cut {
  readonly detector?: typeof all;
  readonly kinds?: KindMask;
  readonly pieceBytes: number;
}

function inWindows(
  content: Buffer,
  { detector = few, kinds = allKinds, pieceBytes }: Cut,
): Match[] {
  const matches: Match[] = [];
  const scanner = createWindowScanner({
    detector,
    kinds,
    onMatch: (match) => void matches.push(match),
    windowBytes: 0,
  });
  for (let at = 0; at < content.length; at += pieceBytes) {
    // Of its own: what was pushed may be overwritten.
    const piece = Buffer.from(content.subarray(at, at + pieceBytes));
    scanner.push(piece);
    piece.fill(0x41);
  }
  scanner.end();
  return matches;
}

const pieceSizes = fc.constantFrom(1, 7, 509, 4096, 100_000);

describe('a scan in windows gives exactly what a plain scan gives', () => {
  it('for text and odd bytes, as any kind of file', () => {
    fc.assert(
      fc.property(
        text,
        pieceSizes,
        fc.constantFrom(allKinds, kindBit('python'), kindBit('dotenv')),
        (content, pieceBytes, kinds) => {
          expect(inWindows(content, { pieceBytes, kinds })).toEqual(few.scan(content, kinds));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('for UTF-16, with a byte order mark and without, of either order', () => {
    fc.assert(
      fc.property(utf16, pieceSizes, fc.boolean(), (little, pieceBytes, isSwapped) => {
        const content = isSwapped ? Buffer.from(little).swap16() : little;
        expect(inWindows(content, { pieceBytes })).toEqual(few.scan(content));
      }),
      { numRuns: 100 },
    );
  });

  it('for a UTF-16 content that ends within a character', () => {
    const line = `\uFEFFpassword = "${token('<alnum:14>', 1)}"\n`.repeat(300);
    const content = Buffer.concat([Buffer.from(line, 'utf16le'), Buffer.from([0x34, 0xd8, 0x1e])]);
    expect(inWindows(content, { pieceBytes: 333 })).toEqual(few.scan(content));
  });

  it('for a secret at every place around the end of a window', () => {
    const secret = Buffer.from(`\ntoken: ${token('ghp_<alnum:36>', 3)}\n`);
    const filler = Buffer.from('value of nothing\n'.repeat(3000));
    for (let at = 0; at < filler.length; at += 331) {
      const content = Buffer.concat([filler.subarray(0, at), secret, filler.subarray(at)]);
      const found = inWindows(content, { pieceBytes: 5000 });
      expect(found).toEqual(few.scan(content));
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it('for lines longer than a window, and matches without an end between them', () => {
    const long = Buffer.concat([
      Buffer.from(`${'x'.repeat(50_000)}é password="${token('<alnum:14>', 1)}" `.repeat(3)),
      Buffer.from(`API_KEY=${token('<alnum:32>', 2)},`.repeat(2000)),
    ]);
    expect(inWindows(long, { pieceBytes: 4096 })).toEqual(few.scan(long));
  });

  it('for private keys and all other rules', () => {
    const key = `${expandTemplate('<pem:PRIVATE KEY>', 'one key')}\n`;
    const filler = 'nothing to see\n'.repeat(5000);
    const content = Buffer.from(`${filler}${key}${filler}${key}`);
    const found = inWindows(content, { detector: all, pieceBytes: 50_000 });
    expect(found).toEqual(all.scan(content));
    expect(found.map(({ ruleId }) => ruleId)).toContain('private-key');
  });
});
