// Shows a visitor a loose object that is too large for an ordinary buffer.
import { packTypes } from './packFile.ts';
import type { FamilyVisitor } from './familyVisitor.ts';
import { openLooseObject } from './looseObjects.ts';
import type { OpenLooseObject } from './looseObjects.ts';
import { oidOf } from './objectTable.ts';
import type { Holding, Rooms } from './rooms.ts';
import type { Storage } from './storage.ts';
import { streamBlob, wantsWhole } from './streamBlob.ts';
import type { ObjectType } from '../model/oid.ts';
import { bytesBetweenYields, largestHeld } from './unpacker.ts';

const typeNumbers: Readonly<Record<ObjectType, number>> = packTypes;

/** In steps, as FamilyWalker does. */
export function* showLargeLoose<State>(
  { table, format, objectDirs }: Storage,
  rooms: Rooms,
  object: number,
  visitor: FamilyVisitor<State>,
): Generator<void, void> {
  const loose = openLooseObject(objectDirs, oidOf(table, object), format);
  if (loose === undefined) {
    visitor.fail(object, packTypes.unknown, 'its loose file has no valid header');
    return;
  }
  const { size } = loose;
  const type = typeNumbers[loose.type];
  const isBlob = loose.type === 'blob' && visitor.stream !== undefined;
  const needed = { needed: size, size };
  const damaged = 'its loose file is damaged';
  try {
    const isHeld = !isBlob || wantsWhole(visitor, object, loose.pieces());
    const holding =
      isHeld && size <= largestHeld ? yield* rooms.make(size, () => false) : undefined;
    if (holding !== undefined) {
      if (yield* readInto(rooms, holding, loose)) {
        const state = visitor.visit(
          object,
          type,
          rooms.bytesOf(holding),
          size,
          undefined,
          undefined,
        );
        if (state !== undefined) visitor.release?.(state);
      } else visitor.fail(object, type, damaged);
      rooms.give(holding);
    } else if (isBlob) {
      const blob = { object, size, needed: isHeld ? needed : undefined, pieces: loose.pieces() };
      const isWhole = yield* streamBlob(visitor, blob);
      if (!isWhole) visitor.fail(object, type, damaged);
    } else visitor.leaveOut(object, type, needed);
  } finally {
    rooms.area.leave();
    loose.close();
  }
}

function* readInto(
  rooms: Rooms,
  holding: Holding,
  loose: OpenLooseObject,
): Generator<void, boolean> {
  const pieces = loose.pieces();
  let at = 0;
  let nextYield = bytesBetweenYields;
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done === true) return next.value;
    next.value.copy(rooms.bytesOf(holding), at);
    at += next.value.length;
    if (at < nextYield) continue;
    nextYield += bytesBetweenYields;
    yield;
  }
}
