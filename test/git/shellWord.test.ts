// Words for a shell, read back by one.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellBytes, shellWord } from '../../src/git/shellWord.ts';

test.each([
  'plain/path-1.txt',
  'two words',
  "it's",
  '$HOME `id` "x" \\ !',
  'a;b&c|d>e<f*g?h[i]{j}',
  'line\nend',
  '\u202egnp.exe',
  'päß/日本',
  '~',
  '',
])('%j is one word', (text) => {
  const { stdout } = spawnSync('bash', ['-c', `printf %s ${shellWord(text)}`]);
  expect(stdout.toString('utf8')).toBe(text);
});

test('bytes that are no text stay what they are, and nothing unseen is printed', () => {
  const { stdout } = spawnSync('bash', ['-c', `printf %s ${shellBytes("a\xff'\\b")}`]);
  expect(stdout.toString('latin1')).toBe("a\xff'\\b");
  expect(shellWord('\u202e\u0007')).toMatch(/^[\x20-\x7e]+$/u);
});
