import { expect, it } from 'vitest';
import { excerptLines } from '../../src/page/excerptLines.ts';

function told(
  lines: readonly string[],
  marks: readonly (readonly [line: number, start: number, end: number])[],
): string[] {
  const excerpt = {
    startLine: 7,
    lines,
    marks: marks.map(([line, start, end]) => ({ line, start, end })),
  };
  return excerptLines(excerpt).map(
    ({ number, parts }) =>
      `${number} ${parts.map(({ text, isSecret }) => (isSecret ? `[${text}]` : text)).join('|')}`,
  );
}

it('cuts each line where the secret stands', () => {
  expect(told(['a = "b"', 'key = "****"', ''], [[1, 7, 11]])).toEqual([
    '7 a = "b"',
    '8 key = "|[****]|"',
    '9 ',
  ]);
});

it('takes several marks in any order, at either end, and overlapping ones once', () => {
  expect(
    told(
      ['abcdef'],
      [
        [0, 4, 6],
        [0, 0, 2],
      ],
    ),
  ).toEqual(['7 [ab]|cd|[ef]']);
  expect(
    told(
      ['abcdef'],
      [
        [0, 0, 4],
        [0, 2, 5],
        [0, 3, 3],
      ],
    ),
  ).toEqual(['7 [abcd]|[e]|f']);
});

it('escapes what cannot be seen after cutting, so that columns hold, and keeps tabs', () => {
  expect(told(['\t\u202ex\u001b y\r'], [[0, 2, 4]])).toEqual(['7 \t\\u202e|[x\\x1b]| y']);
});

it('does not fall over marks beyond the text', () => {
  expect(
    told(
      ['ab'],
      [
        [0, 1, 99],
        [5, 0, 1],
      ],
    ),
  ).toEqual(['7 a|[b]']);
});
