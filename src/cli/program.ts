// The commands, as commander sees them: names, arguments, help. What a command does stands in its own file.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Help } from 'commander';
import { UsageError } from '../model/errors.ts';
import { suggestion } from '../rules/ruleFields.ts';
import { commandNames, laterCommandNames } from './commandNames.ts';
import { addCommonOptions, readCommonOptions } from './commonOptions.ts';
import type { CommonOptions } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { version } from '../config/version.ts';

const examples = `
Examples:
  leaktrail                         audit the repository of the current folder
  leaktrail ../shop -o report.json  audit another one, write a JSON report
  leaktrail files dist .env.local   look at files without git
  git diff | leaktrail -            look at standard input

Exit status: 0 nothing found, 1 findings, 2 wrong usage or failure,
3 nothing found but the scan was incomplete.`;

/** The program; \`onExitCode\` hears the status of the command that ran. */
export function createProgram(io: CliIo, onExitCode: (code: number) => void): Command {
  const program = new Command('leaktrail')
    .description(
      'Finds secrets in a git repository, its whole history included, and tells the trail of each one.',
    )
    .usage('[command] [options] [REPO]')
    .configureHelp({ showGlobalOptions: true, formatHelp: commandsFirst })
    .showSuggestionAfterError()
    .addHelpText('after', examples);
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
  addBaselineCommand(program, io, run);
  addRulesCommands(program, io, run);
  addHookCommands(program, io, onExitCode);
  program
    .command('report')
    .description('render a saved JSON report in another format')
    .argument('<file>', 'report.json; - is standard input')
    .action(
      run(async (options, file = '-') =>
        (await import('./reportCommand.ts')).reportCommand(io, file, options),
      ),
    );
  program
    .command('explain')
    .description('why something was or was not reported')
    .argument('<target>', 'PATH:LINE of a file, or the id (fingerprint) of a finding')
    .action(
      run(async (options, target = '') =>
        (await import('./explainCommand.ts')).explainCommand(io, target, options),
      ),
    );
  addLaterCommands(program);
  return program;
}

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

type Run = (
  action: (options: CommonOptions, ...operands: string[]) => Promise<number>,
) => (...received: unknown[]) => Promise<void>;

function addScanCommands(program: Command, io: CliIo, run: Run): void {
  program
    .command('audit', { isDefault: true })
    .description('scan the whole history, the index and the working tree (default)')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--log-opts <options>', 'limit the commits as with git log: "--since=2024-01-01 main"')
    .allowExcessArguments()
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        if (operands.length === 1 && operands[0] === '-') {
          return scanCommand(io, options, (context) =>
            io.engine.files({ ...context, paths: ['-'], stdin: io.stdin }),
          );
        }
        const repoPath = repositoryOf(operands, io, program.args[0] === 'audit');
        return scanCommand(
          io,
          options,
          (context) => io.engine.audit({ ...context, repoPath }),
          (context) => io.engine.recall({ ...context, repoPath }),
        );
      }),
    );
  const staged = program.command('staged');
  staged
    .description('scan what the next commit would bring in (pre-commit)')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--all', 'the whole index, not only what HEAD does not have')
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        const all = staged.opts()['all'] === true;
        return scanCommand(io, options, (context) =>
          io.engine.staged({ ...context, repoPath, all }),
        );
      }),
    );
  program
    .command('range')
    .description('scan what the commits of a range bring in (CI)')
    .argument('[RANGE]', 'BASE..HEAD or BASE...HEAD (default: what the CI system says)')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--log-opts <options>', 'limit the commits further: "--since=2024-01-01"')
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        const [range, ...others] = operands;
        const repoPath = repositoryOf(others, io, true);
        return scanCommand(io, options, (context) =>
          io.engine.range({ ...context, repoPath, range }),
        );
      }),
    );
  for (const name of ['push', 'receive'] as const) {
    program
      .command(name)
      .description(
        name === 'push'
          ? 'scan what is about to be pushed (pre-push; reads what git hands the hook)'
          : 'scan what is about to be received (pre-receive, on a server)',
      )
      .argument('[ARGUMENTS...]', 'what git hands the hook; not needed')
      .action(
        run(async (options) => {
          const { scanCommand } = await import('./scanCommand.ts');
          const updates = await readUpdates(io, name);
          return scanCommand(io, options, (context) =>
            io.engine[name]({ ...context, repoPath: '.', updates }),
          );
        }),
      );
  }
  program
    .command('files')
    .description('scan files and folders without git')
    .argument('[PATH...]', 'files and folders; - is standard input (default: the current folder)')
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        const paths = operands.length === 0 ? ['.'] : operands;
        for (const path of paths) requireExisting(path, io);
        return scanCommand(io, options, (context) =>
          io.engine.files({ ...context, paths, stdin: io.stdin }),
        );
      }),
    );
  program
    .command('env')
    .description('check .env files and their .gitignore rules')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        return scanCommand(io, options, (context) => io.engine.env({ ...context, repoPath }));
      }),
    );
}

function addBaselineCommand(program: Command, io: CliIo, run: Run): void {
  const command = program
    .command('baseline')
    .description('write or update the baseline: what is found now no longer counts')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--reason <text>', 'why, for new entries')
    .option('--until <day>', 'last day on which new entries hold (2030-12-31)')
    .option('--prune', 'drop entries that no finding has any more')
    .action(
      run(async (options, ...operands) => {
        const { baselineCommand } = await import('./baselineCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        return baselineCommand(io, options, { repoPath, values: command.opts() });
      }),
    );
}

function addRulesCommands(program: Command, io: CliIo, run: Run): void {
  const rules = program.command('rules').description('list, show and check rules');
  rules
    .command('list')
    .description('all rules')
    .action(run(async (options) => (await import('./rulesCommand.ts')).listCommand(io, options)));
  rules
    .command('show')
    .description('one rule with its examples')
    .argument('<id>')
    .action(
      run(async (options, id = '') =>
        (await import('./rulesCommand.ts')).showCommand(io, id, options),
      ),
    );
  rules
    .command('check')
    .description('run the examples of rule files')
    .argument('<file...>')
    .action(
      run(async (_options, ...files) =>
        (await import('./rulesCommand.ts')).checkCommand(io, files),
      ),
    );
}

const hookActions = {
  install: 'check each commit (or push); a hook that is there stays and runs first',
  uninstall: 'take the hook out; what was there before is there again',
  status: 'what is installed where, and which leaktrail it runs',
};

function addHookCommands(program: Command, io: CliIo, onExitCode: (code: number) => void): void {
  const hook = program.command('hook').description('install, remove and look at git hooks');
  for (const action of ['install', 'uninstall', 'status'] as const) {
    hook
      .command(action)
      .description(hookActions[action])
      .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
      .option('--pre-push', 'the pre-push hook instead of pre-commit')
      .option('--global', 'for all repositories that are created or cloned from now on')
      .action(async (repo: string | undefined, _options: unknown, command: Command) => {
        const options = command.optsWithGlobals();
        const { hookCommand } = await import('./hookCommand.ts');
        onExitCode(
          await hookCommand(io, action, repo, {
            prePush: options['prePush'] === true,
            global: options['global'] === true,
            quiet: options['quiet'] === true,
          }),
        );
      });
  }
}

function addLaterCommands(program: Command): void {
  for (const name of laterCommandNames) {
    program
      .command(name, { hidden: true })
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new UsageError(
          `the command '${name}' is not available in this version (for a folder of that name: ./${name})`,
        );
      });
  }
}

/** What git writes to a hook's standard input; a terminal would be waited for in vain. */
async function readUpdates({ stdin }: CliIo, name: string): Promise<string> {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    throw new UsageError(`'${name}' reads what git hands a pre-${name} hook on standard input`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** The one repository of the operands; a mistyped command must not pass for a missing folder. */
function repositoryOf(operands: readonly string[], io: CliIo, isExplicit: boolean): string {
  const [first = '.', second] = operands;
  if (second === undefined && existsSync(resolve(io.cwd, first))) return first;
  const misplaced = operands.find((operand) => commandNames.includes(operand));
  if (misplaced !== undefined) {
    throw new UsageError(`the command '${misplaced}' comes before its options and operands`);
  }
  if (second !== undefined && (isExplicit || existsSync(resolve(io.cwd, first)))) {
    throw new UsageError(`one REPO at a time, not '${first}' and '${second}'`);
  }
  const hint = isExplicit ? '' : suggestion(first, [...commandNames, ...laterCommandNames]);
  throw new UsageError(
    isExplicit
      ? `there is no folder '${first}'`
      : `no command or folder is called '${first}'${hint}`,
  );
}

function requireExisting(path: string, io: CliIo): void {
  if (path === '-' || existsSync(resolve(io.cwd, path))) return;
  throw new UsageError(`there is no file or folder '${path}'`);
}
