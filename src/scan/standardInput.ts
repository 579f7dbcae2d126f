// Reads standard input: small as a whole, large in windows, as it comes. Its length, and so its id, is known at the end only.
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf } from '../detect/paths.ts';
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import type { RunContext } from '../model/run.ts';
import { createFirstMatches } from './firstMatches.ts';
import { scanUnlessOver } from './lateness.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { createWindowScanner } from './windowScanner.ts';
import type { WindowScanner } from './windowScanner.ts';

export type StandardInput =
  | { readonly whole: Buffer }
  /** Larger than wanted: nothing of it counts. */
  | { readonly leftOutBytes: number }
  | {
      readonly matches: readonly Match[];
      readonly sizeBytes: number;
      readonly problems: readonly Problem[];
    };

/** Up to so many times an ordinary object it is kept as a whole, so that archives are unpacked. */
const keptObjects = 8;

export interface InputReading {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly detector: Detector;
  readonly memory: Pick<MemoryPlan, 'ordinaryBytes' | 'foundBytes'>;
  readonly run: Pick<RunContext, 'signal' | 'options'>;
}

/** `-` is its path, as far as kinds of files go. Throws the signal's reason once the run is aborted, even if nothing comes. */
export async function readInput({
  stream,
  detector,
  memory,
  run,
}: InputReading): Promise<StandardInput> {
  const mostBytes = run.options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
  const found = createFirstMatches(memory);
  const problems: Problem[] = [];
  let chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let scanner: WindowScanner | undefined;

  function startWindows(): WindowScanner {
    const start = Buffer.concat(chunks);
    chunks = [];
    if (archiveKindOf(start) !== undefined) {
      const message =
        'standard input is too large an archive to be unpacked: give it as a file; its bytes were scanned';
      problems.push({ kind: 'limit', message, path: '-' });
    }
    const kinds = kindBit(fileKindOf('-'));
    const windows = createWindowScanner({ detector, kinds, onMatch: found.add });
    windows.push(start);
    return windows;
  }

  function take(chunk: Uint8Array): void {
    sizeBytes += chunk.length;
    // Its size is read on: the receipt names it.
    if (sizeBytes > mostBytes) chunks = [];
    else if (scanner !== undefined) scanner.push(chunk);
    else {
      chunks.push(chunk);
      if (sizeBytes > keptObjects * memory.ordinaryBytes) scanner = startWindows();
    }
  }

  for await (const chunk of untilAborted(stream, run.signal)) {
    scanUnlessOver(detector, run, () => take(chunk));
  }
  if (sizeBytes > mostBytes) return { leftOutBytes: sizeBytes };
  const last = scanner;
  if (last === undefined) return { whole: Buffer.concat(chunks) };
  scanUnlessOver(detector, run, () => last.end());
  const cut = found.problem();
  if (cut !== undefined) problems.push({ ...cut, path: '-' });
  return { matches: found.taken, sizeBytes, problems };
}

async function* untilAborted(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const chunks = stream[Symbol.asyncIterator]();
  let stop: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => (stop = () => resolve(undefined)));
  signal.addEventListener('abort', () => stop?.(), { once: true });
  while (!signal.aborted) {
    const next = await Promise.race([chunks.next(), aborted]);
    if (next === undefined) break;
    if (next.done === true) return;
    yield next.value;
  }
  signal.throwIfAborted();
}
