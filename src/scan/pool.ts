// Runs the phases of a scan over threads: the main thread, and, unless the job is small, workers.
import { Worker } from 'node:worker_threads';
import type { Detector } from '../detect/detector.ts';
import type { ContentResult } from './contentScanner.ts';
import type { NameResult } from './nameScanner.ts';
import type { Shape } from './shapeScanner.ts';
import { controlWords } from './shared.ts';
import type { DetectorSettings, Phase, ScanShared, UnitList } from './shared.ts';
import { createScanThread } from './thread.ts';
import type { Share } from './thread.ts';
import type { VerifyResult } from './verifyScanner.ts';
import type { WorkerRequest } from './worker.ts';

export interface ThreadPool {
  names(units: UnitList): Promise<NameResult[]>;
  contents(units: UnitList): Promise<ContentResult[]>;
  verify(units: UnitList): Promise<VerifyResult[]>;
  /** Between the start of the workers and its own share the main thread does `meanwhile`. `known` need not be read. */
  shapes(units: UnitList, known: Shape | undefined, meanwhile: () => void): Promise<Shape[]>;
  close(): Promise<void>;
}

/** Of each worker: rejects when it has ended, with why where it was not told to. */
const ends = new WeakMap<Worker, Promise<never>>();

/**
 * Starts workers, which load and build their detectors while the main thread opens the storage (0.2 s for celery). They
 * must be given to a pool or ended.
 */
export function startWorkers(count: number, settings: DetectorSettings): Worker[] {
  return Array.from({ length: count }, () => {
    const worker = new Worker(workerUrl(), { workerData: settings, resourceLimits });
    const end = new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
    });
    // One that fails before it is asked is noticed when it is.
    end.catch(() => undefined);
    ends.set(worker, end);
    return worker;
  });
}

/** Ends workers that no pool was made of. */
export async function endWorkers(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.terminate()));
}

/**
 * Threads make much garbage and keep little. V8's young generation grows to 48 MB a thread when it may; 6 MB cost no
 * time and a hundred MB less (celery, two threads).
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

/**
 * A pool of the main thread, with `detector`, and these workers. The main thread does its share: compiling the hot code
 * for one thread more costs as much as a third of celery's contents.
 */
export function createThreadPool(
  shared: ScanShared,
  workers: readonly Worker[],
  detector: () => Detector,
): ThreadPool {
  const thread = createScanThread(shared, detector);
  const ground: WorkerRequest = { shared };
  for (const worker of workers) worker.postMessage(ground);

  async function run<Result>(
    phase: Phase,
    units: UnitList,
    start: () => Share<Result>,
    meanwhile?: () => void,
  ): Promise<Result[]> {
    resetUnits(shared);
    const request: WorkerRequest = { phase, units };
    const asked = workers.map((worker) => ask<Result>(worker, request));
    let isLost = false;
    for (const answer of asked) answer.catch(() => (isLost = true));
    meanwhile?.();
    return Promise.all([...asked, doShare(start(), () => isLost)]);
  }

  return {
    names: (units) => run('names', units, () => thread.names(units, 'last')),
    contents: (units) => run('contents', units, () => thread.contents(units, 'last')),
    verify: (units) => run('verify', units, () => thread.verify(units, 'last')),
    async shapes(units, known, meanwhile) {
      await run('shapes', units, () => thread.shapes(units, 'last'), meanwhile);
      if (known !== undefined) thread.learn(known);
      while ((await run('marks', noUnits, () => thread.marks())).includes(true));
      return run('holders', noUnits, () => thread.holders());
    },
    close: () => endWorkers(workers),
  };
}

const noUnits: UnitList = {
  packs: new Int32Array(),
  starts: new Uint32Array(),
  entries: new Uint32Array(),
  objects: 0,
  weight: 0,
};

/** Lets signals and timers in between units; leaves the rest where another thread's share is lost. */
async function doShare<Result>(share: Share<Result>, isLost: () => boolean): Promise<Result> {
  while (!isLost() && share.next()) await new Promise((resolve) => setImmediate(resolve));
  return share.finish();
}

function ask<Result>(worker: Worker, request: WorkerRequest): Promise<Result> {
  const answer = new Promise<Result>((resolve) => {
    worker.once('message', resolve);
    worker.postMessage(request);
  });
  return Promise.race([answer, ends.get(worker) ?? answer]);
}

function resetUnits(shared: ScanShared): void {
  Atomics.store(shared.control, controlWords.unitsTaken, 0);
  Atomics.store(shared.control, controlWords.takenFirst, 0);
  Atomics.store(shared.control, controlWords.takenLast, 0);
}

/** Node cannot run this project's TypeScript in a worker: from source, as in tests, the built file serves. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/lib/worker.cjs' : './worker.cjs', import.meta.url);
}
