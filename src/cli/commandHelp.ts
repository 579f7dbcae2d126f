// What the help of each command ends with: examples, and the exit status where it differs from that of a scan. The man
// page shows the same.
import { wrap } from '../report/wrap.ts';

export interface CommandHelp {
  /** Command lines and what they are for, in a few words. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** Where absent: that of a scan. */
  readonly exitStatus?: string;
}

/** Of every scan. */
export const scanExitStatus =
  '0 nothing found, 1 findings, 2 wrong usage or failure, 3 nothing found but the scan was incomplete.';

/** By the names of command and subcommand (`hook install`); the program itself has the empty name. */
export const commandHelps: Readonly<Record<string, CommandHelp>> = {
  '': {
    examples: [
      ['leaktrail', 'audit the repository of the current folder'],
      ['leaktrail ../shop -o report.json', 'audit another one, write a JSON report'],
      ['leaktrail files dist .env.local', 'look at files without git'],
      ['git diff | leaktrail -', 'look at standard input'],
    ],
  },
  audit: {
    examples: [
      ['leaktrail audit ../shop', 'everything that a repository holds'],
      ['leaktrail audit -o r.json -o r.sarif', 'several reports of one scan'],
      ['leaktrail audit --log-opts "--since=2025-01-01 main"', 'some commits alone'],
    ],
  },
  staged: {
    examples: [
      ['leaktrail staged', 'what the next commit would bring in'],
      ['leaktrail staged --all', 'the whole index, as before a first commit'],
    ],
  },
  range: {
    examples: [
      ['leaktrail range', 'in CI: the commits of the push or pull request'],
      ['leaktrail range main..HEAD', 'what this branch brings in'],
      ['leaktrail range v1.0..v2.0 ../shop', 'between two tags of another one'],
    ],
  },
  push: {
    examples: [
      ['leaktrail hook install --pre-push', 'have git run it before each push'],
      ['leaktrail push "$@"', 'in a pre-push hook of your own'],
    ],
  },
  receive: {
    examples: [
      ['leaktrail hook install /srv/git/shop.git', 'have a bare repository run it'],
      ['leaktrail receive', 'in a pre-receive hook of your own'],
    ],
  },
  files: {
    examples: [
      ['leaktrail files', 'everything below the current folder'],
      ['leaktrail files dist app.tar.gz', 'a folder and an archive'],
      ['docker logs shop | leaktrail files -', 'standard input'],
    ],
  },
  env: {
    examples: [
      ['leaktrail env', 'which .env files are tracked, or ignored, and by what'],
      ['leaktrail env --fix ../shop', 'add the lines that .gitignore files lack'],
    ],
    exitStatus: '1 when a .env file is tracked, or on disk and not ignored; else as of a scan.',
  },
  trace: {
    examples: [
      ['leaktrail trace', 'values of every .env file here'],
      ['leaktrail trace --from ~/.aws/credentials', 'of another file'],
      ['pass show prod | leaktrail trace --from -', 'of what a program prints'],
    ],
  },
  baseline: {
    examples: [
      ['leaktrail baseline --reason "keys of tests"', 'accept what is there now'],
      ['leaktrail baseline --until 2030-12-31', 'for a while'],
      ['leaktrail baseline --prune', 'drop entries that no finding has any more'],
      ['leaktrail baseline --decisions d.json', 'decisions made on the HTML report'],
    ],
    exitStatus:
      '0 written or not needed, 1 --decisions leaves findings over, 2 wrong usage or failure, 3 the scan was incomplete.',
  },
  rules: {
    examples: [
      ['leaktrail rules list', 'ids, severities and titles'],
      ['leaktrail rules show aws-access-key-id', 'one with its examples'],
    ],
    exitStatus: '0, or 2 for wrong usage or failure.',
  },
  'rules list': {
    examples: [
      ['leaktrail rules list', 'ids, severities and titles'],
      ['leaktrail rules list --enable "aws-*" -f json', 'some of them, for a program'],
    ],
    exitStatus: '0, or 2 for wrong usage or failure.',
  },
  'rules show': {
    examples: [
      ['leaktrail rules show private-key', 'a rule that ships with leaktrail'],
      ['leaktrail rules show acme-key --rules acme.yaml', 'one of your own'],
    ],
    exitStatus: '0, or 2 for wrong usage or failure.',
  },
  'rules check': {
    examples: [['leaktrail rules check acme.yaml', 'does each rule do what its examples say?']],
    exitStatus: '0, or 2 where a rule does not do what its examples say.',
  },
  hook: {
    examples: [
      ['leaktrail hook install', 'check each commit of this repository'],
      ['leaktrail hook status', 'what is installed where'],
    ],
    exitStatus: '0, or 2 where something is left for you to do.',
  },
  'hook install': {
    examples: [
      ['leaktrail hook install', 'check each commit of this repository'],
      ['leaktrail hook install --pre-push', 'check each push'],
      ['leaktrail hook install --global', 'in repositories that are made from now on'],
    ],
    exitStatus: '0 installed, 2 where something is left for you to do.',
  },
  'hook uninstall': {
    examples: [
      ['leaktrail hook uninstall', 'the hook of this repository'],
      ['leaktrail hook uninstall --pre-push ../shop', 'the other one of another'],
    ],
    exitStatus: '0 it is out, 2 where something is left for you to do.',
  },
  'hook status': {
    examples: [
      ['leaktrail hook status', 'of this repository'],
      ['leaktrail hook status --global', 'of those that are made from now on'],
    ],
    exitStatus: '0, or 2 where nothing is checked until you have done something.',
  },
  plan: {
    examples: [
      ['leaktrail plan', 'for the repository of the current folder'],
      ['leaktrail plan report.json', 'for what a saved report found'],
      ['leaktrail plan ../shop --dir ~/purge', 'its files go to this folder'],
      ['leaktrail plan --verify', 'afterwards: are the values gone?'],
    ],
    exitStatus:
      '0 nothing to do (--verify: proven gone), 1 there is (still there), 2 wrong usage or no plan to verify, 3 something could not be read. docs/PLAN.md tells more.',
  },
  report: {
    examples: [
      ['leaktrail report report.json', 'as text'],
      ['leaktrail report report.json -o report.sarif', 'as SARIF'],
      ['ssh build cat report.json | leaktrail report -', 'from standard input'],
    ],
    exitStatus: '0 whatever the report says, 2 where it cannot be read.',
  },
  explain: {
    examples: [
      ['leaktrail explain src/settings.py:12', 'what is thought of a line'],
      ['leaktrail explain 3f2a…', 'of a finding, by the id that reports show'],
    ],
    exitStatus: '0 whatever is found out, 2 where there is no such line or finding.',
  },
  completion: {
    examples: [
      ['source <(leaktrail completion bash)', 'in ~/.bashrc'],
      ['source <(leaktrail completion zsh)', 'in ~/.zshrc, after compinit'],
      ['leaktrail completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
    exitStatus: '0, or 2 for another shell.',
  },
};

const width = 80;

/** The end of the help of a command, in at most 80 columns. */
export function helpEnd({ examples, exitStatus }: CommandHelp, isProgram: boolean): string {
  const commandWidth = Math.max(...examples.map(([command]) => command.length));
  const column = 2 + commandWidth + 2;
  const lines = examples.flatMap(([command, purpose]) =>
    wrap(purpose, width - column).map((line, i) =>
      (i === 0 ? `  ${command}` : '').padEnd(column).concat(line),
    ),
  );
  const status = exitStatus ?? (isProgram ? scanExitStatus : undefined);
  return [
    '',
    'Examples:',
    ...lines,
    ...(status === undefined ? [] : ['', ...wrap(`Exit status: ${status}`, width)]),
  ].join('\n');
}
