// The man page leaktrail(1), made from the program's definition. The build writes it to man/leaktrail.1.
import { version } from '../config/version.ts';
import { wrap } from '../report/wrap.ts';
import { commandHelps, scanExitStatus } from './commandHelp.ts';
import { describedProgram, programOutline } from './programOutline.ts';
import type { CommandOutline, OptionOutline } from './programOutline.ts';

/** The day of the last change of what stands here in words; a clock would change the page with each build. */
const day = '2026-11-22';

const environment: readonly (readonly [name: string, meaning: string])[] = [
  [
    'LEAKTRAIL_FINGERPRINT_KEY',
    'The key under which fingerprints of findings are made, instead of the one that is built in.',
  ],
  ['NO_COLOR, FORCE_COLOR', 'Colour of the text report: never, always (0: never).'],
  ['FORCE_HYPERLINK', 'Hyperlinks of the text report: always (0: never).'],
  ['CI', 'Where it is set, a terminal gets neither progress nor hyperlinks.'],
  ['TERM', 'With dumb there is no colour, progress or hyperlink.'],
  ['COLUMNS', 'The width of the text report where the terminal does not tell it (80).'],
  ['GITHUB_STEP_SUMMARY', 'The file that --format github adds the job summary to.'],
];

const files: readonly (readonly [name: string, meaning: string])[] = [
  ['leaktrail.yaml', 'The configuration of a repository, at its top.'],
  ['.leaktrail-baseline', 'Known findings that do not count; leaktrail baseline writes it.'],
  ['.leaktrailignore', 'Findings and paths that do not count.'],
  [
    'leaktrail/ in the git directory',
    'What an audit keeps for the next one; --no-cache does without.',
  ],
];

/** The page in roff, with the macros of man(7). */
export function manPage(): string {
  const [program, ...commands] = programOutline(describedProgram());
  if (program === undefined) throw new TypeError('there is no program');
  return [
    '.\\" Made by the build from the definition of the commands (src/cli/manPage.ts).',
    `.TH LEAKTRAIL 1 "${day}" "leaktrail ${version()}" "User Commands"`,
    '.SH NAME',
    'leaktrail \\- finds secrets in a git repository, its whole history included',
    '.SH SYNOPSIS',
    [
      ...['[REPO]', '-'].map((usage) => synopsis({ name: '', operands: [{ usage }] })),
      ...commands.filter(({ commands: below }) => below.length === 0).map(synopsis),
    ].join('\n.br\n'),
    '.SH DESCRIPTION',
    text(program.description),
    'Without a command it audits; \\- is standard input.',
    'Secrets are redacted in every report unless',
    '.B \\-\\-show\\-secrets',
    'asks for them, and nothing is sent anywhere.',
    '.SH COMMANDS',
    ...commands.flatMap(commandSection),
    '.SH OPTIONS',
    'Every command takes these, before or after its name.',
    ...program.options.flatMap(optionEntry),
    '.SH EXIT STATUS',
    'Of a scan, and of what says nothing else above:',
    text(scanExitStatus),
    '.SH ENVIRONMENT',
    ...environment.flatMap(entry),
    '.SH FILES',
    ...files.flatMap(entry),
    '.SH EXAMPLES',
    ...exampleEntries(''),
    '.SH SEE ALSO',
    '.BR git (1),',
    '.BR gitignore (5),',
    '.BR githooks (5)',
    '',
  ].join('\n');
}

/** Options of its own or not: every command takes those of all. */
function synopsis({
  name,
  operands,
}: {
  readonly name: string;
  readonly operands: readonly { readonly usage: string }[];
}): string {
  return [
    `\\fB${roff(`leaktrail ${name}`.trimEnd())}\\fR`,
    '[\\fIoptions\\fR]',
    ...operands.map(({ usage }) => roff(usage)),
  ].join(' ');
}

function commandSection(command: CommandOutline): string[] {
  const { name, description, operands, options } = command;
  const status = commandHelps[name]?.exitStatus;
  const told = operands.filter((operand) => operand.description !== '');
  return [
    `.SS ${[`leaktrail ${name}`, ...operands.map(({ usage }) => usage)].map(roff).join(' ')}`,
    text(sentence(description)),
    ...told.flatMap((operand) => entry([operand.usage, operand.description])),
    ...options.flatMap(optionEntry),
    ...exampleEntries(name),
    ...(status === undefined ? [] : ['.PP', text(`Exit status: ${status}`)]),
  ];
}

function optionEntry({ flags, description }: OptionOutline): string[] {
  return entry([flags, description]);
}

function exampleEntries(name: string): string[] {
  return (commandHelps[name]?.examples ?? []).flatMap(entry);
}

function entry([term, meaning]: readonly [term: string, meaning: string]): string[] {
  return ['.TP', `\\fB${roff(term)}\\fR`, text(meaning)];
}

function sentence(words: string): string {
  const first = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!:]$/u.test(first) ? first : `${first}.`;
}

/** Columns of the source; roff fills the lines itself. */
const sourceWidth = 78;

/** Lines of text, each sentence on one of its own as roff wants it. */
function text(words: string): string {
  return words
    .split(/(?<=[.?!]) (?=[A-Z])/u)
    .flatMap((line) => wrap(roff(line), sourceWidth))
    .map((line) => (/^[.']/u.test(line) ? `\\&${line}` : line))
    .join('\n');
}

/** Characters that roff would take otherwise (groff_char(7)); quotes as they are typed. */
function roff(words: string): string {
  return words.replaceAll(/[\\\-"'`^~…]|[^\t -~]/gu, (character) => {
    const known = escapes[character];
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return known ?? `\\[u${code}]`;
  });
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '"': '\\(dq',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '…': '...',
};
