import { expect, test } from 'vitest';
import { parsePushLines, parseReceiveLines } from '../../src/sources/refUpdates.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const zero = '0'.repeat(40);

test('the lines of a push name the new id before the old one', () => {
  const text = [
    `refs/heads/main ${a} refs/heads/main ${b}`,
    `HEAD ${a} refs/heads/new ${zero}`,
    `(delete) ${zero} refs/heads/gone ${b}`,
  ].join('\n');
  expect(parsePushLines(`${text}\n`)).toEqual([
    { name: 'refs/heads/main', newOid: a, oldOid: b },
    { name: 'refs/heads/new', newOid: a, oldOid: null },
    { name: 'refs/heads/gone', newOid: null, oldOid: b },
  ]);
});

test('the lines of a receive name the old id before the new one', () => {
  const wide = 'c'.repeat(64);
  expect(parseReceiveLines(`${b} ${a} refs/heads/main\n${zero} ${wide} refs/tags/v1\n`)).toEqual([
    { name: 'refs/heads/main', newOid: a, oldOid: b },
    { name: 'refs/tags/v1', newOid: wide, oldOid: null },
  ]);
});

test('no lines are no updates; anything else is refused', () => {
  expect(parsePushLines('')).toEqual([]);
  for (const line of ['x', `refs/heads/main ${a} refs/heads/main`, `${a} ${b} c d e f`]) {
    expect(() => parsePushLines(line)).toThrow(/pre-push hook/u);
    expect(() => parseReceiveLines(`${line} more`)).toThrow(/pre-receive hook/u);
  }
});
