// The program as data, for completions and the man page: commands with their options and operands, and which values
// each of these takes. Made from the definition that commander has, so that neither can be out of date.
import type { Command, Option } from 'commander';
import { confidences } from '../model/rule.ts';
import { reportFormats } from '../report/reporters.ts';
import { progressModes } from './commonOptions.ts';
import { engine } from './engine.ts';
import { createProgram, namedCommands } from './program.ts';

/** What may stand there: one of these words, or something that the shell or leaktrail itself knows. */
export type Values = readonly string[] | 'file' | 'folder' | 'rule' | 'text';

export interface OptionOutline {
  /** `-f`, `--format`. */
  readonly names: readonly string[];
  /** As help shows it: `-f, --format <format>`. */
  readonly flags: string;
  readonly description: string;
  /** Undefined for a switch. */
  readonly values: Values | undefined;
}

export interface CommandOutline {
  /** `hook install`; empty for the program itself. */
  readonly name: string;
  readonly description: string;
  /** As help shows them: `[REPO]`. */
  readonly operands: readonly { readonly usage: string; readonly description: string }[];
  /** What any of the operands may be. */
  readonly operandValues: Values;
  /** Of a command its own, beside those of the program. */
  readonly options: readonly OptionOutline[];
  /** Those below it, by their last words, in the order of its help. */
  readonly commands: readonly { readonly name: string; readonly description: string }[];
}

export const shells = ['bash', 'zsh', 'fish'] as const;

const valuesOfOption: Readonly<Record<string, Values>> = {
  '--format': reportFormats,
  '--output': 'file',
  '--rules': 'file',
  '--enable': 'rule',
  '--disable': 'rule',
  '--min-confidence': confidences,
  '--baseline': 'file',
  '--decisions': 'file',
  '--config': 'file',
  '--progress': progressModes,
  '--from': 'file',
  '--env-file': 'file',
  '--dir': 'folder',
};

const valuesOfOperands: Readonly<Record<string, Values>> = {
  files: 'file',
  'rules show': 'rule',
  'rules check': 'file',
  report: 'file',
  plan: 'file',
  explain: 'file',
  range: 'text',
  push: 'text',
  receive: 'text',
  completion: shells,
};

/** The program, to be looked at and not to be run. */
export function describedProgram(): Command {
  const { stdin, stdout, stderr } = process;
  const streams = { stdin, stdout, stderr };
  const around = { args: [], cwd: '.', env: {}, now: () => 0, onInterrupt: () => () => undefined };
  return createProgram({ ...around, ...streams, engine }, () => undefined);
}

/** The program first, its commands in the order of its help. */
export function programOutline(program: Command): readonly CommandOutline[] {
  const shared = new Set(optionsOf(program).flatMap(({ names }) => names));
  return [...namedCommands(program)].map(([name, command]) => ({
    name,
    description: command.description(),
    operands: command.registeredArguments.map((operand) => {
      const shown = operand.variadic ? `${operand.name()}...` : operand.name();
      const usage = operand.required ? `<${shown}>` : `[${shown}]`;
      return { usage, description: operand.description };
    }),
    operandValues: valuesOfOperands[name] ?? 'folder',
    options: optionsOf(command).filter(
      ({ names }) => command === program || !names.some((each) => shared.has(each)),
    ),
    commands: command
      .createHelp()
      .visibleCommands(command)
      .map((each) => ({ name: each.name(), description: each.description() })),
  }));
}

function optionsOf(command: Command): readonly OptionOutline[] {
  return command.createHelp().visibleOptions(command).map(optionOutline);
}

function optionOutline({
  short,
  long,
  flags,
  description,
  required,
  optional,
}: Option): OptionOutline {
  const names = [short, long].filter((name) => name !== undefined);
  const values = valuesOfOption[long ?? ''] ?? 'text';
  return { names, flags, description, values: required || optional ? values : undefined };
}
