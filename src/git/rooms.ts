// Where unpacked objects are held: ordinary ones in pooled buffers, large ones in the memory that threads use in turn.
// What is held counts, so that whoever holds it can give some of it up for the rest.
import { createBufferPool } from './bufferPool.ts';
import { createLargeArea, createLargeMemory } from './largeMemory.ts';
import type { Block, LargeArea, LargeMemory } from './largeMemory.ts';

/** What a thread may hold; sizes in bytes. */
export interface ReadingMemory {
  readonly large: LargeMemory;
  /** Larger objects are held in `large`, or not at all. */
  readonly ordinaryBytes: number;
  /** Ordinary objects held at the same time, together: room for three or more. */
  readonly heldBytes: number;
}

/** Room for one object: a buffer of its own, or a block. */
export interface Holding {
  readonly bytes: Buffer | undefined;
  readonly block: Block | undefined;
}

/** Gives up something that is held, of the large or of the ordinary objects; false when there is nothing. */
export type GiveUp = (isLarge: boolean) => boolean;

export interface Rooms {
  readonly ordinaryBytes: number;
  readonly area: LargeArea;
  /** Room for an ordinary object; undefined when too much is held. */
  take(size: number): Holding | undefined;
  /**
   * Room for an object of any size, for which others are given up. For a large one it waits until no other thread has
   * the memory (it yields now and then meanwhile); undefined when that does not suffice.
   */
  make(size: number, giveUp: GiveUp): Generator<void, Holding | undefined>;
  /** Takes in bytes that somebody else unpacked. */
  adopt(bytes: Buffer): Holding;
  give(holding: Holding): void;
  /** Valid until room for another large object is taken. */
  bytesOf(holding: Holding): Buffer;
}

/** Idle buffers of the pool are not counted: this many bytes at most. */
const mostIdleBytes = 8 * 2 ** 20;
/** The main thread looks at signals and timers that often while it waits. */
const waitMs = 20;

/** For one thread. */
export function createRooms({ large, ordinaryBytes, heldBytes }: ReadingMemory): Rooms {
  const area = createLargeArea(large);
  const pool = createBufferPool(mostIdleBytes);
  let held = 0;

  function isFull(size: number): boolean {
    return held + size > heldBytes;
  }

  function takePooled(size: number): Holding {
    const bytes = pool.take(size);
    held += bytes.length;
    return { bytes, block: undefined };
  }

  return {
    ordinaryBytes,
    area,
    take: (size) => (isFull(size) ? undefined : takePooled(size)),
    *make(size, giveUp) {
      if (size <= ordinaryBytes + 1) {
        while (isFull(size) && giveUp(false));
        return takePooled(size);
      }
      if (size > area.sizeBytes) return undefined;
      while (!area.enter(waitMs)) yield;
      for (;;) {
        const block = area.take(size);
        if (block !== undefined) return { bytes: undefined, block };
        if (!giveUp(true)) return undefined;
      }
    },
    adopt(bytes) {
      held += bytes.length;
      return { bytes, block: undefined };
    },
    give({ bytes, block }) {
      if (block !== undefined) area.give(block);
      if (bytes === undefined) return;
      held -= bytes.length;
      pool.give(bytes);
    },
    bytesOf({ bytes, block }) {
      return bytes ?? (block === undefined ? noBytes : area.bytesOf(block));
    },
  };
}

/** Memory for readers that are given no bounds. */
export function ampleMemory(): ReadingMemory {
  const large = createLargeMemory(2 ** 30);
  return { large, ordinaryBytes: 8 * 2 ** 20, heldBytes: 64 * 2 ** 20 };
}

const noBytes = Buffer.alloc(0);
