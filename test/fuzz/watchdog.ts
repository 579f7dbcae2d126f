// Ends a process whose target does not come back: a parser that hangs would otherwise hang the fuzzing, and keep its input to
// itself.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Watchdog {
  /** A target is about to be run on an input. */
  begin(input: Buffer): void;
  /** It came back. */
  end(): void;
  close(): Promise<void>;
}

/** Of longer inputs no more is kept. */
const mostKept = 2 ** 22;

/** Words of the shared state: runs begun (even = none is under way), and bytes of the input. */
const runsWord = 0;
const lengthWord = 1;

/** What the watching thread runs. */
export const watchdogProgram = `
const { writeFileSync, writeSync } = require('node:fs');
const { workerData: { state, bytes, limitMs, name, file } } = require('node:worker_threads');
let seen = -1;
let sinceMs = performance.now();
setInterval(() => {
  const runs = Atomics.load(state, ${runsWord});
  if (runs !== seen || runs % 2 === 0) {
    seen = runs;
    sinceMs = performance.now();
  } else if (performance.now() - sinceMs > limitMs) {
    const length = Atomics.load(state, ${lengthWord});
    writeFileSync(file, bytes.subarray(0, length));
    writeSync(2, name + ': did not come back from ' + length + ' bytes, see ' + file + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, Math.min(1000, limitMs / 4));
`;

/** The process is killed, and its input left in a file, when a run takes longer than `limitMs`. */
export function watch(name: string, limitMs: number): Watchdog {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const bytes = new Uint8Array(new SharedArrayBuffer(mostKept));
  const file = join(tmpdir(), `leaktrail-fuzz-hang-${process.pid}`);
  const worker = new Worker(watchdogProgram, {
    eval: true,
    workerData: { state, bytes, limitMs, name, file },
  });
  worker.unref();
  return {
    begin(input) {
      const kept = input.subarray(0, mostKept);
      bytes.set(kept);
      Atomics.store(state, lengthWord, kept.length);
      Atomics.add(state, runsWord, 1);
    },
    end: () => void Atomics.add(state, runsWord, 1),
    close: async () => void (await worker.terminate()),
  };
}
