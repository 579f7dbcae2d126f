import { expect, it } from 'vitest';
import { nearestWord } from '../../src/rules/nearestWord.ts';

const words = ['audit', 'staged', 'range', 'report', 'rules', 'json', 'excludePaths', 'medium'];

it.each([
  ['adit', 'audit'],
  ['stagd', 'staged'],
  ['rnage', 'range'],
  ['jsno', 'json'],
  ['REPORT', 'report'],
  ['rep', 'report'],
  ['med', 'medium'],
  ['exlude', 'excludePaths'],
  ['r', undefined],
  ['src', undefined],
  ['nothing', undefined],
  ['', undefined],
])('%j was meant to be %j', (word, meant) => {
  expect(nearestWord(word, words)).toBe(meant);
});
