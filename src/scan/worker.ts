// Entry of a worker thread: does its share of each phase that the main thread names, and posts the result.
// What it posts holds hashes and positions, never bytes of a secret.
import { parentPort, workerData } from 'node:worker_threads';
import type { Phase, ScanShared, UnitList } from './shared.ts';
import { createScanThread } from './thread.ts';
import type { Share } from './thread.ts';

export interface WorkerRequest {
  readonly phase: Phase;
  readonly units: UnitList;
}

const port = parentPort;
if (port === null) throw new Error('worker.js is no program of its own');
// The main thread gives each worker exactly this value (pool.ts).
const thread = createScanThread(workerData as ScanShared);

port.on('message', ({ phase, units }: WorkerRequest) => {
  port.postMessage(doShare<unknown>(thread[phase](units)));
});

function doShare<Result>(share: Share<Result>): Result {
  while (share.next());
  return share.finish();
}
