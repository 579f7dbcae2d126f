// `leaktrail completion bash|zsh|fish`: prints the script that makes a shell complete leaktrail's words.
import type { Command } from 'commander';
import { bashCompletion } from './completionBash.ts';
import { fishCompletion } from './completionFish.ts';
import { zshCompletion } from './completionZsh.ts';
import type { CliIo } from './io.ts';
import { programOutline, shells } from './programOutline.ts';
import { oneOf } from './values.ts';
import { writeReportStream } from './writeReport.ts';

const writers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Prints the script of a shell; status 0. Throws UsageError for a shell that it has none for. */
export async function completionCommand(
  io: CliIo,
  shell: string,
  program: Command,
): Promise<number> {
  const write = writers[oneOf('completion', shell, shells)];
  await writeReportStream(io.stdout, [write(programOutline(program))]);
  return 0;
}
