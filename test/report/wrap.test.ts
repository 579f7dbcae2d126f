import { describe, expect, it } from 'vitest';
import { displayWidth, padEnd, unbroken, wrap } from '../../src/report/wrap.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['林美', 4],
    ['🔑', 2],
    ['─', 1],
  ])('counts the columns of %j', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('wrap', () => {
  it.each([
    ['keeps a text that fits', 'one two', 7, ['one two']],
    ['breaks at a space', 'one two', 6, ['one', 'two']],
    [
      'keeps a long word whole',
      'see https://example.org/long now',
      10,
      ['see', 'https://example.org/long', 'now'],
    ],
    ['counts wide characters', '林美 林美', 8, ['林美', '林美']],
    ['gives one line for nothing', '', 10, ['']],
    ['keeps what is bound together', `a ${unbroken('b c')}`, 3, ['a', 'b c']],
  ])('%s', (_title, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('padEnd', () => {
  it('pads by columns, not by characters', () => {
    expect(padEnd('林', 4)).toBe('林  ');
    expect(padEnd('long', 2)).toBe('long');
  });
});
