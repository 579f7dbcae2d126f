// Runs the command line in this process with an engine that returns what a test gives it.
import { PassThrough, Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import type { Engine } from '../../src/cli/engine.ts';
import { runCli } from '../../src/cli/runCli.ts';
import type { Report } from '../../src/model/report.ts';
import type { FilesRun, RepositoryRun } from '../../src/model/run.ts';

export interface RunWith {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** The report of any run, or what a run does. */
  readonly report?: Report | ((run: RepositoryRun | FilesRun) => Promise<Report>);
  /** Columns of a terminal that standard output and standard error pretend to be. */
  readonly terminal?: number;
  /** Called once the run listens for Ctrl-C. */
  readonly onListening?: (interrupt: () => void) => void;
}

export interface RunOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The command's call of the engine. */
  readonly call:
    { readonly name: keyof Engine; readonly run: RepositoryRun | FilesRun } | undefined;
}

/** How a run ends that tells a mistake of its user in one line. */
export function mistake(message: string): Omit<RunOutcome, 'call'> {
  return { exitCode: 2, stdout: '', stderr: `leaktrail: ${message}\n` };
}

/** Runs `leaktrail ...args`. */
export async function runWith(args: readonly string[], options: RunWith = {}): Promise<RunOutcome> {
  let call: RunOutcome['call'];
  const start =
    (name: keyof Engine) =>
    async (run: RepositoryRun | FilesRun): Promise<Report> => {
      call = { name, run };
      const { report } = options;
      if (report === undefined) throw new Error('this test did not expect a run');
      return typeof report === 'function' ? report(run) : report;
    };
  const stdout = captured(options.terminal);
  const stderr = captured(options.terminal);
  const exitCode = await runCli({
    args,
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? {},
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    engine: {
      audit: start('audit'),
      recall: () => Promise.resolve({ text: undefined, keep: () => undefined }),
      staged: start('staged'),
      range: start('range'),
      push: start('push'),
      receive: start('receive'),
      env: start('env'),
      baseline: () => Promise.reject(new Error('this test did not expect a baseline')),
      trace: start('trace'),
      files: start('files'),
      plan: () => Promise.reject(new Error('this test did not expect a plan')),
      verifyPlan: () => Promise.reject(new Error('this test did not expect a verification')),
      explain: () => Promise.reject(new Error('this test did not expect an explanation')),
    },
    onInterrupt: (interrupt) => {
      options.onListening?.(interrupt);
      return () => undefined;
    },
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), call };
}

interface Captured {
  readonly stream: Writable & { isTTY?: boolean; columns?: number };
  readonly text: () => string;
}

function captured(columns: number | undefined): Captured {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    stream: columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns }),
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
