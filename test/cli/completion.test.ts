import { expect, it } from 'vitest';
import { describedProgram, programOutline, shells } from '../../src/cli/programOutline.ts';
import { mistake, runWith } from './runWith.ts';

const outline = programOutline(describedProgram());

it.each(shells)(
  'the script for %s knows every command, option and word that one takes',
  async (shell) => {
    const { exitCode, stdout, stderr } = await runWith(['completion', shell]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const words = outline.flatMap(({ name, options }) => [
      ...name.split(' '),
      ...options.flatMap(({ names, values }) => [
        ...names.map((each) => (shell === 'fish' ? each.replace(/^--?/u, '') : each)),
        ...(Array.isArray(values) ? values : []),
      ]),
    ]);
    expect(words.length).toBeGreaterThan(80);
    expect(words.filter((word) => !stdout.includes(word))).toEqual([]);
    // Asked when they are needed: there are more than a thousand, and each has its own.
    expect(stdout).toContain('leaktrail rules list');
  },
);

it('the outline holds what is special to a command beside what all share', () => {
  const trace = outline.find(({ name }) => name === 'trace');
  expect(trace?.options.map(({ names }) => names.at(-1))).toEqual([
    '--from',
    '--env-file',
    '--all-values',
  ]);
  expect(outline[0]?.options.find(({ names }) => names.includes('-f'))?.values).toContain('sarif');
});

it('an option that names a file or a folder is completed with one', () => {
  const named = outline.flatMap(({ options }) =>
    options.flatMap(({ flags, values }) => {
      const [, kind] = /<(file|folder)…?>/u.exec(flags) ?? [];
      return kind === undefined ? [] : [{ flags, kind, values }];
    }),
  );
  expect(named.map(({ flags }) => flags)).toContain('--decisions <file>');
  expect(named.filter(({ kind, values }) => values !== kind)).toEqual([]);
});

it.each([
  [['completion'], "missing required argument 'shell' (--help tells what it is)"],
  [['completion', 'bsh'], "completion does not know 'bsh' (did you mean bash?)"],
  [['completion', 'powershell'], "completion does not know 'powershell' (one of bash, zsh, fish)"],
])('%j is told in one line', async (args, message) => {
  expect(await runWith(args)).toMatchObject(mistake(message));
});
