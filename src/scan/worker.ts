// Entry of a worker thread: does its share of each phase that the main thread names, and posts the result.
// What it posts holds hashes and positions, never bytes of a secret.
import { parentPort, workerData } from 'node:worker_threads';
import type { DetectorSettings, Phase, ScanShared, UnitList } from './shared.ts';
import { createScanThread, detectorFor } from './thread.ts';
import type { ScanThread, Share } from './thread.ts';

/** First what is shared, once the storage is open, then the phases. */
export type WorkerRequest =
  { readonly shared: ScanShared } | { readonly phase: Phase; readonly units: UnitList };

const port = parentPort;
if (port === null) throw new Error('worker.js is no program of its own');
// The main thread gives each worker exactly this value (pool.ts).
const settings = workerData as DetectorSettings;
const detector = detectorFor(settings);
let thread: ScanThread | undefined;

port.on('message', (request: WorkerRequest) => {
  if ('shared' in request) {
    thread = createScanThread(request.shared, () => detector);
    return;
  }
  if (thread === undefined)
    throw new Error('a phase was asked for before there was anything to read');
  const result = doShare<unknown>(thread[request.phase](request.units, 'first'));
  port.postMessage(result, buffersOf(result));
});

/** Large arrays of a result are handed over, not copied. */
function buffersOf(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}

function doShare<Result>(share: Share<Result>): Result {
  while (share.next());
  return share.finish();
}
