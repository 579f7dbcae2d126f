import { expect, it } from 'vitest';
import { commandHelps } from '../../src/cli/commandHelp.ts';
import { commandNames } from '../../src/cli/commandNames.ts';
import { namedCommands } from '../../src/cli/program.ts';
import { describedProgram } from '../../src/cli/programOutline.ts';
import { displayWidth } from '../../src/report/wrap.ts';
import { mistake, runWith } from './runWith.ts';

const program = describedProgram();
const names = [...namedCommands(program).keys()];

async function helpOf(name: string): Promise<string> {
  const words = name === '' ? [] : name.split(' ');
  const { exitCode, stdout, stderr } = await runWith([...words, '--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

it.each(names)(
  'the help of leaktrail %s fits into 80 columns and ends with examples',
  async (name) => {
    const text = await helpOf(name);
    expect(text.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(text).toMatch(/\nExamples:\n {2}\S/u);
    const usage = `Usage: leaktrail ${name}`.trim();
    expect(text.startsWith(usage)).toBe(true);
  },
);

it('there are examples of every command and of nothing else', () => {
  expect(Object.keys(commandHelps).toSorted()).toEqual(names.toSorted());
});

it('every command is known to who suggests one', () => {
  const own = program.commands.map((command) => command.name());
  expect([...commandNames].toSorted()).toEqual([...own, 'help'].toSorted());
});

it('examples name commands and options that there are', () => {
  for (const [name, { examples }] of Object.entries(commandHelps)) {
    for (const [line] of examples) {
      const words = line
        .replace(/^.*\| /u, '')
        .split(' ')
        .slice(1);
      const called =
        namedCommands(program).get(words.slice(0, 2).join(' ')) ??
        namedCommands(program).get(words[0] ?? '') ??
        program;
      const known = new Set(
        [...called.options, ...program.options].flatMap(({ short, long }) => [short, long]),
      );
      const options = words.filter((word) => /^--?[a-z]/u.test(word));
      expect({ name, line, unknown: options.filter((each) => !known.has(each)) }).toEqual({
        name,
        line,
        unknown: [],
      });
    }
  }
});

it.each([
  [['help'], ['--help']],
  [
    ['help', 'env'],
    ['env', '--help'],
  ],
  [
    ['help', 'hook', 'install'],
    ['hook', 'install', '--help'],
  ],
])('%j is %j', async (args, same) => {
  expect(await runWith(args)).toEqual(await runWith(same));
});

it.each([
  [['help', 'stagd'], "there is no help on 'stagd' (did you mean staged?)"],
  [['help', 'hook', 'instal'], "there is no help on 'hook instal' (did you mean hook install?)"],
  [['help', 'nothing-of-it'], "there is no help on 'nothing-of-it'"],
])('%j is told in one line', async (args, message) => {
  expect(await runWith(args)).toMatchObject(mistake(message));
});
