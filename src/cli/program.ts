// The commands, as commander sees them: names, arguments, help. What a command does stands in its own file.
import { Command, Help } from 'commander';
import { addCommonOptions, readCommonOptions } from './commonOptions.ts';
import type { CommonOptions } from './commonOptions.ts';
import { commandHelps, helpEnd } from './commandHelp.ts';
import type { CliIo } from './io.ts';
import { addScanCommands } from './scanCommands.ts';
import { addToolCommands } from './toolCommands.ts';
import { version } from '../config/version.ts';

/** The program; \`onExitCode\` hears the status of the command that ran. */
export function createProgram(io: CliIo, onExitCode: (code: number) => void): Command {
  const program = new Command('leaktrail')
    .description(
      'Finds secrets in a git repository, its whole history included, and tells the trail of each one.',
    )
    .usage('[command] [options] [REPO]')
    .configureHelp({ showGlobalOptions: true, formatHelp: commandsFirst })
    .showSuggestionAfterError();
  addCommonOptions(program);
  program.version(version(), '-V, --version', 'print the version');
  program.helpOption('-h, --help', 'print this help').helpCommand('help [command]', 'print help');
  const run =
    (action: (options: CommonOptions, ...operands: string[]) => Promise<number>) =>
    async (...received: unknown[]): Promise<void> => {
      const command = received.at(-1);
      if (!(command instanceof Command)) throw new TypeError('commander hands over the command');
      const options = readCommonOptions(command.optsWithGlobals());
      onExitCode(await action(options, ...command.args));
    };
  addScanCommands(program, io, run);
  addToolCommands(program, io, run, onExitCode);
  for (const [name, command] of namedCommands(program)) {
    const help = commandHelps[name];
    if (help !== undefined) command.addHelpText('after', () => helpEnd(help, name === ''));
  }
  return program;
}

/** The program (`''`), its commands and theirs (`hook install`), by their names. */
export function namedCommands(program: Command): Map<string, Command> {
  const named = new Map([['', program]]);
  for (const command of program.commands) {
    named.set(command.name(), command);
    for (const each of command.commands) named.set(`${command.name()} ${each.name()}`, each);
  }
  return named;
}

/** Makes a commander action of one that gets the checked options and the operands and returns the exit status. */
export type Run = (
  action: (options: CommonOptions, ...operands: string[]) => Promise<number>,
) => (...received: unknown[]) => Promise<void>;

/** Commander's help with the commands before the options. */
function commandsFirst(command: Command, helper: Help): string {
  const sections = Help.prototype.formatHelp.call(helper, command, helper).split('\n\n');
  const commands = sections.filter((section) => section.startsWith('Commands:'));
  const others = sections.filter((section) => !section.startsWith('Commands:'));
  // Usage and description stay on top.
  return [...others.slice(0, 2), ...commands, ...others.slice(2)]
    .map((section) => section.trimEnd())
    .join('\n\n')
    .concat('\n');
}
