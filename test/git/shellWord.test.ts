// Words for a shell, read back by one.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shellBytes, shellWord } from '../../src/git/shellWord.ts';
import { bytePath } from '../../src/model/path.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

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
  'ends with \\',
  String.raw`\'\\'\'`,
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

/** Each would run `touch` where a shell ended the word early. */
const hostile = [
  "';touch MARK;'",
  "\\';touch MARK;#",
  "\\\\';touch MARK;#",
  "\u0001';touch MARK;#",
  "\u0001\\';touch MARK;#",
  '$(touch MARK)',
  '\u0001$(touch MARK)',
  '`touch MARK`',
  '\u0001`touch MARK`',
  '"$(touch MARK)"',
  'a\ntouch MARK\n',
  'a\r\ntouch MARK\r\n',
  'a & touch MARK #',
  '\u202e;touch MARK;',
];

test.each(['sh', 'bash', 'dash', 'zsh', 'fish'])('%s runs nothing out of a word', (shell) => {
  const { error } = spawnSync(shell, ['-c', 'true']);
  if (error !== undefined) {
    // Not on every machine; the first two are.
    expect(['dash', 'zsh', 'fish']).toContain(shell);
    return;
  }
  const cwd = temporaryFolder('shell');
  spawnSync(shell, ['-c', 'touch MARK'], { cwd });
  expect(readdirSync(cwd)).toEqual(['MARK']);
  rmSync(join(cwd, 'MARK'));
  for (const text of hostile) {
    for (const word of [shellWord(text), shellBytes(`${bytePath(text)}\xff`)]) {
      spawnSync(shell, ['-c', `true ${word}`], { cwd });
      expect(readdirSync(cwd), word).toEqual([]);
    }
  }
});
