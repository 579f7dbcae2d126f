// The process around the command line: streams, signals, exit status. Loads nothing before it is needed:
// `--version` has to be told within milliseconds.
import { isClosedPipe } from './closedPipe.ts';
import { version } from '../config/version.ts';

/** Runs the command line of this process and sets its exit status. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
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
    engine,
    onInterrupt,
  });
}

/** A reader such as `head` that went away is a normal end; what else goes wrong is told by the writer. */
function ignoreClosedPipe(error: Error): void {
  if (!isClosedPipe(error)) throw error;
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
