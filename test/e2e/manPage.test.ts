// The man page that the build wrote: current, and nothing to say against it.
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manPage } from '../../src/cli/manPage.ts';
import { describedProgram, programOutline } from '../../src/cli/programOutline.ts';
import { bin } from './runLeaktrail.ts';

const file = join(dirname(realpathSync(bin)), '../man/leaktrail.1');
const page = readFileSync(file, 'utf8');

test('the page of the build is that of the source', () => {
  expect(page).toBe(manPage());
});

test('the page names every command and option, in lines that roff takes as they are meant', () => {
  const plain = page.replaceAll(/\\f[BIR]/gu, '').replaceAll('\\-', '-');
  const outline = programOutline(describedProgram());
  for (const { name, options } of outline.slice(1)) {
    expect(plain).toContain(`.SS leaktrail ${name}`);
    for (const { flags } of options) expect(plain).toContain(`\n${flags.replace('…', '...')}\n`);
  }
  const [, synopsis = ''] = /\.SH SYNOPSIS\n([^]*?)\n\.SH/u.exec(plain) ?? [];
  const uses = synopsis.split('\n.br\n');
  expect(uses.slice(0, 2)).toEqual(['leaktrail [options] [REPO]', 'leaktrail [options] -']);
  expect(uses.filter((use) => !use.includes(' [options]'))).toEqual([]);
  const lines = page.split('\n').filter((line) => /^[.']/u.test(line));
  const macros = new Set(lines.map((line) => line.split(' ')[0]));
  expect(macros).toEqual(new Set(['.\\"', '.TH', '.SH', '.br', '.B', '.SS', '.TP', '.PP', '.BR']));
  // Characters beyond ASCII, and the hyphens of what is typed, would be another one's in some terminals.
  expect(page).toMatch(/^[\n -~]*$/u);
  expect(plain.split('\n').filter((line) => / -- | --$/u.test(line))).toEqual([]);
});

/** What a checker says of the page: nothing. */
const checkers: readonly (readonly [program: string, args: readonly string[]])[] = [
  ['mandoc', ['-T', 'lint', file]],
  ['groff', ['-man', '-ww', '-z', '-Tutf8', file]],
];

for (const [program, args] of checkers) {
  const has = spawnSync(program, ['--version']).error === undefined;
  describe.runIf(has)(program, () => {
    test('has nothing to say', () => {
      const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
      expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
    });
  });
}
