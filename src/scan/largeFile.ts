// Reads files that are too large for an ordinary buffer: archives and notebooks as a whole where there is room, all others
// in windows.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { UnreadPart } from '../detect/archiveMatches.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import type { Needed } from '../git/familyVisitor.ts';
import { createLargeArea } from '../git/largeMemory.ts';
import { largestHeld } from '../git/unpacker.ts';
import type { Match } from '../model/match.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { RunContext } from '../model/run.ts';
import { createFirstMatches } from './firstMatches.ts';
import { scanUnlessOver } from './lateness.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { withoutImages } from './notebookImages.ts';
import type { SkippedImages } from './notebookImages.ts';
import { createWindowScanner } from './windowScanner.ts';

/** What a large file held. */
export interface LargeFileScan {
  readonly matches: readonly Match[];
  readonly unread: readonly UnreadPart[];
  /** Images of a notebook. */
  readonly images: SkippedImages | undefined;
  /** What it would take to read it as a whole, where that was wanted and there is no room. */
  readonly needed: Needed | undefined;
  /** Where it has more matches than are told. */
  readonly cut: Problem | undefined;
}

const pieceBytes = 2 ** 20;
/** Enough to tell an archive. */
const startBytes = 512;

/** A file that is read in pieces; errors of the system are thrown. */
export interface LargeFile {
  /** Its id as a blob. */
  hash(format: ObjectFormat, pause: () => Promise<void>): Promise<Oid>;
  scan(input: LargeFileInput): Promise<LargeFileScan>;
  close(): void;
}

export interface LargeFileInput {
  readonly path: BytePath;
  readonly detector: Detector;
  readonly memory: MemoryPlan;
  /** Its time limit ends the scan; the signal's reason is then thrown. */
  readonly run: Pick<RunContext, 'signal' | 'options'>;
  /** Awaited between pieces, so that signals and timers are looked at; throws to end the reading. */
  readonly pause: () => Promise<void>;
}

/** Lets signals and timers in; throws the signal's reason once it is aborted. */
export function pauseUnless(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  };
}

/** Throws the system's error when the file cannot be opened. */
export function openLargeFile(file: string | Buffer): LargeFile {
  const fd = openSync(file, 'r');
  const { size } = fstatSync(fd);

  function read(into: Uint8Array, at: number): Uint8Array {
    let filled = 0;
    while (filled < into.length) {
      const got = readSync(fd, into, filled, into.length - filled, at + filled);
      if (got === 0) break;
      filled += got;
    }
    return into.subarray(0, filled);
  }

  async function eachPiece(
    take: (piece: Uint8Array) => void,
    pause: () => Promise<void>,
  ): Promise<void> {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (let at = 0; at < size;) {
      const piece = read(buffer.subarray(0, Math.min(pieceBytes, size - at)), at);
      // It became shorter meanwhile: what is there is read.
      if (piece.length === 0) break;
      take(piece);
      at += piece.length;
      await pause();
    }
  }

  function scanWhole({ path, detector, memory, run }: LargeFileInput): LargeFileScan | undefined {
    const area = createLargeArea(memory.large);
    // All threads are done: nobody else uses it.
    const block = size <= largestHeld && area.enter(0) ? area.take(size) : undefined;
    if (block === undefined) {
      area.leave();
      return undefined;
    }
    const bytes = area.bytesOf(block);
    read(bytes, 0);
    const unread: UnreadPart[] = [];
    try {
      const matches = scanUnlessOver(detector, run, () =>
        detector.scan(bytes, kindBit(fileKindOf(path)), unread),
      );
      const outside = isNotebook(path) ? withoutImages(matches, bytes) : undefined;
      return {
        matches: outside?.kept ?? matches,
        unread,
        images: outside?.skipped,
        needed: undefined,
        cut: undefined,
      };
    } finally {
      area.leave();
    }
  }

  return {
    async hash(format, pause) {
      const digest = createHash(format).update(`blob ${size}\0`);
      await eachPiece((piece) => void digest.update(piece), pause);
      return digest.digest('hex');
    },
    async scan(input) {
      const { path, detector, memory, pause, run } = input;
      const isArchive =
        archiveKindOf(read(Buffer.alloc(Math.min(startBytes, size)), 0)) !== undefined;
      const isWanted = isArchive || isNotebook(path);
      const whole = isWanted ? scanWhole(input) : undefined;
      if (whole !== undefined) return whole;
      const found = createFirstMatches(memory);
      const kinds = kindBit(fileKindOf(path));
      const scanner = createWindowScanner({ detector, kinds, onMatch: found.add });
      await eachPiece((piece) => scanUnlessOver(detector, run, () => scanner.push(piece)), pause);
      scanUnlessOver(detector, run, () => scanner.end());
      const needed = isWanted ? { needed: size, size } : undefined;
      return {
        matches: found.taken,
        unread: [],
        images: undefined,
        needed,
        cut: found.problem(),
      };
    },
    close: () => closeSync(fd),
  };
}
