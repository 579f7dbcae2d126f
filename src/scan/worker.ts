// Entry of a worker thread: does its share of each phase that the main thread names, and posts the result.
// What it posts holds hashes and positions, never bytes of a secret.
import { parentPort, workerData } from 'node:worker_threads';
import type { ScanShared, UnitList } from './shared.ts';
import { createScanThread } from './thread.ts';
import type { Share } from './thread.ts';

export type WorkerRequest = { readonly phase: 'contents' | 'trees'; readonly units: UnitList };

const port = parentPort;
if (port === null) throw new Error('worker.js is no program of its own');
// The main thread gives each worker exactly this value (pool.ts).
const thread = createScanThread(workerData as ScanShared);

port.on('message', ({ phase, units }: WorkerRequest) => {
  port.postMessage(
    phase === 'contents' ? doShare(thread.contents(units)) : doShare(thread.trees(units)),
  );
});

function doShare<Result>(share: Share<Result>): Result {
  while (share.next());
  return share.finish();
}
