// Scans one object of the storage once more, as it was scanned the first time: the values of its matches are wanted.
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { archiveKindOf } from '../detect/decode/archive.ts';
import { parseCommit } from '../git/commit.ts';
import type { FamilyVisitor, Needed } from '../git/familyVisitor.ts';
import { showLargeLoose } from '../git/looseWalk.ts';
import type { GitObject } from '../git/objectReader.ts';
import { loosePack } from '../git/objectTable.ts';
import { packTypes } from '../git/packFile.ts';
import { createRooms } from '../git/rooms.ts';
import { showLargePacked } from '../git/singleWalk.ts';
import { parseTag } from '../git/tag.ts';
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import { createFirstMatches } from './firstMatches.ts';
import type { ObjectScan } from './objects.ts';
import { kindBits, notebookBit } from './pathMask.ts';
import type { ScanShared } from './shared.ts';
import { createWindowScanner } from './windowScanner.ts';
import type { WindowScanner } from './windowScanner.ts';

/** What it takes to scan an object of a storage, whatever its size. */
export interface StoredObjects extends Pick<ObjectScan, 'storage' | 'store'> {
  readonly shared: Pick<ScanShared, 'paths' | 'memory'>;
}

/** Hears how a large object was read. */
export interface LargeReceipt {
  /** Asked before it is read; false = it is larger than the user wants. */
  accepts(size: number): boolean;
  /** Its size, and what did not fit of an archive. */
  read(size: number, needed: Needed | undefined): void;
  leftOut(needed: Needed): void;
  /** It has more matches than are told. */
  cut(problem: Problem): void;
  failed(reason: string): void;
}

/**
 * The matches of an object; none when it cannot be read. With a receipt as many as there is memory for, which it hears; all
 * without.
 */
export function matchesOfObject(
  scan: StoredObjects,
  detector: Detector,
  object: number,
  receipt?: LargeReceipt,
): Match[] {
  const first =
    receipt === undefined
      ? createFirstMatches({ foundBytes: Number.POSITIVE_INFINITY })
      : createFirstMatches(scan.shared.memory);
  forEachMatch(scan, detector, { object, onMatch: first.add, receipt });
  const cut = first.problem();
  if (cut !== undefined) receipt?.cut(cut);
  return first.taken;
}

/** Tells each match of an object; those of a large one are never held together. */
export function forEachMatch(
  scan: StoredObjects,
  detector: Detector,
  {
    object,
    onMatch,
    receipt,
  }: {
    readonly object: number;
    readonly onMatch: (match: Match) => void;
    readonly receipt?: LargeReceipt | undefined;
  },
): void {
  const { shared, store } = scan;
  const kinds = kindBits(shared.paths[object]!);
  const wantsWhole = (start: Buffer): boolean =>
    (shared.paths[object]! & notebookBit) !== 0 || archiveKindOf(start) !== undefined;
  const windows = (): WindowScanner => createWindowScanner({ detector, kinds, onMatch });
  const scanWhole = (type: number, bytes: Buffer): void => {
    const kind = type === packTypes.blob ? kinds : kindBit('message');
    for (const match of detector.scan(partOf(type, bytes), kind)) onMatch(match);
  };
  const content = store.readObject(object);
  if (content !== undefined) {
    const { type, bytes } = content;
    const isHeld = bytes.length <= shared.memory.ordinaryBytes || wantsWhole(bytes);
    if (type !== 'blob' || isHeld) scanWhole(packTypes[type], bytes);
    else {
      const scanner = windows();
      scanner.push(bytes);
      scanner.end();
    }
    return;
  }
  if (!store.lastIsTooLarge()) return;
  showLarge(scan, object, {
    visit(_object, type, bytes, size) {
      if (receipt?.accepts(size) === false) return undefined;
      scanWhole(type, bytes.subarray(0, size));
      receipt?.read(size, undefined);
      return undefined;
    },
    fail: (_object, _type, reason) => receipt?.failed(reason),
    leaveOut: (_object, _type, needed) => receipt?.leftOut(needed),
    isStopped: () => false,
    wantsWhole: (_object, start) => wantsWhole(start),
    stream(_object, size, needed) {
      if (receipt?.accepts(size) === false) return undefined;
      receipt?.read(size, needed);
      return windows();
    },
  });
}

/** Of a commit or tag only the message is scanned. */
export function scannedPart({ type, bytes }: GitObject): Buffer {
  return partOf(packTypes[type], bytes);
}

function partOf(type: number, bytes: Buffer): Buffer {
  if (type === packTypes.commit) return bytes.subarray(parseCommit(bytes).messageStart);
  return type === packTypes.tag ? bytes.subarray(parseTag(bytes).messageStart) : bytes;
}

function showLarge(
  { storage, shared }: StoredObjects,
  object: number,
  visitor: FamilyVisitor<undefined>,
): void {
  const rooms = createRooms(shared.memory);
  const show = storage.table.pack[object] === loosePack ? showLargeLoose : showLargePacked;
  const steps = show(storage, rooms, object, visitor);
  while (steps.next().done !== true);
}
