// Runs a scan for a command: progress, Ctrl-C and --timeout around it, then the reports and the exit status.
import { performance } from 'node:perf_hooks';
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/run.ts';
import { toDocument } from '../report/toDocument.ts';
import type { CommonOptions } from './commonOptions.ts';
import { exitCodeOf, interruptedCode } from './exitCode.ts';
import type { CliIo } from './io.ts';
import { say } from './messages.ts';
import { createProgressBar } from './progressBar.ts';
import { emitReports, checkOutputs } from './emitReports.ts';

/** Scans, writes the reports and returns the exit status. Errors of the run pass through. */
export async function scanCommand(
  io: CliIo,
  options: CommonOptions,
  scan: (context: RunContext) => Promise<Report>,
): Promise<number> {
  await checkOutputs(io, options);
  const aborter = new AbortController();
  let report: Report;
  try {
    report = await runWatched(io, options, aborter, scan);
  } catch (error) {
    if (error !== aborter.signal.reason) throw error;
    // Aborted before the run had anything to report.
    say(io, `stopped before anything was scanned: ${aborter.signal.reason.message}`);
    return interruptedCode;
  }
  const exitCode = exitCodeOf(report, options.exitPolicy);
  const document = toDocument(
    { ...report, summary: { ...report.summary, exitCode } },
    { showSecrets: options.showSecrets },
  );
  await emitReports(io, options, document);
  return exitCode;
}

async function runWatched(
  io: CliIo,
  options: CommonOptions,
  aborter: AbortController,
  scan: (context: RunContext) => Promise<Report>,
): Promise<Report> {
  const bar = createProgressBar({
    stream: io.stderr,
    mode: options.quiet ? 'never' : options.progress,
    clock: () => performance.now(),
  });
  const stopListening = io.onInterrupt(() => {
    bar.stop();
    say(io, 'interrupted: writing what was found so far (again to stop at once)');
    aborter.abort(new Error('interrupted'));
  });
  const timer = startTimer(options.run.timeoutMs, aborter);
  try {
    return await scan({
      cwd: io.cwd,
      env: io.env,
      options: options.run,
      signal: aborter.signal,
      onProgress: bar.update,
      onWarning: (message) => {
        if (!options.quiet) say(io, message);
      },
    });
  } finally {
    clearTimeout(timer);
    stopListening();
    bar.stop();
  }
}

function startTimer(
  timeoutMs: number | undefined,
  aborter: AbortController,
): NodeJS.Timeout | undefined {
  if (timeoutMs === undefined) return undefined;
  const reason = new Error(`--timeout of ${timeoutMs / 1000} s reached`);
  return setTimeout(() => aborter.abort(reason), timeoutMs).unref();
}
