// Walks a delta family depth first: each base is unpacked once, each delta applied to its base's bytes, which
// are kept only while children need them. Hot: every object of the history passes through here.
import { createBufferPool } from './bufferPool.ts';
import { applyDelta, createKeptRanges, deltaSizes } from './delta.ts';
import type { KeptRanges } from './delta.ts';
import { createInflater } from './inflate.ts';
import type { ObjectStore } from './objectStore.ts';
import { PackFile, createEntryHeader } from './packFile.ts';
import type { PackLayout } from './packLayout.ts';
import { parentElsewhere } from './packLayout.ts';
import type { Storage } from './storage.ts';

/** Receives the objects of a family. `State` is what the visitor wants back when the object's deltas come. */
export interface FamilyVisitor<State> {
  /**
   * One object: its number in the object table, its pack type, and its content `bytes[0, size)`, valid during
   * the call. For a delta `previous` and `kept` tell of its base and what was copied from it.
   */
  visit(
    object: number,
    type: number,
    bytes: Buffer,
    size: number,
    previous: State | undefined,
    kept: KeptRanges | undefined,
  ): State | undefined;
  /** A state that no further delta needs. */
  release?(state: State): void;
  /** An object that no copy could be read of. */
  fail(object: number, type: number, reason: string): void;
  /** Asked before each object; true ends the walk. */
  isStopped(): boolean;
}

export interface FamilyWalker {
  walk<State>(pack: number, root: number, visitor: FamilyVisitor<State>): void;
  close(): void;
}

interface Frame<State> {
  entry: number;
  bytes: Buffer;
  size: number;
  state: State | undefined;
  nextChild: number;
  /** Whether `bytes` came from the pool. */
  isPooled: boolean;
}

/** A walker for one thread. Copies of an object other than the one the table names are unpacked but not visited. */
export function createFamilyWalker(storage: Storage, store: ObjectStore): FamilyWalker {
  const { table } = storage;
  const pool = createBufferPool(8 * 2 ** 20);
  const inflate = createInflater();
  const kept = createKeptRanges();
  const header = createEntryHeader();
  const files = new Map<number, PackFile>();
  let deltaBuffer = Buffer.allocUnsafeSlow(64 * 1024);

  function fileOf(pack: number): PackFile {
    let file = files.get(pack);
    if (file === undefined) {
      const stored = storage.packs[pack]!;
      file = new PackFile(stored.path, table.format, stored.head);
      files.set(pack, file);
    }
    return file;
  }

  /** Inflates an entry; the result is pooled, or undefined when it is damaged. */
  function inflateEntry(file: PackFile, layout: PackLayout, entry: number): Buffer | undefined {
    if (!file.readHeader(layout.offsets[entry]!, header)) return undefined;
    const output = pool.take(header.size + 1);
    if (file.inflate(header, layout.offsets[entry + 1], output, inflate)) return output;
    pool.give(output);
    return undefined;
  }

  /** Unpacks a delta entry on its base; undefined when either is damaged. `kept` is filled. */
  function applyEntry(
    file: PackFile,
    layout: PackLayout,
    entry: number,
    base: Buffer,
    baseSize: number,
  ): { bytes: Buffer; size: number } | undefined {
    if (!file.readHeader(layout.offsets[entry]!, header)) return undefined;
    if (deltaBuffer.length < header.size + 1) {
      deltaBuffer = Buffer.allocUnsafeSlow(2 * (header.size + 1));
    }
    if (!file.inflate(header, layout.offsets[entry + 1], deltaBuffer, inflate)) return undefined;
    const deltaLength = header.size;
    const sizes = deltaSizes(deltaBuffer, deltaLength);
    if (sizes === undefined || sizes.baseSize !== baseSize) return undefined;
    if (sizes.resultSize > 2 ** 32) return undefined;
    const bytes = pool.take(sizes.resultSize + 1);
    const { start, resultSize } = sizes;
    if (applyDelta(deltaBuffer, start, deltaLength, base, baseSize, bytes, resultSize, kept)) {
      return { bytes, size: resultSize };
    }
    pool.give(bytes);
    return undefined;
  }

  function walk<State>(pack: number, root: number, visitor: FamilyVisitor<State>): void {
    const { layout } = storage.packs[pack]!;
    const file = fileOf(pack);
    const stack: Frame<State>[] = [];

    /** Visits an unpacked entry and puts it on the stack when it has children. */
    function enter(
      entry: number,
      bytes: Buffer,
      size: number,
      isPooled: boolean,
      previous?: State,
      keptRanges?: KeptRanges,
    ): void {
      const object = layout.objects[entry]!;
      const isServedHere =
        table.pack[object] === pack && table.offset[object] === layout.offsets[entry];
      const type = layout.types[entry]!;
      const state = isServedHere
        ? visitor.visit(object, type, bytes, size, previous, keptRanges)
        : undefined;
      const nextChild = layout.firstChild[entry]!;
      if (nextChild >= 0) {
        stack.push({ entry, bytes, size, state, nextChild, isPooled });
        return;
      }
      if (isPooled) pool.give(bytes);
      if (state !== undefined) visitor.release?.(state);
    }

    /** Another copy of a damaged entry's object, else a failure of it (its children get their own try). */
    function enterOtherCopy(entry: number): void {
      const object = layout.objects[entry]!;
      const copy = store.readObject(object);
      if (copy !== undefined) {
        // Copied: the store may serve the same bytes again while this family is walked.
        enter(entry, Buffer.from(copy.bytes), copy.bytes.length, false);
        return;
      }
      visitor.fail(object, layout.types[entry]!, store.lastProblem());
      const children: number[] = [];
      for (let child = layout.firstChild[entry]!; child >= 0; child = layout.nextSibling[child]!) {
        children.push(child);
      }
      for (const child of children) enterOtherCopy(child);
    }

    if (layout.parents[root] === parentElsewhere) {
      enterOtherCopy(root);
    } else {
      const bytes = inflateEntry(file, layout, root);
      if (bytes === undefined) enterOtherCopy(root);
      else enter(root, bytes, header.size, true);
    }
    while (stack.length > 0) {
      if (visitor.isStopped()) return;
      const frame = stack[stack.length - 1]!;
      const child = frame.nextChild;
      frame.nextChild = layout.nextSibling[child]!;
      const isLastChild = frame.nextChild < 0;
      const unpacked = applyEntry(file, layout, child, frame.bytes, frame.size);
      if (isLastChild) {
        stack.pop();
        if (frame.isPooled) pool.give(frame.bytes);
      }
      if (unpacked === undefined) enterOtherCopy(child);
      else enter(child, unpacked.bytes, unpacked.size, true, frame.state, kept);
      if (isLastChild && frame.state !== undefined) visitor.release?.(frame.state);
    }
  }

  return {
    walk,
    close() {
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}
