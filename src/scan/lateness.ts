// When a run should come to its end. Timers and signals are heard between steps alone; loops that never give way ask here.
import type { Detector } from '../detect/detector.ts';
import type { RunContext } from '../model/run.ts';
import { monotonicMs } from './clock.ts';

/** What was found is still told after Ctrl-C, for so long. */
const graceMs = 500;
/** A time limit may be overdrawn by so much of it, to tell what was found. */
const overdraft = 0.05;

type LimitedRun = Pick<RunContext, 'signal' | 'options'>;

/** The time limit of a run. */
export interface Deadline {
  /** On the clock of monotonicMs, which all threads share; infinite without a limit. */
  readonly endMs: number;
  /** Whether the run was interrupted, or its time, less `reserveMs`, is over: the signal is then aborted, also within a loop. */
  readonly isOver: (reserveMs?: number) => boolean;
  /** Whether the limit is overdrawn, or some time went by since the run was interrupted. */
  readonly isLate: () => boolean;
}

const abortable = new WeakSet<AbortSignal>();
const deadlines = new WeakMap<AbortSignal, Deadline>();

/** The run with a signal that its deadline can abort; to be called early. A run that has one stays as it is. */
export function withDeadline<Run extends LimitedRun>(run: Run): Run {
  if (abortable.has(run.signal)) return run;
  const timer = new AbortController();
  const signal = AbortSignal.any([run.signal, timer.signal]);
  abortable.add(signal);
  deadlines.set(signal, createDeadline(signal, run.options.timeoutMs, timer));
  return { ...run, signal };
}

/** The deadline of a run, counted from here where it has none yet. */
export function deadlineOf({ signal, options }: LimitedRun): Deadline {
  const known = deadlines.get(signal);
  if (known !== undefined) return known;
  const deadline = createDeadline(signal, options.timeoutMs);
  deadlines.set(signal, deadline);
  return deadline;
}

/** See Deadline.isLate. */
export function createLateness(run: LimitedRun): () => boolean {
  return deadlineOf(run).isLate;
}

/** What `scan` gives, which a detector does; throws the signal's reason once time is over. */
export function scanUnlessOver<Result>(
  detector: Pick<Detector, 'until'>,
  run: LimitedRun,
  scan: () => Result,
): Result {
  const { isOver } = deadlineOf(run);
  const done = detector.until(isOver, () => ({ result: scan() }));
  if (done !== undefined) return done.result;
  run.signal.throwIfAborted();
  throw new Error('a scan ended before its time');
}

function createDeadline(
  signal: AbortSignal,
  timeoutMs: number | undefined,
  timer?: AbortController,
): Deadline {
  const limitMs = timeoutMs ?? Number.POSITIVE_INFINITY;
  const endMs = monotonicMs() + limitMs;
  let lateMs = endMs + limitMs * overdraft;
  return {
    endMs,
    isOver(reserveMs = 0) {
      if (signal.aborted) return true;
      if (timer === undefined || monotonicMs() < endMs - reserveMs) return false;
      timer.abort(new Error(`--timeout of ${limitMs / 1000} s reached`));
      return true;
    },
    isLate() {
      const nowMs = monotonicMs();
      if (signal.aborted && lateMs === Number.POSITIVE_INFINITY) lateMs = nowMs + graceMs;
      return nowMs >= lateMs;
    },
  };
}
