// Tells the command line how far the threads are, and the threads when to stop.
import type { RunContext } from '../model/run.ts';
import { controlWords } from './shared.ts';
import type { ScanShared } from './shared.ts';

export interface ProgressWatch {
  /** A new phase of so many objects, or of whatever else `done` counts; `total` 0 = not known. */
  phase(name: string, total: number, done?: () => number): void;
  end(): void;
}

const intervalMs = 100;

/** Polls the shared counters, so that threads need not send messages; ends the scan when the run is aborted. */
export function watchProgress(shared: ScanShared, run: RunContext): ProgressWatch {
  const { control } = shared;
  let name = '';
  let total = 0;
  let doneSoFar = (): number => 0;
  const objectsDone = (): number => Atomics.load(control, controlWords.objectsDone);
  const tell = (): void => {
    run.onProgress({
      phase: name,
      done: doneSoFar(),
      total,
      findings: Atomics.load(control, controlWords.matches),
    });
  };
  const stop = (): void => {
    Atomics.store(control, controlWords.stop, 1);
  };
  const timer = setInterval(tell, intervalMs);
  timer.unref();
  run.signal.addEventListener('abort', stop);
  if (run.signal.aborted) stop();
  return {
    phase(nextName, nextTotal, done) {
      name = nextName;
      total = nextTotal;
      const startedAt = objectsDone();
      doneSoFar = done ?? (() => objectsDone() - startedAt);
      tell();
    },
    end() {
      clearInterval(timer);
      run.signal.removeEventListener('abort', stop);
    },
  };
}
