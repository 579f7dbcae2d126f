// Runs the phases of a scan over threads: workers, or, for small jobs and `--threads 0`, the main thread.
import { Worker } from 'node:worker_threads';
import type { Detector } from '../detect/detector.ts';
import type { ContentResult } from './contentScanner.ts';
import type { NameResult } from './nameScanner.ts';
import type { Shape } from './shapeScanner.ts';
import { controlWords } from './shared.ts';
import type { DetectorSettings, Phase, ScanShared, UnitList } from './shared.ts';
import { createScanThread } from './thread.ts';
import type { Share, ScanThread } from './thread.ts';
import type { WorkerRequest } from './worker.ts';

export interface ThreadPool {
  names(units: UnitList): Promise<NameResult[]>;
  contents(units: UnitList): Promise<ContentResult[]>;
  shapes(units: UnitList): Promise<Shape[]>;
  close(): Promise<void>;
}

/**
 * Starts workers, which load and build their detectors while the main thread opens the storage (0.2 s for celery). They
 * must be given to a pool or ended.
 */
export function startWorkers(threads: number, settings: DetectorSettings): Worker[] {
  return Array.from(
    { length: threads },
    () => new Worker(workerUrl(), { workerData: settings, resourceLimits }),
  );
}

/** Ends workers that no pool was made of. */
export async function endWorkers(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.terminate()));
}

/** A pool of these workers; without any, everything is done in this thread, with `detector`. */
export function createThreadPool(
  shared: ScanShared,
  workers: readonly Worker[],
  detector: () => Detector,
): ThreadPool {
  return workers.length === 0
    ? createMainThreadPool(shared, detector)
    : createWorkerPool(shared, workers);
}

function createMainThreadPool(shared: ScanShared, detector: () => Detector): ThreadPool {
  let made: ScanThread | undefined;
  const thread = (): ScanThread => (made ??= createScanThread(shared, detector()));
  async function run<Result>(start: () => Share<Result>): Promise<Result[]> {
    resetUnits(shared);
    return [await doShare(start())];
  }
  return {
    names: (units) => run(() => thread().names(units)),
    contents: (units) => run(() => thread().contents(units)),
    shapes: (units) => run(() => thread().shapes(units)),
    async close() {},
  };
}

/** Lets signals and timers in between units. */
async function doShare<Result>(share: Share<Result>): Promise<Result> {
  while (share.next()) await new Promise((resolve) => setImmediate(resolve));
  return share.finish();
}

/**
 * Threads make much garbage and keep little. V8's young generation grows to 48 MB a thread when it may; 6 MB cost no
 * time and a hundred MB less (celery, two threads).
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

function createWorkerPool(shared: ScanShared, workers: readonly Worker[]): ThreadPool {
  const ground: WorkerRequest = { shared };
  for (const worker of workers) worker.postMessage(ground);

  function run<Result>(phase: Phase, units: UnitList): Promise<Result[]> {
    resetUnits(shared);
    const request: WorkerRequest = { phase, units };
    return Promise.all(workers.map((worker) => ask<Result>(worker, request)));
  }

  return {
    names: (units) => run<NameResult>('names', units),
    contents: (units) => run<ContentResult>('contents', units),
    shapes: (units) => run<Shape>('shapes', units),
    close: () => endWorkers(workers),
  };
}

function ask<Result>(worker: Worker, request: WorkerRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: Result): void => {
      worker.off('error', reject);
      resolve(result);
    };
    worker.once('message', onMessage);
    worker.once('error', reject);
    worker.postMessage(request);
  });
}

function resetUnits(shared: ScanShared): void {
  Atomics.store(shared.control, controlWords.nextUnit, 0);
}

/** Node cannot run this project's TypeScript in a worker: from source, as in tests, the built file serves. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/scan/worker.js' : './worker.js', import.meta.url);
}
