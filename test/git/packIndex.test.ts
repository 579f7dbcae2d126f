import { expect, test } from 'vitest';
import { parsePackIndex } from '../../src/git/packIndex.ts';

test.each([8, 1023, 1024, 1028, 1031, 1032, 1071])(
  'an index of version 2 that is cut off after %i bytes is damaged',
  (length) => {
    const index = Buffer.alloc(2000);
    index.writeUInt32BE(0xff744f63, 0);
    index.writeUInt32BE(2, 4);
    expect(parsePackIndex(index.subarray(0, length), 'sha1')).toMatch(/too short|truncated/u);
  },
);
