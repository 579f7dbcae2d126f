// The commands around a scan, as commander sees them: rules, hooks, saved reports, explanations.
import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import type { Run } from './program.ts';

/** Adds them; `onExitCode` hears the status of hook commands, which share no options with the others. */
export function addToolCommands(
  program: Command,
  io: CliIo,
  run: Run,
  onExitCode: (code: number) => void,
): void {
  addRulesCommands(program, io, run);
  addHookCommands(program, io, onExitCode);
  addPlanCommand(program, io, run);
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
  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(
      run(async (_options, shell = '') =>
        (await import('./completionCommand.ts')).completionCommand(io, shell, program),
      ),
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
    .argument('<id>', 'of a rule, as `rules list` shows it')
    .action(
      run(async (options, id = '') =>
        (await import('./rulesCommand.ts')).showCommand(io, id, options),
      ),
    );
  rules
    .command('check')
    .description('run the examples of rule files')
    .argument('<file...>', 'YAML files of rules')
    .action(
      run(async (_options, ...files) =>
        (await import('./rulesCommand.ts')).checkCommand(io, files),
      ),
    );
}

function addPlanCommand(program: Command, io: CliIo, run: Run): void {
  const command = program
    .command('plan')
    .description('what to rotate, replace and purge, in order; afterwards, whether it worked')
    .argument(
      '[FILE.json|REPO]',
      'a saved JSON report, or a repository (default: the current folder)',
    )
    .option('--verify', 'look whether the values of the last plan are gone from everything')
    .option(
      '--dir <folder>',
      "the plan's private folder, outside the repository (default: one of your own)",
    )
    .action(
      run(async (options, ...operands) => {
        const { planCommand } = await import('./planCommand.ts');
        const { verify, dir } = command.opts<{ verify?: boolean; dir?: string }>();
        return planCommand(io, options, { operands, verify: verify === true, folder: dir });
      }),
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
