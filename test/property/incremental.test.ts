// Incremental scanning against the plain scan: the same matches, whatever was copied, moved, repeated or added.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { createIncrementalDetector } from '../../src/detect/incremental.ts';
import type { CopiedRanges, ScanState } from '../../src/detect/incremental.ts';
import { allKinds, kindBit } from '../../src/detect/kinds.ts';
import { loadRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const detector = createDetector(loadRules());
const incremental = createIncrementalDetector(detector);

const token = (template: string, seed: number): string => expandTemplate(template, `seed ${seed}`);

/** Lines that matter to a detector, whole and in pieces, among plain text and odd bytes. */
const fragments: readonly string[] = [
  'def connect(host, port):\n    return Client(host, port)\n',
  'password = "',
  `${token('<alnum:14>', 1)}"\n`,
  `API_KEY=${token('<alnum:32>', 2)}\n`,
  `token: ${token('ghp_<alnum:36>', 3)}\n`,
  `url = 'postgres://app:${token('<alnum:12>', 4)}@db.example.org/app'\n`,
  `os.environ.get('SECRET_KEY', '${token('<alnum:40>', 5)}')\n`,
  'pass',
  'word = ',
  'sec',
  'ret',
  '\n',
  '"',
  `AKIA${token('<upper:16>', 6)}\n`,
  `"${token('<base64:40>', 7)}"\n`,
  'client_secret: >-\n  ',
  `${Buffer.from(`password=${token('<alnum:27>', 8)}`.repeat(3)).toString('base64')}\n`,
  `password%3D${token('<alnum:14>', 9)}%26`,
  `"api_key\\u0022: \\u0022${token('<alnum:32>', 10)}\\u0022`,
  'ünïcödé ✓ 秘密\n',
  '\u0000\u0001\u00ff\n',
  '# a comment that says nothing at all, long enough to keep keywords apart from each other\n',
  'x'.repeat(300),
];

/** Without the binary one, which switches the generic extractors off around it. */
const plainText = fragments.filter((fragment) => !fragment.includes('\u0000')).join('');

const text = fc
  .array(fc.constantFrom(...fragments), { minLength: 0, maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'utf8'));

type Piece = { from: number; length: number } | { add: Buffer };

/** A new content as git's deltas make one: copies from anywhere in the base, in any order, and added bytes. */
const pieces = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ from: fc.nat(), length: fc.nat() }) },
    fc.constantFrom(...fragments).map((added) => ({ add: Buffer.from(added, 'utf8') })),
    fc.uint8Array({ maxLength: 4 }).map((added) => ({ add: Buffer.from(added) })),
  ),
  { maxLength: 12 },
);

/** A version of a file; now and then it comes under another kind of name. */
const step = fc.record({
  script: pieces,
  kinds: fc.constantFrom(allKinds, allKinds, kindBit('python'), kindBit('dotenv')),
});

function build(base: Buffer, script: readonly Piece[]): { content: Buffer; copied: CopiedRanges } {
  const parts: Buffer[] = [];
  const triples: number[] = [];
  let to = 0;
  for (const piece of script) {
    if ('add' in piece) {
      parts.push(piece.add);
      to += piece.add.length;
      continue;
    }
    if (base.length === 0) continue;
    const from = piece.from % base.length;
    const length = 1 + (piece.length % (base.length - from));
    parts.push(base.subarray(from, from + length));
    triples.push(from, to, length);
    to += length;
  }
  const copied = { triples: Int32Array.from(triples), count: triples.length / 3 };
  return { content: Buffer.concat(parts), copied };
}

function expectExact(
  content: Buffer,
  base: ScanState,
  copied: CopiedRanges,
  kinds = allKinds,
): ScanState | undefined {
  const plain = incremental.scan(content, kinds);
  const { state: plainState } = plain;
  const carried = incremental.rescan(content, base, copied, kinds);
  expect(carried.matches).toEqual(detector.scan(content, kinds));
  expect(carried.state?.ends).toEqual(plainState?.ends);
  expect(carried.state?.ids).toEqual(plainState?.ids);
  expect(carried.state?.matchedHits).toEqual(plainState?.matchedHits);
  expect(carried.state?.matched).toEqual(plainState?.matched);
  return carried.state;
}

describe('rescan gives exactly what scan gives', () => {
  it('for chains of random edit scripts', () => {
    fc.assert(
      fc.property(text, fc.array(step, { minLength: 1, maxLength: 4 }), (base, steps) => {
        let content: Buffer = base;
        let state = incremental.scan(base).state;
        for (const { script, kinds } of steps) {
          if (state === undefined) return;
          const next = build(content, script);
          state = expectExact(next.content, state, next.copied, kinds);
          content = next.content;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('for one inserted or deleted byte at every position', () => {
    const base = Buffer.from(plainText, 'utf8');
    const { state } = incremental.scan(base);
    if (state === undefined) throw new Error('the base is plain text');
    for (let at = 0; at <= base.length; at += 3) {
      const inserted = build(base, [
        { from: 0, length: Math.max(0, at - 1) },
        { add: Buffer.from('q') },
        { from: at % base.length, length: base.length },
      ]);
      expectExact(inserted.content, state, inserted.copied);
    }
  });

  it('and looks at few keywords again when little is new', () => {
    const base = Buffer.from(`${plainText}\n`.repeat(20), 'utf8');
    const first = incremental.scan(base);
    const half = Math.floor(base.length / 2);
    const { content, copied } = build(base, [
      { from: 0, length: half - 1 },
      { add: Buffer.from('one line more\n') },
      { from: half, length: base.length - half - 1 },
    ]);
    if (first.state === undefined) throw new Error('the base is plain text');
    expect(first.matches.length).toBeGreaterThan(60);
    expect(incremental.rescan(content, first.state, copied).verified).toBeLessThan(
      first.verified / 4,
    );
  });
});
