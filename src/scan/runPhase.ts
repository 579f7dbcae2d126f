// One thread's share of a phase: takes units until none is left and feeds their objects to a scanner.
import { createObjectStore } from '../git/objectStore.ts';
import type { KeptRanges } from '../git/delta.ts';
import { createFamilyWalker } from '../git/packWalk.ts';
import type { FamilyVisitor } from '../git/packWalk.ts';
import { packTypes } from '../git/packFile.ts';
import type { ObjectType } from '../model/oid.ts';
import { controlWords, strayUnit } from './shared.ts';
import type { End, Phase, ScanShared, UnitList } from './shared.ts';

/** What a phase does with each object; see FamilyVisitor. */
export interface PhaseScanner<State> {
  scan(
    object: number,
    type: number,
    bytes: Buffer,
    size: number,
    previous: State | undefined,
    copied: KeptRanges | undefined,
  ): State | undefined;
  release?(state: State): void;
  fail(object: number, type: number, reason: string): void;
}

const typeNumbers: Readonly<Record<ObjectType, number>> = packTypes;

/**
 * Takes and scans one unit of the phase; false when none was left or the scan was stopped. Calling it until
 * then does the thread's share.
 */
export function createUnitRunner<State>(
  shared: ScanShared,
  phase: Phase,
  units: UnitList,
  end: End,
  scanner: PhaseScanner<State>,
): { next(): boolean; close(): void } {
  const { storage, control } = shared;
  const store = createObjectStore(storage, 8 * 2 ** 20);
  const walker = createFamilyWalker(storage, store);
  const isStopped = (): boolean => Atomics.load(control, controlWords.stop) !== 0;
  let done = 0;

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
    isStopped,
  };

  /** The names phase comes first: it finds out what the stray objects are, and reads the trees among them. */
  function scanStray(object: number): void {
    if (phase === 'names') {
      const found = store.typeOf(object);
      if (found !== undefined) shared.types[object] = typeNumbers[found];
      if (found !== 'tree') return;
    }
    const content = store.readObject(object);
    done++;
    if (content === undefined) {
      scanner.fail(object, packTypes.unknown, store.lastProblem());
      return;
    }
    const type = typeNumbers[content.type];
    scanner.scan(object, type, content.bytes, content.bytes.length, undefined, undefined);
  }

  return {
    next() {
      if (isStopped()) return false;
      const unit = takeUnit(control, units.packs.length, end);
      if (unit === undefined) return false;
      const pack = units.packs[unit]!;
      const behind = units.starts[unit + 1]!;
      for (let at = units.starts[unit]!; at < behind && !isStopped(); at++) {
        if (pack === strayUnit) scanStray(units.entries[at]!);
        else walker.walk(pack, units.entries[at]!, visitor);
        if (done >= 64) {
          Atomics.add(control, controlWords.objectsDone, done);
          done = 0;
        }
      }
      Atomics.add(control, controlWords.objectsDone, done);
      done = 0;
      return true;
    },
    close() {
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
