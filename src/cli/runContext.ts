// What surrounds a run that a command starts: the folder, the environment, the options, and where it says what.
import type { RunContext } from '../model/run.ts';
import type { CommonOptions } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { say } from './messages.ts';

/** The context of a run, without progress. */
export function contextOf(io: CliIo, options: CommonOptions, aborter: AbortController): RunContext {
  return {
    cwd: io.cwd,
    env: io.env,
    options: options.run,
    now: new Date(),
    signal: aborter.signal,
    onProgress: () => undefined,
    onWarning: (message) => {
      if (!options.quiet) say(io, message);
    },
    onDetail: (message) => {
      if (options.verbose && !options.quiet) say(io, message);
    },
  };
}
