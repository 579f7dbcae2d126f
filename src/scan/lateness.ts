// Whether a run should come to its end. Signals and timers are heard between steps alone; loops that never give way ask here.
import type { RepositoryRun } from '../model/run.ts';
import { monotonicMs } from './clock.ts';

/** What was found is still told after Ctrl-C, for so long. */
const graceMs = 500;
/** A time limit may be overdrawn by so much of it, for the same reason. */
const overdraft = 0.05;

/** Made at the start of a run. True once its time limit is overdrawn, or some time after it was interrupted. */
export function createLateness({
  signal,
  options: { timeoutMs },
}: Pick<RepositoryRun, 'signal' | 'options'>): () => boolean {
  let endMs =
    timeoutMs === undefined
      ? Number.POSITIVE_INFINITY
      : monotonicMs() + timeoutMs * (1 + overdraft);
  return () => {
    const nowMs = monotonicMs();
    if (signal.aborted && endMs === Number.POSITIVE_INFINITY) endMs = nowMs + graceMs;
    return nowMs >= endMs;
  };
}
