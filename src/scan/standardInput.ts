// Reads standard input: small as a whole, large in windows, as it comes. Its length, and so its id, is known at the end only.
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf } from '../detect/paths.ts';
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { createWindowScanner } from './windowScanner.ts';
import type { WindowScanner } from './windowScanner.ts';

export type StandardInput =
  | { readonly whole: Buffer }
  | {
      readonly matches: readonly Match[];
      readonly sizeBytes: number;
      readonly problems: readonly Problem[];
    };

/** Up to so many times an ordinary object it is kept as a whole, so that archives are unpacked. */
const keptObjects = 8;

/** `-` is its path, as far as kinds of files go. */
export async function readInput(
  stream: AsyncIterable<Uint8Array>,
  detector: Detector,
  { ordinaryBytes }: Pick<MemoryPlan, 'ordinaryBytes'>,
): Promise<StandardInput> {
  const matches: Match[] = [];
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
    const onMatch = (match: Match): void => void matches.push(match);
    const windows = createWindowScanner({ detector, kinds, onMatch });
    windows.push(start);
    return windows;
  }

  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (scanner !== undefined) scanner.push(chunk);
    else {
      chunks.push(chunk);
      if (sizeBytes > keptObjects * ordinaryBytes) scanner = startWindows();
    }
  }
  if (scanner === undefined) return { whole: Buffer.concat(chunks) };
  scanner.end();
  return { matches, sizeBytes, problems };
}
