// `leaktrail env`: the hygiene report, and with --fix the diff of what is written before it.
import type { IgnoreFix } from '../model/hygiene.ts';
import { ignoreDiff } from '../report/ignoreDiff.ts';
import type { CommonOptions } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { say } from './messages.ts';
import { scanCommand } from './scanCommand.ts';
import { usesColor } from './terminal.ts';
import { writeReportStream } from './writeReport.ts';

export interface EnvOptions {
  readonly repoPath: string;
  /** `--fix`. */
  readonly fixes: boolean;
}

/** Checks the hygiene, writes the missing lines where that was asked for, and returns the exit status. */
export async function envCommand(
  io: CliIo,
  options: CommonOptions,
  { repoPath, fixes }: EnvOptions,
): Promise<number> {
  return scanCommand(io, options, (context, endProgress) => {
    const showIgnoreFix = async (fix: IgnoreFix): Promise<void> => {
      endProgress();
      await showFix(io, options, fix);
    };
    return io.engine.env({ ...context, repoPath, ...(fixes ? { showIgnoreFix } : {}) });
  });
}

/** Before a text report on standard output; a report of another kind must stay what it is. */
async function showFix(
  io: CliIo,
  { outputs, color, quiet, showSecrets }: CommonOptions,
  { edits, secrets }: IgnoreFix,
): Promise<void> {
  const isText = outputs.some(
    ({ format, destination }) => format === 'text' && destination === '-',
  );
  const stream = isText ? io.stdout : io.stderr;
  if (quiet && !isText) return;
  if (edits.length === 0) {
    if (!quiet) say(io, 'no .gitignore lacks a line: nothing was written');
    return;
  }
  const diff = ignoreDiff(edits, {
    color: usesColor(stream, io.env, color),
    secrets: showSecrets ? [] : secrets,
  });
  await writeReportStream(stream, [...diff, ...(isText ? ['\n'] : [])]);
}
