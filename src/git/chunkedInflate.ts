// Inflates a zlib stream that is too large to be held: compressed pieces in, inflated pieces out, synchronously. Node
// documents synchronous calls for whole streams only; fflate's are 130 MB/s, zlib's 500.
import { constants, inflateSync } from 'node:zlib';
import { createInflateHandle } from './inflate.ts';

/** The next compressed bytes, valid until the next call; undefined at the end of what there is. */
export type ReadPiece = () => Buffer | undefined;

/**
 * Gives the inflated bytes piece by piece, each valid until the next one is asked for. Returns whether the stream came to
 * its end and its checksum was right; bytes behind the end are ignored.
 */
export type ChunkedInflate = (read: ReadPiece) => Generator<Buffer, boolean>;

const pieceBytes = 256 * 1024;

/** A chunked inflater for this thread, for one stream at a time. */
export function createChunkedInflate(): ChunkedInflate {
  return createHandleInflate() ?? inflateWhole;
}

function createHandleInflate(): ChunkedInflate | undefined {
  const inflater = createInflateHandle();
  if (inflater === undefined) return undefined;
  const { handle, state } = inflater;
  let output: Buffer | undefined;
  return function* inflateChunks(read) {
    output ??= Buffer.allocUnsafeSlow(pieceBytes);
    inflater.begin();
    for (;;) {
      const input = read();
      // Only at the end of the input does zlib say that more should have come.
      const flush = input === undefined ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
      let left = input?.length ?? 0;
      let at = 0;
      let room = 0;
      while (room === 0) {
        handle.writeSync(flush, input ?? noBytes, at, left, output, 0, output.length);
        if (inflater.isDamaged()) return false;
        room = state[0] ?? 0;
        const unread = state[1] ?? 0;
        at += left - unread;
        left = unread;
        if (room < output.length) yield output.subarray(0, output.length - room);
      }
      // It takes all input there is, unless the stream is at its end.
      if (input === undefined || left > 0) return true;
    }
  };
}

const noBytes = Buffer.alloc(0);

/** Where Node's internals differ the documented call serves: all in one piece. */
const inflateWhole: ChunkedInflate = function* inflateInOnePiece(read) {
  const pieces: Buffer[] = [];
  for (let piece = read(); piece !== undefined; piece = read()) pieces.push(Buffer.from(piece));
  try {
    yield inflateSync(Buffer.concat(pieces));
    return true;
  } catch {
    // A damaged stream is an answer here, not an error: the caller records the problem.
    return false;
  }
};
