import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSieve, newHits, siftKeywords } from '../../src/detect/keywordSieve.ts';

const letters = fc.constantFrom(...'aAbBkKeEyY_-.:/$19 \n');
const word = fc.string({ unit: fc.constantFrom(...'abkey_-.:/$1'), minLength: 3, maxLength: 7 });

function sifted(keywords: readonly string[], bytes: Buffer, from = 0, to = bytes.length): string[] {
  const hits = newHits(1);
  siftKeywords(buildSieve(keywords), bytes, { from, to }, hits);
  return Array.from(
    { length: hits.length },
    (_, i) => `${hits.ends[i]} ${keywords[hits.ids[i] ?? 0]}`,
  );
}

function naive(keywords: readonly string[], bytes: Buffer, from = 0, to = bytes.length): string[] {
  const text = bytes.toString('latin1').replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
  const found: [number, number][] = [];
  keywords.forEach((keyword, id) => {
    for (let at = text.indexOf(keyword, from); at >= 0; at = text.indexOf(keyword, at + 1)) {
      if (at + keyword.length <= to) found.push([at + keyword.length, id]);
    }
  });
  return found
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([end, id]) => `${end} ${keywords[id]}`);
}

describe('siftKeywords', () => {
  test('finds every keyword that a plain search finds, in any range', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
        fc.string({ unit: letters, maxLength: 80 }),
        fc.nat(20),
        fc.nat(20),
        (keywords, text, skipStart, skipEnd) => {
          const bytes = Buffer.from(keywords.join('x') + text + keywords.join(''));
          const from = Math.min(skipStart, bytes.length);
          const to = Math.max(from, bytes.length - skipEnd);
          expect(sifted(keywords, bytes, from, to)).toEqual(naive(keywords, bytes, from, to));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('matches letters in either case and reports keywords inside keywords', () => {
    expect(sifted(['key', 'apikey', 'api'], Buffer.from('APIkey'))).toEqual([
      '3 api',
      '6 key',
      '6 apikey',
    ]);
  });

  test('needs no state: two overlapping halves give what the whole gives', () => {
    const keywords = ['secret', 'token', 'ghp_'];
    const bytes = Buffer.from('x secret token ghp_ghp_ TOKENsecret');
    const whole = sifted(keywords, bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const halves = [
        ...sifted(keywords, bytes, 0, cut),
        ...sifted(keywords, bytes, Math.max(0, cut - 5)),
      ];
      expect(new Set(halves)).toEqual(new Set(whole));
    }
  });

  test('takes non-ASCII bytes as they are', () => {
    expect(sifted(['key'], Buffer.from([0xff, 0x6b, 0x65, 0x79, 0x00]))).toEqual(['4 key']);
  });

  test('refuses keywords of less than three bytes', () => {
    expect(() => buildSieve(['pw'])).toThrow('too short');
  });

  test('finds each of very many short keywords', () => {
    const marks = [...'!@#^&*()+=[]{}~|'];
    const keywords = marks.flatMap((a) =>
      marks.flatMap((b) => ['k', 'z', '7', '_', '%'].map((c) => a + b + c)),
    );
    const bytes = Buffer.from(keywords.join(' '));
    expect(sifted(keywords, bytes)).toEqual(naive(keywords, bytes));
  });
});
