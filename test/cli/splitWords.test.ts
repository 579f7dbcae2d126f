import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/cli/splitWords.ts';
import { UsageError } from '../../src/model/errors.ts';

describe('splitWords', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['a b', ['a', 'b']],
    [' a\t\nb ', ['a', 'b']],
    ["--author='Jane Doe'", ['--author=Jane Doe']],
    ['--author="Jane Doe" x', ['--author=Jane Doe', 'x']],
    ['\'a b\'c"d e"', ['a bcd e']],
    ["''", ['']],
    ['a\\ b', ['a b']],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ["'a\\b'", ['a\\b']],
    ['$HOME `id` * ; rm', ['$HOME', '`id`', '*', ';', 'rm']],
  ])('splits %j as a shell splits words', (text, words) => {
    expect(splitWords(text, '--log-opts')).toEqual(words);
  });

  it.each(["'a", '"a', 'a "b\\"', 'a\\'])('refuses %j', (text) => {
    expect(() => splitWords(text, '--log-opts')).toThrow(
      new UsageError('--log-opts: a quote is not closed'),
    );
  });
});
