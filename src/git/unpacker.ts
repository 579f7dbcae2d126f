// Unpacks single entries of packs: whole ones, and deltas on a base that is at hand. Hot for ordinary sizes; what is large
// goes through generators, which yield now and then so that a thread can look at other things.
import { createChunkedInflate } from './chunkedInflate.ts';
import { applyDelta, createKeptRanges, deltaSizes } from './delta.ts';
import type { KeptRanges } from './delta.ts';
import type { Needed } from './familyVisitor.ts';
import { createInflater } from './inflate.ts';
import { createEntryHeader, openPackFile } from './packFile.ts';
import type { EntryHeader, PackFile } from './packFile.ts';
import type { GiveUp, Holding, Rooms } from './rooms.ts';
import type { Storage } from './storage.ts';

/** An object and the room it takes, which must be given back. */
export interface Unpacked {
  readonly holding: Holding;
  readonly size: number;
}

export interface Unpacker {
  /** What the last delta copied from its base. */
  readonly kept: KeptRanges;
  /** Reads the header of an entry; false when it has none. */
  readHeader(pack: number, entry: number, header: EntryHeader): boolean;
  /** Inflates an ordinary entry; undefined when it is large. */
  whole(pack: number, entry: number): Unpacked | 'damaged' | undefined;
  /** Applies an ordinary delta; undefined when it, or what it makes, is large, or too much is held. */
  delta(
    pack: number,
    entry: number,
    base: Buffer,
    baseSize: number,
  ): Unpacked | 'damaged' | undefined;
  /** As `whole`, of any size that there is room for. */
  anyWhole(pack: number, entry: number, giveUp: GiveUp): Generator<void, Outcome>;
  /** As `delta`, of any size that there is room for. `giveUp` must leave the base. */
  anyDelta(pack: number, entry: number, base: Unpacked, giveUp: GiveUp): Generator<void, Outcome>;
  /** The bytes of an entry, piece by piece, each valid until the next; returns whether it was undamaged. */
  pieces(pack: number, entry: number): Generator<Buffer, boolean>;
  close(): void;
}

export type Outcome = Unpacked | 'damaged' | Needed;

/** Objects of more bytes are not held: offsets in them are 31 bits. */
export const largestHeld = 2 ** 31 - 2;
/** A thread does so many bytes of work on a large object before it looks at other things. */
export const bytesBetweenYields = 2 ** 23;

/** For one thread. */
export function createUnpacker(storage: Storage, rooms: Rooms): Unpacker {
  const { format, packs } = storage;
  const { ordinaryBytes } = rooms;
  const inflate = createInflater();
  const chunkedInflate = createChunkedInflate();
  const kept = createKeptRanges();
  const header = createEntryHeader();
  const files = new Map<number, PackFile | undefined>();
  let deltaBuffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** Undefined after the pack was deleted. */
  function fileOf(pack: number): PackFile | undefined {
    const open = files.get(pack);
    if (open !== undefined || files.has(pack)) return open;
    const file = openPackFile(packs[pack]!, format);
    files.set(pack, file);
    return file;
  }

  function readHeader(pack: number, entry: number, into: EntryHeader): boolean {
    return fileOf(pack)?.readHeader(packs[pack]!.layout.offsets[entry]!, into) ?? false;
  }

  function endOf(pack: number, entry: number): number | undefined {
    const { offsets, knowsEnds } = packs[pack]!.layout;
    return knowsEnds ? offsets[entry + 1] : undefined;
  }

  function whole(pack: number, entry: number): Unpacked | 'damaged' | undefined {
    if (!readHeader(pack, entry, header)) return 'damaged';
    const { size } = header;
    if (size > ordinaryBytes) return undefined;
    const holding = rooms.take(size + 1);
    if (holding === undefined) return undefined;
    if (fileOf(pack)!.inflate(header, endOf(pack, entry), rooms.bytesOf(holding), inflate)) {
      return { holding, size };
    }
    rooms.give(holding);
    return 'damaged';
  }

  function delta(
    pack: number,
    entry: number,
    base: Buffer,
    baseSize: number,
  ): Unpacked | 'damaged' | undefined {
    if (!readHeader(pack, entry, header)) return 'damaged';
    const deltaLength = header.size;
    if (deltaLength > ordinaryBytes) return undefined;
    if (deltaBuffer.length < deltaLength + 1) {
      const length = Math.min(2 * deltaLength, ordinaryBytes) + 1;
      deltaBuffer = Buffer.allocUnsafeSlow(length);
    }
    if (!fileOf(pack)!.inflate(header, endOf(pack, entry), deltaBuffer, inflate)) return 'damaged';
    const sizes = deltaSizes(deltaBuffer, deltaLength);
    if (sizes === undefined || sizes.baseSize !== baseSize) return 'damaged';
    const { start, resultSize } = sizes;
    if (resultSize > ordinaryBytes) return undefined;
    const holding = rooms.take(resultSize + 1);
    if (holding === undefined) return undefined;
    const bytes = rooms.bytesOf(holding);
    if (applyDelta(deltaBuffer, start, deltaLength, base, baseSize, bytes, resultSize, kept)) {
      return { holding, size: resultSize };
    }
    rooms.give(holding);
    return 'damaged';
  }

  function* pieces(pack: number, entry: number): Generator<Buffer, boolean> {
    if (!readHeader(pack, entry, header)) return false;
    const { size } = header;
    const inflated = chunkedInflate(fileOf(pack)!.pieces(header, endOf(pack, entry)));
    let at = 0;
    for (let next = inflated.next(); ; next = inflated.next()) {
      if (next.done === true) return next.value && at === size;
      at += next.value.length;
      if (at > size) return false;
      yield next.value;
    }
  }

  function* anyWhole(pack: number, entry: number, giveUp: GiveUp): Generator<void, Outcome> {
    if (!readHeader(pack, entry, header)) return 'damaged';
    const { size } = header;
    const holding = size > largestHeld ? undefined : yield* rooms.make(Math.max(1, size), giveUp);
    if (holding === undefined) return { needed: size, size };
    const content = pieces(pack, entry);
    let at = 0;
    let nextYield = bytesBetweenYields;
    for (let next = content.next(); ; next = content.next()) {
      if (next.done === true) {
        if (next.value) return { holding, size };
        rooms.give(holding);
        return 'damaged';
      }
      next.value.copy(rooms.bytesOf(holding), at);
      at += next.value.length;
      if (at < nextYield) continue;
      nextYield += bytesBetweenYields;
      yield;
    }
  }

  function* anyDelta(
    pack: number,
    entry: number,
    base: Unpacked,
    giveUp: GiveUp,
  ): Generator<void, Outcome> {
    const script = yield* anyWhole(pack, entry, giveUp);
    if (script === 'damaged') return 'damaged';
    if ('needed' in script) return { needed: base.size + script.needed, size: 0 };
    const sizes = deltaSizes(rooms.bytesOf(script.holding), script.size);
    if (sizes === undefined || sizes.baseSize !== base.size) {
      rooms.give(script.holding);
      return 'damaged';
    }
    const { start, resultSize: size } = sizes;
    const holding = size > largestHeld ? undefined : yield* rooms.make(Math.max(1, size), giveUp);
    let isApplied = false;
    if (holding !== undefined) {
      const bytes = rooms.bytesOf(script.holding);
      const baseBytes = rooms.bytesOf(base.holding);
      const result = rooms.bytesOf(holding);
      isApplied = applyDelta(bytes, start, script.size, baseBytes, base.size, result, size, kept);
    }
    rooms.give(script.holding);
    if (holding === undefined) return { needed: base.size + script.size + size, size };
    if (isApplied) return { holding, size };
    rooms.give(holding);
    return 'damaged';
  }

  return {
    kept,
    readHeader,
    whole,
    delta,
    anyWhole,
    anyDelta,
    pieces,
    close() {
      for (const file of files.values()) file?.close();
      files.clear();
    },
  };
}
