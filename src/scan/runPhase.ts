// One thread's share of a phase: takes units until none is left and feeds their objects to a scanner.
import type { FamilyVisitor } from '../git/familyVisitor.ts';
import { showLargeLoose } from '../git/looseWalk.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { loosePack } from '../git/objectTable.ts';
import { createFamilyWalker } from '../git/packWalk.ts';
import { packTypes } from '../git/packFile.ts';
import { createRooms } from '../git/rooms.ts';
import { showLargePacked } from '../git/singleWalk.ts';
import type { ObjectType } from '../model/oid.ts';
import { controlWords, strayUnit } from './shared.ts';
import type { End, Phase, ScanShared, UnitList } from './shared.ts';
import { isScanOver } from './stopWord.ts';

/** What a phase does with each object; see FamilyVisitor. */
export type PhaseScanner<State> = Pick<
  FamilyVisitor<State>,
  'release' | 'fail' | 'leaveOut' | 'wantsWhole' | 'stream'
> & { readonly scan: FamilyVisitor<State>['visit'] };

const typeNumbers: Readonly<Record<ObjectType, number>> = packTypes;

/**
 * Takes and scans a unit of the phase, or goes on with one that takes longer; false when none was left or the scan was
 * stopped. Calling it until then does the thread's share.
 */
export function createUnitRunner<State>(
  shared: ScanShared,
  phase: Phase,
  units: UnitList,
  end: End,
  scanner: PhaseScanner<State>,
): { next(): boolean; close(): void } {
  const { storage, control } = shared;
  const { table } = storage;
  const rooms = createRooms(shared.memory);
  const store = createObjectStore(storage, 8 * 2 ** 20, rooms.ordinaryBytes);
  const walker = createFamilyWalker(storage, store, rooms, phase === 'verify');
  const isStopped = (): boolean => isScanOver(shared);
  let done = 0;
  let running: Generator<void, void> | undefined;

  const visitor: FamilyVisitor<State> = {
    visit(object, type, bytes, size, previous, kept) {
      done++;
      return scanner.scan(object, type, bytes, size, previous, kept);
    },
    release: (state) => scanner.release?.(state),
    fail(object, type, reason) {
      done++;
      scanner.fail(object, type, reason);
    },
    leaveOut(object, type, needed) {
      done++;
      scanner.leaveOut(object, type, needed);
    },
    isStopped,
    wantsWhole: (object, start) => scanner.wantsWhole?.(object, start) ?? false,
    ...(scanner.stream === undefined ? {} : { stream: streamTo(scanner.stream) }),
  };

  function streamTo(
    stream: NonNullable<FamilyVisitor<State>['stream']>,
  ): NonNullable<FamilyVisitor<State>['stream']> {
    return (object, size, needed) => {
      const sink = stream(object, size, needed);
      if (sink === undefined) done++;
      return (
        sink && {
          push: sink.push,
          end() {
            done++;
            sink.end();
          },
        }
      );
    };
  }

  /** The names phase comes first: it finds out what the stray objects are, and reads the trees among them. */
  function* scanStray(object: number): Generator<void, void> {
    if (phase === 'names') {
      const found = store.typeOf(object);
      if (found !== undefined) shared.types[object] = typeNumbers[found];
      if (found !== 'tree') return;
    }
    const content = store.readObject(object);
    if (content === undefined) {
      if (!store.lastIsTooLarge()) visitor.fail(object, packTypes.unknown, store.lastProblem());
      else if (table.pack[object] === loosePack) {
        yield* showLargeLoose(storage, rooms, object, visitor);
      } else yield* showLargePacked(storage, rooms, object, visitor);
      return;
    }
    const { type, bytes } = content;
    visitor.visit(object, typeNumbers[type], bytes, bytes.length, undefined, undefined);
  }

  function* runUnit(unit: number): Generator<void, void> {
    const pack = units.packs[unit]!;
    const behind = units.starts[unit + 1]!;
    for (let at = units.starts[unit]!; at < behind && !isStopped(); at++) {
      const entry = units.entries[at]!;
      if (pack === strayUnit) yield* scanStray(entry);
      else if (!walker.alone(pack, entry, visitor)) yield* walker.walk(pack, entry, visitor);
      if (done >= 64) countDone();
    }
  }

  function countDone(): void {
    Atomics.add(control, controlWords.objectsDone, done);
    done = 0;
  }

  return {
    next() {
      if (isStopped()) return false;
      if (running === undefined) {
        const unit = takeUnit(control, units.packs.length, end);
        if (unit === undefined) return false;
        running = runUnit(unit);
      }
      if (running.next().done === true) running = undefined;
      countDone();
      return true;
    },
    close() {
      running?.return(undefined);
      walker.close();
      store.close();
    },
  };
}

/** The number of a unit that is this thread's from now on; undefined when none is left. */
function takeUnit(control: Int32Array, count: number, end: End): number | undefined {
  if (Atomics.add(control, controlWords.unitsTaken, 1) >= count) return undefined;
  // No more are taken than there are, so that the two ends cannot meet within a unit.
  return end === 'first'
    ? Atomics.add(control, controlWords.takenFirst, 1)
    : count - 1 - Atomics.add(control, controlWords.takenLast, 1);
}
