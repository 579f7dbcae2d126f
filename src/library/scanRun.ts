// A scan as a program holds it: findings to iterate over and a report to wait for, of one and the same run.
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/run.ts';
import type { FindingDocument, ReportDocument } from '../report/document.ts';
import { exitCodeOf } from '../report/exitCode.ts';
import { toDocument } from '../report/toDocument.ts';
import { contextOf } from './scanOptions.ts';
import type { AuditOptions } from './scanOptions.ts';

/**
 * One scan. It begins when its findings or its report are first asked for, runs once, and both may be asked for, in any
 * order and repeatedly.
 *
 * Iterating yields the findings that count (those that nothing suppresses), sorted as in the report. They come when the scan is
 * through: where a secret came in and went out, and whether it counts, is known then. To leave the loop ends a scan
 * that still runs, with its threads; so does `await using`.
 *
 * Both throw UsageError, ConfigError or GitError for a mistake of the caller, `signal.reason` once the signal is aborted, and what
 * `onProgress` or `onWarning` throws.
 */
export interface ScanRun extends AsyncIterable<FindingDocument> {
  /** The whole report: suppressed findings, hygiene, verdict and the receipt of what was read included. */
  readonly report: Promise<ReportDocument>;
  /** Ends the scan, if it still runs, and waits for its threads. Never throws. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A run of `scan`, which is given its context once it is to begin. */
export function createScanRun(
  options: AuditOptions,
  scan: (context: RunContext) => Promise<Report>,
): ScanRun {
  const ended = new AbortController();
  let begun: Promise<ReportDocument> | undefined;

  function begin(): Promise<ReportDocument> {
    if (begun === undefined) {
      begun = reportOf(options, ended, scan);
      // Who only iterates hears of an error there.
      begun.catch(() => undefined);
    }
    return begun;
  }

  async function end(): Promise<void> {
    ended.abort(new DOMException('the scan was ended before it was through', 'AbortError'));
    // The error, if any, belongs to those who asked for the report.
    await begun?.catch(() => undefined);
  }

  return {
    get report() {
      return begin();
    },
    [Symbol.asyncIterator]() {
      return iterate(begin, end);
    },
    [Symbol.asyncDispose]: end,
  };
}

/** By hand: of a generator, `return` would wait for the `next` that is to be ended. */
function iterate(
  begin: () => Promise<ReportDocument>,
  end: () => Promise<void>,
): AsyncIterator<FindingDocument, undefined> {
  let at = 0;
  let isLeft = false;
  return {
    async next() {
      const findings = isLeft ? [] : await begin().then(countedOf, unlessLeft);
      const value = findings[at++];
      return value === undefined || isLeft ? { done: true, value: undefined } : { value };
    },
    async return() {
      isLeft = true;
      await end();
      return { done: true, value: undefined };
    },
  };

  function unlessLeft(error: unknown): readonly FindingDocument[] {
    if (isLeft) return [];
    throw error;
  }
}

const counted = new WeakMap<ReportDocument, readonly FindingDocument[]>();

/** The findings of a report that nothing suppresses. */
export function countedOf(report: ReportDocument): readonly FindingDocument[] {
  const known = counted.get(report);
  if (known !== undefined) return known;
  const findings = report.findings.filter(({ suppressed }) => suppressed === null);
  counted.set(report, findings);
  return findings;
}

async function reportOf(
  options: AuditOptions,
  ended: AbortController,
  scan: (context: RunContext) => Promise<Report>,
): Promise<ReportDocument> {
  const byCaller =
    options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  byCaller.throwIfAborted();
  const timeout = new AbortController();
  const signal = AbortSignal.any([byCaller, timeout.signal]);
  const context = contextOf(options, signal, (error) => ended.abort(error));
  const { timeoutMs } = context.options;
  const reason = new DOMException(`timeoutMs of ${timeoutMs} reached`, 'TimeoutError');
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => timeout.abort(reason), timeoutMs);
  try {
    const report = await scan(context);
    // What an aborted run has is no answer to "is there a secret?".
    byCaller.throwIfAborted();
    return documentOf(report, options.showSecrets);
  } finally {
    clearTimeout(timer);
  }
}

/** The document of a report, with the exit status that the command line would end with. */
export function documentOf(report: Report, showSecrets = false): ReportDocument {
  const document = toDocument(report, { showSecrets });
  const exitCode = exitCodeOf(document, { findingsCode: 1, allowsIncomplete: false });
  return { ...document, summary: { ...document.summary, exitCode } };
}
