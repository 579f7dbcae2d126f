// Inflates one zlib stream of known size into a caller's buffer.
//
// Hot: called once per pack entry. `zlib.inflateSync` allocates a stream object, its window and an output
// chunk per call (4.4 µs an entry on celery's pack); one reused native handle takes 2.5 µs. The handle's
// `writeSync` and `reset` are not part of Node's documented interface, so it is tried on a sample first
// and the documented call serves where the sample does not come out right.
import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';

/**
 * Inflates the stream at `input[start, end)` to `output[0, size)`. Bytes behind the stream's end are
 * ignored. Returns false when the stream is damaged, truncated, or does not give exactly `size` bytes;
 * `output` must have room for `size + 1` bytes.
 */
export type Inflate = (
  input: Buffer,
  start: number,
  end: number,
  output: Buffer,
  size: number,
) => boolean;

/** An inflater for this thread; not reentrant. */
export function createInflater(): Inflate {
  const fast = createInflateHandle();
  return fast === undefined ? inflateDocumented : inflateBy(fast);
}

interface InflateHandle {
  reset(): void;
  onerror: unknown;
  writeSync(
    flush: number,
    input: Buffer,
    inputStart: number,
    inputLength: number,
    output: Buffer,
    outputStart: number,
    outputLength: number,
  ): void;
}

/** A native handle that is known to work: see above. */
export interface Inflater {
  readonly handle: InflateHandle;
  /** After a write: the room left in the output and the input left unread, in bytes. */
  readonly state: Uint32Array;
  /** Makes it ready for another stream. */
  begin(): void;
  /** Whether the last write said that the stream is damaged. */
  isDamaged(): boolean;
}

/** A handle for this thread; undefined where Node's internals are not what they were. */
export function createInflateHandle(): Inflater | undefined {
  const inflater = openHandle();
  return inflater !== undefined && isRight(inflateBy(inflater)) ? inflater : undefined;
}

function openHandle(): Inflater | undefined {
  const stream: unknown = createInflate();
  if (typeof stream !== 'object' || stream === null) return undefined;
  const handle: unknown = Reflect.get(stream, '_handle');
  const state: unknown = Reflect.get(stream, '_writeState');
  if (!isHandle(handle) || !(state instanceof Uint32Array)) return undefined;
  let isDamaged = false;
  handle.onerror = () => {
    isDamaged = true;
  };
  return {
    handle,
    state,
    begin() {
      isDamaged = false;
      handle.reset();
    },
    isDamaged: () => isDamaged,
  };
}

function inflateBy(inflater: Inflater): Inflate {
  const { handle, state } = inflater;
  return (input, start, end, output, size) => {
    inflater.begin();
    handle.writeSync(constants.Z_FINISH, input, start, end - start, output, 0, size + 1);
    return !inflater.isDamaged() && state[0] === 1;
  };
}

function isHandle(value: unknown): value is InflateHandle {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'reset') === 'function' &&
    typeof Reflect.get(value, 'writeSync') === 'function'
  );
}

/** Right on a whole stream, twice in a row, and on a damaged and a truncated one. */
function isRight(inflate: Inflate): boolean {
  const text = Buffer.from('the quick brown fox '.repeat(20));
  const packed = Buffer.concat([deflateSync(text), Buffer.from('tail')]);
  const damaged = Buffer.from(packed);
  damaged[12] = (damaged[12] ?? 0) ^ 0xff;
  const output = Buffer.alloc(text.length + 1);
  try {
    for (let round = 0; round < 2; round++) {
      output.fill(0);
      if (!inflate(packed, 0, packed.length, output, text.length)) return false;
      if (!output.subarray(0, text.length).equals(text)) return false;
      if (inflate(damaged, 0, damaged.length, output, text.length)) return false;
      if (inflate(packed, 0, packed.length - 12, output, text.length)) return false;
      if (inflate(packed, 0, packed.length, output, text.length - 1)) return false;
    }
    return true;
  } catch {
    // Any surprise means that this Node's internals differ: the documented call serves.
    return false;
  }
}

const inflateDocumented: Inflate = (input, start, end, output, size) => {
  try {
    const bytes = inflateSync(input.subarray(start, end), {
      chunkSize: Math.max(64, size + 1),
      maxOutputLength: Math.max(1, size + 1),
    });
    if (bytes.length !== size) return false;
    bytes.copy(output);
    return true;
  } catch {
    // A damaged stream is an answer here, not an error: the caller records the problem.
    return false;
  }
};
