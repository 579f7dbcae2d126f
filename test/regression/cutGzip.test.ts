import { expect, test } from 'vitest';
import { allowanceFor } from '../../src/detect/decode/archive.ts';
import { gzipMembers } from '../../src/detect/decode/archiveGzip.ts';

test('the member of a gzip that is cut off soon after its header has a place', () => {
  const cut = Buffer.from('1f8b080000ff0000000001ab00ff', 'hex').subarray(0, 13);
  const members = [...gzipMembers(cut, allowanceFor(cut.length), () => undefined)];
  expect(members.map(({ startOffset, endOffset }) => [startOffset, endOffset])).toEqual([[10, 11]]);
});
