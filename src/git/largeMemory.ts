// Memory for objects too large for ordinary buffers: one piece, made once, that threads use in turn. Garbage of a hundred
// megabytes is given back when V8 comes to think of it; here nothing is garbage, so the bound holds.

/** What threads are handed. Pages that nobody writes to take no memory, yet they are asked for only when it is used. */
export interface LargeMemory {
  readonly sizeBytes: number;
  readonly bytes: SharedArrayBuffer;
  /** One word: 1 while a thread is in. */
  readonly lock: Int32Array;
}

/** A part of the memory. Taking another one may move it. */
export interface Block {
  start: number;
  readonly size: number;
}

/** One thread's use of the memory. */
export interface LargeArea {
  readonly sizeBytes: number;
  /** Waits at most so long for the memory to be free; true when this thread has it (or had it already). */
  enter(waitMs: number): boolean;
  /** Gives all blocks and the memory back. */
  leave(): void;
  /** A block of so many bytes with undefined content, within `enter` and `leave`; undefined when there is no room. */
  take(size: number): Block | undefined;
  give(block: Block): void;
  /** Valid until the next `take`. */
  bytesOf(block: Block): Buffer;
}

export function createLargeMemory(size: number): LargeMemory {
  const sizeBytes = Math.floor(size);
  let made: SharedArrayBuffer | undefined;
  return {
    sizeBytes,
    // An own property: handing it to a thread makes the memory.
    get bytes() {
      return (made ??= new SharedArrayBuffer(sizeBytes));
    },
    lock: new Int32Array(new SharedArrayBuffer(4)),
  };
}

export function createLargeArea(memory: LargeMemory): LargeArea {
  const { lock, sizeBytes } = memory;
  /** By start. */
  let blocks: Block[] = [];
  let isIn = false;

  /** Where there is room between the blocks; -1 when there is none. */
  function gapFor(size: number): number {
    let start = 0;
    for (const block of blocks) {
      if (block.start - start >= size) return start;
      start = block.start + block.size;
    }
    return sizeBytes - start >= size ? start : -1;
  }

  function moveTogether(): void {
    const all = new Uint8Array(memory.bytes);
    let end = 0;
    for (const block of blocks) {
      if (block.start > end) all.copyWithin(end, block.start, block.start + block.size);
      block.start = end;
      end += block.size;
    }
  }

  return {
    sizeBytes,
    enter(waitMs) {
      if (isIn) return true;
      isIn = Atomics.compareExchange(lock, 0, 0, 1) === 0;
      if (isIn) return true;
      Atomics.wait(lock, 0, 1, waitMs);
      isIn = Atomics.compareExchange(lock, 0, 0, 1) === 0;
      return isIn;
    },
    leave() {
      blocks = [];
      if (!isIn) return;
      isIn = false;
      Atomics.store(lock, 0, 0);
      Atomics.notify(lock, 0);
    },
    take(size) {
      const used = blocks.reduce((sum, block) => sum + block.size, 0);
      if (!isIn || used + size > sizeBytes) return undefined;
      let start = gapFor(size);
      if (start < 0) {
        moveTogether();
        start = used;
      }
      const block = { start, size };
      blocks.push(block);
      blocks.sort((left, right) => left.start - right.start);
      return block;
    },
    give(block) {
      blocks = blocks.filter((each) => each !== block);
    },
    bytesOf: ({ start, size }) => Buffer.from(memory.bytes, start, size),
  };
}
