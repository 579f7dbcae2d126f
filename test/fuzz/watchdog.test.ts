// The watchdog of the fuzzing, in a process of its own, since it kills that.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporaryFolder.ts';
import { watchdogProgram } from './watchdog.ts';

/** Begins a run of 3 bytes under a watchdog of 200 ms, ends it after `runMs`, and the process a second later. */
function watched(runMs: number): { signal: string | null; stderr: string; file: string } {
  const file = join(temporaryFolder(), 'hang');
  const main = `
    const { Worker } = require('node:worker_threads');
    const state = new Int32Array(new SharedArrayBuffer(8));
    const bytes = new Uint8Array(new SharedArrayBuffer(8));
    const workerData = { state, bytes, limitMs: 200, name: 'a parser', file: ${JSON.stringify(file)} };
    const worker = new Worker(${JSON.stringify(watchdogProgram)}, { eval: true, workerData });
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    worker.on('online', () => {
      bytes.set([1, 2, 3]);
      Atomics.store(state, 1, 3);
      Atomics.add(state, 0, 1);
      wait(${runMs});
      Atomics.add(state, 0, 1);
      wait(1000);
      worker.terminate();
    });`;
  const { signal, stderr } = spawnSync(process.execPath, ['-e', main], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { signal, stderr, file };
}

test('A run that does not come back is killed, and its input kept', () => {
  const { signal, stderr, file } = watched(20_000);
  expect(signal).toBe('SIGKILL');
  expect(stderr).toBe(`a parser: did not come back from 3 bytes, see ${file}\n`);
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
});

test('A run that ends in time is left alone, however long none is under way', () => {
  const { signal, stderr } = watched(10);
  expect({ signal, stderr }).toEqual({ signal: null, stderr: '' });
});
