// The process around the command line: streams, signals, exit status. Loads nothing before it is needed:
// `--version` has to be told within milliseconds.
import { version } from '../config/version.ts';
import { failureCode } from './exitCode.ts';

/** Runs the command line of this process and sets its exit status. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  // Node ends a crash with 1, which means findings here.
  process.once('uncaughtExceptionMonitor', () => {
    process.once('exit', () => {
      process.exitCode = failureCode;
    });
  });
  // Without a listener such an error would end the process with a stack. A reader that went away is a normal
  // end; that a report could not be written is told by writeReport.ts.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const [{ runCli }, { engine }] = await Promise.all([
    import('./runCli.ts'),
    import('./engine.ts'),
  ]);
  process.exitCode = await runCli({
    args,
    cwd: process.cwd(),
    env: process.env,
    // A getter: to touch standard input is to open it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Date.now(),
    engine,
    onInterrupt,
  });
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
