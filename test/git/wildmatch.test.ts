import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileWildmatch } from '../../src/git/wildmatch.ts';
import { makeRepository } from '../makeRepository.ts';
import { askGit } from './ignoreOracle.ts';

const repo = makeRepository();
/** Every byte that a file name can have, behind a letter (git reads `:` and `.` at the start as more than names). */
const everyByte = Array.from({ length: 255 }, (_, i) => i + 1).filter((byte) => byte !== 0x2f);
const names = everyByte.map((byte) => `x${String.fromCharCode(byte)}`);

const classes = ['alnum', 'alpha', 'blank', 'cntrl', 'digit', 'graph', 'lower', 'print', 'punct'];
const sets = [
  ...[...classes, 'space', 'upper', 'xdigit'].flatMap((name) => [
    `[[:${name}:]]`,
    `[^[:${name}:]]`,
  ]),
  ...'[a-z] [!a-z] []-] [--0] [a-] [a\\-c] [\\a-c] [z-a] [a-c-e] [^]] [[:] [[:a]'.split(' '),
  ...'[[:alpha:]-z] [\x80-\xff] [\\]] [!^] [[.a.]] [[=a=]] ?'.split(' '),
];

test.each(sets)('the set %j holds the same bytes as for git', (set) => {
  for (const ignoreCase of [false, true]) {
    repo.write('.gitignore', Buffer.from(`x${set}\n`, 'latin1'));
    const settings = [`core.ignoreCase=${ignoreCase}`];
    const answers = askGit({ dir: repo.dir, env: repo.env, paths: names, settings });
    const matches = compileWildmatch(`x${set}`, { pathname: false, ignoreCase });
    const fold = (name: string): string =>
      ignoreCase ? name.replace(/[A-Z]/u, (letter) => letter.toLowerCase()) : name;
    const ours = names.filter((name) => matches(fold(name)));
    expect(ours).toEqual(answers.filter(({ rule }) => rule !== null).map(({ path }) => path));
  }
  rmSync(join(repo.dir, '.gitignore'));
});

test('takes no more than pattern times text steps for a hostile pattern', () => {
  const matches = compileWildmatch(`${'*a'.repeat(100)}*b`, { pathname: true, ignoreCase: false });
  expect(matches('a'.repeat(4000))).toBe(false);
  expect(matches(`${'a'.repeat(4000)}b`)).toBe(true);
});
