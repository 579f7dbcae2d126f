// One call of the command line, from arguments to exit status. The only place where errors end.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { isUserError, UsageError } from '../model/errors.ts';
import { suggestion } from '../rules/ruleFields.ts';
import { failureCode } from './exitCode.ts';
import { failureLine } from './failureLine.ts';
import type { CliIo } from './io.ts';
import { repeatListOptions } from './listArguments.ts';
import { say } from './messages.ts';
import { createProgram, namedCommands } from './program.ts';

/** Runs the command that the arguments name and returns the exit status. Never rejects. */
export async function runCli(io: CliIo): Promise<number> {
  let exitCode = 0;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  keepInHand(program, io);
  try {
    const given = helpArguments(io.args, [...namedCommands(program).keys()]);
    const args = repeatListOptions(given, (path) => existsSync(resolve(io.cwd, path)));
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return endWith(error, io);
  }
}

/** `help hook install` as `hook install --help`: commander's own knows one word and no mistakes. */
function helpArguments(args: readonly string[], names: readonly string[]): readonly string[] {
  const [first, ...words] = args;
  if (first !== 'help' || words.some((word) => word.startsWith('-'))) return args;
  const asked = words.join(' ');
  if (words[0] === 'help' || names.includes(asked)) return [...words, '--help'];
  throw new UsageError(`there is no help on '${asked}'${suggestion(asked, names)}`);
}

/** Commander neither ends the process nor writes errors by itself: both happen here. */
function keepInHand(program: Command, io: CliIo): void {
  for (const command of [program, ...program.commands, ...program.commands.flatMap(subcommands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined,
    });
  }
}

function subcommands(command: Command): readonly Command[] {
  return command.commands;
}

function endWith(error: unknown, io: CliIo): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code !== 'commander.help') say(io, usageMessage(error));
    return failureCode;
  }
  if (isUserError(error)) {
    say(io, error.message);
    return failureCode;
  }
  say(io, failureLine(error));
  return failureCode;
}

/** Commander's message without its own prefix; it ends in "(Did you mean …?)" where it knows better. */
function usageMessage({ code, message }: CommanderError): string {
  const hint = code === 'commander.missingArgument' ? ' (--help tells what it is)' : '';
  return message.replace(/^error: /u, '').replace('(Did you mean', '(did you mean') + hint;
}
