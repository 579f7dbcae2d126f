// The process around the command line: streams, signals, exit status. Loads nothing before it is needed:
// `--version` has to be told within milliseconds.
import { writeSync } from 'node:fs';
import { version } from '../config/version.ts';
import { failureCode } from './exitCode.ts';
import { failureLine } from './failureLine.ts';

/** Runs the command line of this process and sets its exit status. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  // Node would end a crash with 1, which means findings here, and print the line of code and the stack.
  process.once('uncaughtException', (error) => {
    writeSync(2, `leaktrail: ${failureLine(error)}\n`);
    process.exit(failureCode);
  });
  watchStreams();
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const cwd = currentFolder();
  if (cwd === undefined) {
    process.stderr.write('leaktrail: the current folder is gone: change to another one\n');
    process.exitCode = failureCode;
    return;
  }
  const [{ runCli }, { engine }] = await Promise.all([
    import('./runCli.ts'),
    import('./engine.ts'),
  ]);
  let input: typeof process.stdin | undefined;
  process.exitCode = await runCli({
    args,
    cwd,
    env: process.env,
    // A getter: to touch standard input is to open it.
    get stdin() {
      return (input ??= process.stdin);
    },
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Date.now(),
    engine,
    onInterrupt,
  });
  // A pipe that brings nothing would keep a run alive that its time limit has ended.
  input?.destroy();
}

/**
 * Without a listener an error of a stream would end the process with a stack. A reader that went away is a normal end; whatever
 * else keeps standard output from being written is a failure, which writeReport.ts tells of reports.
 */
function watchStreams(): void {
  let lost: string | undefined;
  process.stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') lost = code;
  });
  process.stderr.on('error', () => undefined);
  process.once('exit', () => {
    if (lost === undefined || process.exitCode === failureCode) return;
    process.stderr.write(`leaktrail: cannot write to standard output: ${lost}\n`);
    process.exitCode = failureCode;
  });
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    // It was deleted, or a folder above it can no longer be searched.
    return undefined;
  }
}

/** The first signal interrupts; after it both have their default effect again, which ends the process at once. */
function onInterrupt(interrupt: () => void): () => void {
  const stopListening = (): void => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
  const listener = (): void => {
    stopListening();
    interrupt();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return stopListening;
}
