// The commands that look for secrets, as commander sees them. What they do stands in scanCommand.ts and the engine.
import type { Command } from 'commander';
import { collect } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { readUpdates, repositoryOf, requireExisting } from './operands.ts';
import type { Run } from './program.ts';

/** Commands that scan something, and the baseline of what they find. */
export function addScanCommands(program: Command, io: CliIo, run: Run): void {
  program
    .command('audit', { isDefault: true })
    .description('scan the whole history, the index and the working tree (default)')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--log-opts <options>', 'limit the commits as with git log: "--since=2024-01-01 main"')
    .option('--verify-objects', 'hold the contents of every object to its name, as git fsck does')
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
  const env = program.command('env');
  env
    .description('check .env files and their .gitignore rules')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--fix', 'add the lines that .gitignore files lack, after showing them as a diff')
    .action(
      run(async (options, ...operands) => {
        const { envCommand } = await import('./envCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        return envCommand(io, options, { repoPath, fixes: env.opts()['fix'] === true });
      }),
    );
  addTraceCommand(program, io, run);
  addBaselineCommand(program, io, run);
}

function addTraceCommand(program: Command, io: CliIo, run: Run): void {
  const command = program
    .command('trace')
    .description('look for the values of your own .env files in the whole history')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option(
      '--from <file…>',
      'take values from these; - is standard input (default: all .env files of the work tree)',
      collect,
    )
    .option(
      '--env-file <file…>',
      'the same for files of your own; Node.js, too, reads them',
      collect,
    )
    .option('--all-values', 'common values too, such as hosts and short words')
    .action(
      run(async (options, ...operands) => {
        const { scanCommand } = await import('./scanCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        const values = command.opts<TraceOptions>();
        return scanCommand(io, options, (context) =>
          io.engine.trace({
            ...context,
            repoPath,
            envFiles: [...(values.from ?? []), ...(values.envFile ?? [])],
            all: values.allValues === true,
            stdin: io.stdin,
          }),
        );
      }),
    );
}

interface TraceOptions {
  readonly from?: readonly string[];
  readonly envFile?: readonly string[];
  readonly allValues?: boolean;
}

function addBaselineCommand(program: Command, io: CliIo, run: Run): void {
  const command = program
    .command('baseline')
    .description('write or update the baseline: what is found now no longer counts')
    .argument('[REPO]', 'a repository or a folder in it (default: the current folder)')
    .option('--reason <text>', 'why, for new entries')
    .option('--until <day>', 'last day on which new entries hold (2030-12-31)')
    .option('--decisions <file>', 'only what was decided on the HTML report, with its reasons')
    .option('--prune', 'drop entries that no finding has any more')
    .action(
      run(async (options, ...operands) => {
        const { baselineCommand } = await import('./baselineCommand.ts');
        const repoPath = repositoryOf(operands, io, true);
        return baselineCommand(io, options, { repoPath, values: command.opts() });
      }),
    );
}
