// The options that every command shares: their help and their checked values.
import type { Command } from 'commander';
import { confidences } from '../model/rule.ts';
import type { RunOptions } from '../model/run.ts';
import { reportFormats } from '../report/reporters.ts';
import { pairOutputs } from './outputs.ts';
import type { Output } from './outputs.ts';
import type { ExitPolicy } from '../report/exitCode.ts';
import { parseLogOpts } from './logOpts.ts';
import type { ProgressMode } from './progressBar.ts';
import { byteCount, oneOf, seconds, wholeNumber } from './values.ts';

export interface CommonOptions {
  readonly outputs: readonly Output[];
  readonly showSecrets: boolean;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly progress: ProgressMode;
  readonly exitPolicy: ExitPolicy;
  readonly run: RunOptions;
}

/** Lines around a place on the HTML page. */
const pageContext = '2';
const mostContext = 50;
export const progressModes = ['auto', 'always', 'never'] as const;

/** Adds the options to the program; commander takes them before and after a command's name. */
export function addCommonOptions(program: Command): void {
  program
    .optionsGroup('Report:')
    .option(
      '-f, --format <format>',
      `${reportFormats.join(', ')}; the n-th belongs to the n-th --output`,
      collect,
    )
    .option(
      '-o, --output <file>',
      'write the report there (repeatable); - is standard output',
      collect,
    )
    .option('--context <lines>', 'lines before and after each place (html: 2, others: none)')
    .option('--show-secrets', 'print secrets in clear; files get mode 0600')
    .option('--no-color', 'no colour')
    .option('--quiet', 'nothing on standard error but errors')
    .option('--verbose', 'list everything, and why each finding is taken for a secret')
    .option('--progress <when>', 'progress bar: auto, always or never')
    .optionsGroup('Rules:')
    .option('--rules <file…>', 'more rules from YAML files', collect)
    .option('--enable <id…>', 'only these rules (* stands for any letters)', collect)
    .option('--disable <id…>', 'not these rules', collect)
    .option('--min-confidence <level>', 'low, medium or high: what to report (default: medium)')
    .option(
      '--baseline <file>',
      'known findings that do not count (default: .leaktrail-baseline at the top)',
    )
    .option(
      '--config <file>',
      'take this configuration (default: leaktrail.yaml of the repository)',
    )
    .option('--no-config', 'leave the configuration that a repository brings along aside')
    .optionsGroup('Limits and exit status:')
    .option(
      '--threads <n>',
      'threads, the main one included; 0 or 1 = no other (default: by the machine)',
    )
    .option('--max-blob <size>', 'leave out larger blobs (500k, 10M); the scan is incomplete then')
    .option(
      '--max-memory <size>',
      'memory to keep within (500M, 4G; default: 1G); more threads take more',
    )
    .option('--timeout <seconds>', 'end with what there is after that time')
    .option('--exit-code <n>', 'exit status for findings (default: 1)')
    .option('--allow-incomplete', 'exit status 0 instead of 3 for an incomplete scan')
    .option('--cache', "keep what an audit learned in somebody else's git directory, too")
    .option('--no-cache', 'neither use nor keep it (leaktrail/ in the git directory)')
    .option('--no-incremental', 'scan every version of a file from scratch')
    .optionsGroup('Other:');
}

/** The checked values. Throws UsageError with one line that names the option. */
export function readCommonOptions(values: Readonly<Record<string, unknown>>): CommonOptions {
  const text = textReader(values);
  const exitCode = text('exitCode');
  const progress = text('progress');
  const outputs = pairOutputs(list(values['format']), list(values['output']));
  return {
    outputs,
    showSecrets: values['showSecrets'] === true,
    color: values['color'] !== false,
    quiet: values['quiet'] === true,
    verbose: values['verbose'] === true,
    progress: progress === undefined ? 'auto' : oneOf('--progress', progress, progressModes),
    exitPolicy: {
      findingsCode: exitCode === undefined ? 1 : wholeNumber('--exit-code', exitCode, 0, 255),
      allowsIncomplete: values['allowIncomplete'] === true,
    },
    run: { ...readRunOptions(values), ...readDetail(values, outputs) },
  };
}

/** A page is read by who decides on findings, `--verbose` by who doubts them. */
function readDetail(
  values: Readonly<Record<string, unknown>>,
  outputs: readonly Output[],
): Pick<RunOptions, 'contextLines' | 'wantsJudgements'> {
  const asked = textReader(values)('context');
  const isPage = outputs.some(({ format }) => format === 'html');
  const isAsked = asked !== undefined || isPage;
  return {
    ...(isAsked || values['verbose'] === true ? { wantsJudgements: true } : {}),
    ...(isAsked
      ? { contextLines: wholeNumber('--context', asked ?? pageContext, 0, mostContext) }
      : {}),
  };
}

function readRunOptions(values: Readonly<Record<string, unknown>>): RunOptions {
  const text = textReader(values);
  const confidence = text('minConfidence');
  const threads = text('threads');
  const maxBlob = text('maxBlob');
  const maxMemory = text('maxMemory');
  const timeout = text('timeout');
  const logOpts = text('logOpts');
  const baseline = text('baseline');
  const config = values['config'] === false ? false : text('config');
  return {
    ruleFiles: list(values['rules']),
    enable: ids(values['enable']),
    disable: ids(values['disable']),
    ...(baseline === undefined ? {} : { baselineFile: baseline }),
    minConfidence:
      confidence === undefined ? 'medium' : oneOf('--min-confidence', confidence, confidences),
    ...(confidence === undefined ? {} : { asksForConfidence: true }),
    ...(config === undefined ? {} : { config }),
    ...(threads === undefined ? {} : { threads: wholeNumber('--threads', threads, 0, 256) }),
    ...(maxBlob === undefined ? {} : { maxBlobBytes: byteCount('--max-blob', maxBlob) }),
    ...(maxMemory === undefined ? {} : { maxMemoryBytes: byteCount('--max-memory', maxMemory) }),
    ...(timeout === undefined ? {} : { timeoutMs: seconds('--timeout', timeout) }),
    ...(logOpts === undefined ? {} : { selection: parseLogOpts(logOpts) }),
    useCache: values['cache'] !== false,
    ...(values['cache'] === true ? { asksForCache: true } : {}),
    incremental: values['incremental'] !== false,
    ...(values['verifyObjects'] === true ? { verifyObjects: true } : {}),
  };
}

/** One value at a time; several in a row come from listArguments.ts (commander's own lists are greedy). */
/** Collects the values of an option that may be repeated. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function textReader(
  values: Readonly<Record<string, unknown>>,
): (name: string) => string | undefined {
  return (name) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function ids(value: unknown): string[] {
  return list(value).flatMap((entry) => entry.split(',').filter((id) => id !== ''));
}
