import { expect, test } from 'vitest';
import { decodeUtf16 } from '../../src/detect/utf16.ts';

const text = 'fullname = "é秘𝄞x"\nü';

test.each([
  ['little', 2],
  ['big', 2],
])(
  'offsets in text of UTF-16, %s-endian, lead back to the stored bytes in any order',
  (order, mark) => {
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const recoded = decodeUtf16(order === 'big' ? little.swap16() : little);
    const expected = (offset: number): number =>
      mark + 2 * Buffer.from(text).toString('utf8', 0, offset).length;
    const offsets = Array.from({ length: Buffer.byteLength(text) + 1 }, (_, i) => i);
    for (const asked of [offsets, offsets.toReversed(), [3, 20, 4, 19, 22, 0, 23]]) {
      expect(asked.map((offset) => recoded?.storedOffset(offset))).toEqual(asked.map(expected));
    }
  },
);
