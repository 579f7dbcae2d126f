// Runs a scan for a command: progress, Ctrl-C and --timeout around it, then the reports and the exit status.
import type { Recall } from '../cache/recallReport.ts';
import { monotonicMs } from '../scan/clock.ts';
import type { Report } from '../model/report.ts';
import type { Progress, RunContext } from '../model/run.ts';
import type { ReportDocument } from '../report/document.ts';
import { exitCodeOf } from '../report/exitCode.ts';
import { toDocument } from '../report/toDocument.ts';
import type { CommonOptions } from './commonOptions.ts';
import { interruptedCode } from './exitCode.ts';
import { boundHeap } from './heapGrowth.ts';
import type { CliIo } from './io.ts';
import { keptReport, keptText } from './keptReport.ts';
import { say } from './messages.ts';
import { contextOf } from './runContext.ts';
import { createProgressBar } from './progressBar.ts';
import { emitReports, checkOutputs } from './emitReports.ts';

/**
 * Scans, writes the reports and returns the exit status. Errors of the run pass through. `endProgress` clears the progress
 * bar for good, for who has something to print before the report. `recall` looks for a report that
 * spares the scan; it is not asked where secrets, lines or reasons are to be shown, because what is kept holds none.
 */
export async function scanCommand(
  io: CliIo,
  options: CommonOptions,
  scan: (context: RunContext, endProgress: () => void) => Promise<Report>,
  recall?: (context: RunContext) => Promise<Recall>,
): Promise<number> {
  const startedAt = monotonicMs();
  await checkOutputs(io, options);
  const aborter = new AbortController();
  const context = contextOf(io, options, aborter);
  const warnings: string[] = [];
  const onWarning = (message: string): void => {
    warnings.push(message);
    context.onWarning?.(message);
  };
  let recalled: Recall | undefined;
  let report: Report;
  try {
    if (!options.showSecrets && !wantsDetail(options)) recalled = await recall?.(context);
    if (recalled?.text !== undefined) {
      const kept = keptReport(recalled.text, monotonicMs() - startedAt);
      for (const warning of kept.warnings) context.onWarning?.(warning);
      return await emit(io, options, kept.document);
    }
    const told = { ...context, onWarning };
    report = await runWatched(io, options, aborter, told, (watched, endProgress) =>
      scan({ ...context, ...watched }, endProgress),
    );
  } catch (error) {
    if (error !== aborter.signal.reason) throw error;
    // Aborted before the run had anything to report.
    say(io, `stopped before anything was scanned: ${aborter.signal.reason.message}`);
    return interruptedCode;
  }
  const document = toDocument(report, { showSecrets: options.showSecrets });
  const exitCode = await emit(io, options, document);
  const text = recalled && keptText({ document, warnings });
  if (text !== undefined) recalled?.keep(text);
  return exitCode;
}

function wantsDetail({ run }: CommonOptions): boolean {
  return run.wantsJudgements === true || run.contextLines !== undefined;
}

/** Writes the reports of a document, which gets the exit status of this call. */
async function emit(io: CliIo, options: CommonOptions, document: ReportDocument): Promise<number> {
  const exitCode = exitCodeOf(document, options.exitPolicy);
  await emitReports(io, options, { ...document, summary: { ...document.summary, exitCode } });
  return exitCode;
}

/** What a run tells while it goes on, beside the bar. */
type WatchedContext = Required<Pick<RunContext, 'onProgress' | 'onWarning' | 'onDetail'>>;

/** Runs with a progress bar; Ctrl-C and --timeout abort it. */
export async function runWatched<Result>(
  io: CliIo,
  options: CommonOptions,
  aborter: AbortController,
  { onWarning, onDetail }: Pick<RunContext, 'onWarning' | 'onDetail'>,
  scan: (watched: WatchedContext, endProgress: () => void) => Promise<Result>,
): Promise<Result> {
  const bar = createProgressBar({
    stream: io.stderr,
    env: io.env,
    mode: options.quiet ? 'never' : options.progress,
    clock: monotonicMs,
  });
  const stopListening = io.onInterrupt(() => {
    bar.stop();
    say(io, 'interrupted: writing what was found so far (again to stop at once)');
    aborter.abort(new Error('interrupted'));
  });
  const timer = startTimer(options.run.timeoutMs, aborter);
  try {
    const watched = {
      onProgress: (progress: Progress) => {
        boundHeap(progress.findings, options.run.maxMemoryBytes);
        bar.update(progress);
      },
      onWarning: (message: string) => bar.aside(() => onWarning?.(message)),
      onDetail: (message: string) => bar.aside(() => onDetail?.(message)),
    };
    bar.update({ phase: 'opening', done: 0, total: 0, findings: 0 });
    return await scan(watched, bar.stop);
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
