import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitize } from '../../src/report/sanitize.ts';

describe('sanitize', () => {
  it.each([
    ['ordinary text', 'a/b c.txt', 'a/b c.txt'],
    ['letters of any script and emoji', 'Ærøskøbing 林美 🔑', 'Ærøskøbing 林美 🔑'],
    ['a backslash', 'C:\\x1b', 'C:\\x1b'],
    ['a colour', '\u001b[31mred', '\\x1b[31mred'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['a bell and NUL', '\u0007\0', '\\x07\\x00'],
    ['DEL and C1', '\u007f\u009b31m', '\\x7f\\x9b31m'],
    ['an override of direction', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['isolates and marks', '\u2066\u2069\u200e\u200f\u061c', '\\u2066\\u2069\\u200e\\u200f\\u061c'],
    ['zero-width characters', 'a\u200bb\u200cc\u200dd\ufeff', 'a\\u200bb\\u200cc\\u200dd\\ufeff'],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['half a surrogate pair', '\ud800x', '\\ud800x'],
  ])('makes %s harmless', (_name, text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  it('leaves no control, format or line-breaking character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitize(text)).not.toMatch(
          /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\p{Zl}\p{Zp}]/u,
        );
      }),
    );
  });
});
