// Incremental scanning against the plain scan: the same matches, whatever was copied, moved, repeated or added.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { createIncrementalDetector } from '../../src/detect/incremental.ts';
import type { CopiedRanges, ScanState } from '../../src/detect/incremental.ts';
import { allKinds, kindBit } from '../../src/detect/kinds.ts';
import { loadRules } from '../../src/rules/load.ts';
import { fragments, ownRules } from './contents.ts';
import { build, piecesOf } from './editScripts.ts';
import type { Edit, Piece } from './editScripts.ts';

const detector = createDetector(loadRules({ own: ownRules }));
const incremental = createIncrementalDetector(detector);

/** Without the binary one, which switches the generic extractors off around it. */
const plainText = fragments.filter((fragment) => !fragment.includes('\u0000')).join('');

const text = fc
  .array(fc.constantFrom(...fragments), { minLength: 0, maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'utf8'));

function utf16(bytes: Buffer): Buffer {
  return Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le');
}

/** UTF-16 with its mark, in either order of bytes: read as text, so that nothing carries over from it or to it. */
const encoded = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: text.map(utf16) },
  { weight: 1, arbitrary: text.map((bytes) => utf16(bytes).swap16()) },
);

const added = fc.oneof(
  fc.constantFrom(...fragments).map((fragment) => Buffer.from(fragment, 'utf8')),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff]), Buffer.from('\r')),
);

/** A new content as git's deltas make one: copies from anywhere in the base, in any order, and added bytes. */
const pieces: fc.Arbitrary<Piece[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ from: fc.nat(), length: fc.nat() }) },
    { weight: 2, arbitrary: added.map((add) => ({ add })) },
  ),
  { maxLength: 12 },
);

/** A few edits, as a person makes them: the rest stays in long runs, which are carried over. */
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    fc.record({ insert: added, at: fc.nat() }),
    fc.record({ remove: fc.nat(200), at: fc.nat() }),
    fc.record({ copy: fc.nat(1500), at: fc.nat(), to: fc.nat() }),
    fc.record({ move: fc.nat(1500), at: fc.nat(), to: fc.nat() }),
    fc.record({ seam: fc.constant(true as const), at: fc.nat() }),
  ),
  { maxLength: 5 },
);

/** A version of a file; now and then it comes under another kind of name. */
const step = fc.record({
  script: fc.oneof(
    pieces.map((script) => () => script),
    edits.map((list) => (size: number) => piecesOf(size, list)),
  ),
  kinds: fc.constantFrom(allKinds, allKinds, kindBit('python'), kindBit('dotenv')),
});

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

function stateOf(content: Buffer): ScanState {
  const { state } = incremental.scan(content);
  if (state === undefined) throw new Error('the base is plain text');
  return state;
}

describe('rescan gives exactly what scan gives', () => {
  it('for chains of random edit scripts', () => {
    fc.assert(
      fc.property(encoded, fc.array(step, { minLength: 1, maxLength: 4 }), (base, steps) => {
        let content: Buffer = base;
        let { state } = incremental.scan(base);
        for (const { script, kinds } of steps) {
          const next = build(content, script(content.length));
          state =
            state === undefined
              ? incremental.scan(next.content, kinds).state
              : expectExact(next.content, state, next.copied, kinds);
          content = next.content;
        }
      }),
      { numRuns: 500 },
    );
  });

  // What stands around is long enough for the runs to be carried over, and holds keywords of its own.
  const around = `${'the password is asked for at the door, nobody knows the token\n'.repeat(12)}\n`;

  const [longest = ''] = detector.sieve.keywords.toSorted((a, b) => b.length - a.length);

  it.each([...fragments, `${longest}\n`].map((each) => [each.slice(0, 24), each] as const))(
    'with a seam, an insertion, a removal, a repeat and a move at every byte of %j',
    (_, fragment) => {
      const base = Buffer.from(`${around}${fragment}\n${around}`, 'utf8');
      const state = stateOf(base);
      const start = around.length;
      const size = Buffer.byteLength(fragment);
      for (let at = start; at <= start + size; at += size > 100 ? 5 : 1) {
        const scripts: Edit[] = [
          { seam: true, at },
          { insert: Buffer.from('q'), at },
          { insert: Buffer.from('\n# "'), at },
          { remove: 1, at },
          { copy: 9, at, to: at },
          { move: base.length, at, to: 0 },
        ];
        for (const edit of scripts) {
          const { content, copied } = build(base, piecesOf(base.length, [edit]));
          expectExact(content, state, copied);
        }
      }
    },
  );

  it('for one inserted byte at every position', () => {
    const base = Buffer.from(plainText, 'utf8');
    const state = stateOf(base);
    for (let at = 0; at <= base.length; at += 7) {
      const edit = { insert: Buffer.from('q'), at };
      const { content, copied } = build(base, piecesOf(base.length, [edit]));
      expectExact(content, state, copied);
    }
  });

  it('and looks at few keywords again when little is new', () => {
    const base = Buffer.from(`${plainText}\n`.repeat(20), 'utf8');
    const first = incremental.scan(base);
    const edit = { insert: Buffer.from('one line more\n'), at: Math.floor(base.length / 2) };
    const { content, copied } = build(base, piecesOf(base.length, [edit]));
    expect(first.matches.length).toBeGreaterThan(60);
    expect(incremental.rescan(content, stateOf(base), copied).verified).toBeLessThan(
      first.verified / 4,
    );
  });
});

describe('an edit script', () => {
  it.each<[string, Edit, string]>([
    ['inserts', { insert: Buffer.from('-'), at: 2 }, 'ab-cdef'],
    ['removes', { remove: 2, at: 1 }, 'adef'],
    ['removes to the end', { remove: 9, at: 4 }, 'abcd'],
    ['repeats', { copy: 2, at: 1, to: 5 }, 'abcdebcf'],
    ['moves', { move: 2, at: 1, to: 4 }, 'adefbc'],
    ['moves to the front', { move: 9, at: 4, to: 0 }, 'efabcd'],
    ['cuts without a change', { seam: true, at: 3 }, 'abcdef'],
  ])('%s', (_, edit, expected) => {
    const base = Buffer.from('abcdef');
    const { content, copied } = build(base, piecesOf(base.length, [edit]));
    expect(content.toString()).toBe(expected);
    expect(copied.count).toBeGreaterThan('remove' in edit ? 0 : 1);
    for (let at = 0; at < copied.count * 3; at += 3) {
      const [from = 0, to = 0, length = 0] = copied.triples.subarray(at, at + 3);
      expect(content.subarray(to, to + length)).toEqual(base.subarray(from, from + length));
    }
  });
});
