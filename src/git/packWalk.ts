// Walks a delta family depth first: each base is unpacked once, each delta applied to its base's bytes, which are kept
// only while children need them, and as long as there is room. Hot: every object of the history passes through here.
import type { KeptRanges } from './delta.ts';
import type { FamilyVisitor, Needed } from './familyVisitor.ts';
import type { ObjectStore } from './objectStore.ts';
import { createEntryHeader, packTypes } from './packFile.ts';
import { noParent } from './packLayout.ts';
import type { PackLayout } from './packLayout.ts';
import type { GiveUp, Holding, Rooms } from './rooms.ts';
import type { Storage } from './storage.ts';
import { streamBlob, wantsWhole } from './streamBlob.ts';
import { createUnpacker } from './unpacker.ts';
import type { Outcome, Unpacked } from './unpacker.ts';
import { append } from '../model/append.ts';

export interface FamilyWalker {
  /** Shows the visitor an ordinary object that no other is made from; false, and nothing done, when it is another. */
  alone<State>(pack: number, root: number, visitor: FamilyVisitor<State>): boolean;
  /**
   * Shows the visitor a whole family, in steps: it yields where it waits for another thread, and now and then within large
   * objects.
   */
  walk<State>(pack: number, root: number, visitor: FamilyVisitor<State>): Generator<void, void>;
  close(): void;
}

interface Frame<State> {
  readonly entry: number;
  /** Undefined after it was given up: it can be unpacked again. */
  holding: Holding | undefined;
  /** Whether it, or what it is made from, is no copy of this pack's: it cannot be unpacked again. */
  readonly isForeign: boolean;
  readonly size: number;
  readonly state: State | undefined;
  nextChild: number;
}

/**
 * A walker for one thread. Copies of an object other than the one the table names are unpacked but not visited, unless
 * `showsCopies`: then each entry is shown, and one that is damaged fails, although another copy can be read.
 */
export function createFamilyWalker(
  storage: Storage,
  store: ObjectStore,
  rooms: Rooms,
  showsCopies = false,
): FamilyWalker {
  const { table } = storage;
  const unpacker = createUnpacker(storage, rooms);
  const { kept } = unpacker;
  const header = createEntryHeader();

  function isShown(pack: number, layout: PackLayout, entry: number): boolean {
    if (showsCopies) return true;
    const object = layout.objects[entry]!;
    return table.pack[object] === pack && table.offset[object] === layout.offsets[entry];
  }

  function* run<State>(
    pack: number,
    root: number,
    visitor: FamilyVisitor<State>,
  ): Generator<void, void> {
    const { layout } = storage.packs[pack]!;
    const stack: Frame<State>[] = [];

    /** Visits an unpacked entry and puts it on the stack when it has children. */
    function enter(
      entry: number,
      { holding, size }: Unpacked,
      isForeign: boolean,
      previous?: State,
      keptRanges?: KeptRanges,
      isReplaced = false,
    ): void {
      const object = layout.objects[entry]!;
      const type = layout.types[entry]!;
      const state =
        isShown(pack, layout, entry) && !isReplaced
          ? visitor.visit(object, type, rooms.bytesOf(holding), size, previous, keptRanges)
          : undefined;
      const nextChild = layout.firstChild[entry]!;
      if (nextChild >= 0) {
        stack.push({ entry, holding, isForeign, size, state, nextChild });
        return;
      }
      rooms.give(holding);
      if (state !== undefined) visitor.release?.(state);
    }

    function childrenOf(entry: number): number[] {
      const children: number[] = [];
      for (let child = layout.firstChild[entry]!; child >= 0; child = layout.nextSibling[child]!) {
        children.push(child);
      }
      return children;
    }

    /** Another copy of a damaged entry's object, else a failure of it (its children get their own try). */
    function enterOtherCopy(first: number): void {
      const left = [first];
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        const object = layout.objects[entry]!;
        const copy = store.readObject(object);
        if (copy === undefined || showsCopies) {
          visitor.fail(
            object,
            layout.types[entry]!,
            copy === undefined ? store.lastProblem() : 'a pack entry of it does not inflate',
          );
        }
        if (copy !== undefined) {
          // Copied: the store may serve the same bytes again while this family is walked.
          const holding = rooms.adopt(Buffer.from(copy.bytes));
          const unpacked = { holding, size: copy.bytes.length };
          enter(entry, unpacked, true, undefined, undefined, showsCopies);
          continue;
        }
        append(left, childrenOf(entry).reverse());
      }
    }

    /** There is no room for this entry, and so none for what is made from it. */
    function leaveOut(first: number, { needed, size }: Needed): void {
      const left = [first];
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        if (isShown(pack, layout, entry)) {
          const own = { needed, size: entry === first ? size : 0 };
          visitor.leaveOut(layout.objects[entry]!, layout.types[entry]!, own);
        }
        append(left, childrenOf(entry));
      }
    }

    /** Those at the bottom are needed last. */
    function giveUpAllBut(needed: Frame<State> | undefined): GiveUp {
      return (isLarge) => {
        for (const frame of stack) {
          const { holding } = frame;
          if (frame === needed || frame.isForeign || holding === undefined) continue;
          if ((holding.block !== undefined) !== isLarge) continue;
          rooms.give(holding);
          frame.holding = undefined;
          return true;
        }
        return false;
      };
    }

    /** Unpacks an entry from the nearest base that is held, or from the root of its chain. */
    function* unpackChain(last: number): Generator<void, Outcome> {
      const chain: number[] = [];
      let held: Frame<State> | undefined;
      for (let entry = last; entry >= 0 && held === undefined; entry = layout.parents[entry]!) {
        chain.push(entry);
        const parent = layout.parents[entry]!;
        held = stack.find((each) => each.entry === parent && each.holding !== undefined);
      }
      const giveUp = giveUpAllBut(held);
      let base: Outcome | undefined =
        held?.holding === undefined ? undefined : { holding: held.holding, size: held.size };
      const isBorrowed = (each: Unpacked): boolean => each.holding === held?.holding;
      for (const next of chain.reverse()) {
        const made: Outcome =
          base === undefined
            ? yield* unpacker.anyWhole(pack, next, giveUp)
            : yield* unpacker.anyDelta(pack, next, base, giveUp);
        if (base !== undefined && !isBorrowed(base)) rooms.give(base.holding);
        if (made === 'damaged' || 'needed' in made) return made;
        base = made;
      }
      return base ?? 'damaged';
    }

    function* applyAnySize(frame: Frame<State>, child: number): Generator<void, Outcome> {
      if (frame.holding === undefined) {
        const again = yield* unpackChain(frame.entry);
        if (again === 'damaged' || 'needed' in again) return again;
        frame.holding = again.holding;
      }
      const base = { holding: frame.holding, size: frame.size };
      return yield* unpacker.anyDelta(pack, child, base, giveUpAllBut(frame));
    }

    function* enterLargeRoot(): Generator<void, void> {
      const object = layout.objects[root]!;
      const hasChildren = layout.firstChild[root]! >= 0;
      const isBlob = layout.types[root] === packTypes.blob;
      if (!hasChildren && !isShown(pack, layout, root)) return;
      if (!unpacker.readHeader(pack, root, header)) {
        enterOtherCopy(root);
        return;
      }
      const { size } = header;
      const pieces = (): Generator<Buffer, boolean> => unpacker.pieces(pack, root);
      const isWhole = !isBlob || wantsWhole(visitor, object, pieces());
      const isHeld = size <= rooms.ordinaryBytes || hasChildren || isWhole;
      if (isHeld) {
        const unpacked = yield* unpacker.anyWhole(pack, root, giveUpAllBut(undefined));
        if (unpacked === 'damaged') enterOtherCopy(root);
        else if (!('needed' in unpacked)) enter(root, unpacked, false);
        if (unpacked === 'damaged' || !('needed' in unpacked)) return;
      }
      const needed = isWhole ? { needed: size, size } : undefined;
      if (isShown(pack, layout, root)) {
        if (isBlob && visitor.stream !== undefined) {
          const blob = { object, size, needed, pieces: pieces() };
          const isUndamaged = yield* streamBlob(visitor, blob);
          if (!isUndamaged) visitor.fail(object, packTypes.blob, 'its pack entry does not inflate');
        } else visitor.leaveOut(object, layout.types[root]!, { needed: size, size });
      }
      for (const child of childrenOf(root)) leaveOut(child, { needed: 2 * size, size: 0 });
    }

    function* enterDelta(): Generator<void, void> {
      const made = yield* unpackChain(root);
      if (made === 'damaged') enterOtherCopy(root);
      else if ('needed' in made) leaveOut(root, made);
      else enter(root, made, false);
    }

    try {
      const parent = layout.parents[root]!;
      const unpacked =
        parent === noParent ? unpacker.whole(pack, root) : parent < 0 ? 'damaged' : undefined;
      if (unpacked === undefined) yield* parent < 0 ? enterLargeRoot() : enterDelta();
      else if (unpacked === 'damaged') enterOtherCopy(root);
      else enter(root, unpacked, false);
      while (stack.length > 0) {
        if (visitor.isStopped()) return;
        const frame = stack[stack.length - 1]!;
        const child = frame.nextChild;
        frame.nextChild = layout.nextSibling[child]!;
        const isLastChild = frame.nextChild < 0;
        const base = frame.holding?.bytes;
        const made: Outcome =
          (base === undefined ? undefined : unpacker.delta(pack, child, base, frame.size)) ??
          (yield* applyAnySize(frame, child));
        if (isLastChild) {
          stack.pop();
          if (frame.holding !== undefined) rooms.give(frame.holding);
        }
        if (made === 'damaged') enterOtherCopy(child);
        else if ('needed' in made) leaveOut(child, made);
        else enter(child, made, frame.isForeign, frame.state, kept);
        if (isLastChild && frame.state !== undefined) visitor.release?.(frame.state);
      }
    } finally {
      for (const { holding } of stack) if (holding !== undefined) rooms.give(holding);
      rooms.area.leave();
    }
  }

  return {
    alone(pack, root, visitor) {
      const { layout } = storage.packs[pack]!;
      if (layout.firstChild[root]! >= 0 || layout.parents[root] !== noParent) return false;
      const unpacked = unpacker.whole(pack, root);
      if (unpacked === undefined || unpacked === 'damaged') return false;
      if (isShown(pack, layout, root)) {
        const { holding, size } = unpacked;
        const object = layout.objects[root]!;
        const bytes = rooms.bytesOf(holding);
        const state = visitor.visit(object, layout.types[root]!, bytes, size, undefined, undefined);
        if (state !== undefined) visitor.release?.(state);
      }
      rooms.give(unpacked.holding);
      return true;
    },
    walk: run,
    close: () => unpacker.close(),
  };
}
