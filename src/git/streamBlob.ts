// Shows a visitor a blob that is too large to be held, piece by piece.
import type { FamilyVisitor, Needed } from './familyVisitor.ts';
import { bytesBetweenYields } from './unpacker.ts';

/** Whether the visitor wants this large blob as a whole; `pieces` are those of its bytes. */
export function wantsWhole<State>(
  visitor: FamilyVisitor<State>,
  object: number,
  pieces: Generator<Buffer, boolean>,
): boolean {
  if (visitor.stream === undefined) return true;
  const first = pieces.next();
  pieces.return(false);
  return first.done !== true && (visitor.wantsWhole?.(object, first.value) ?? false);
}

export interface LargeBlob {
  readonly object: number;
  readonly size: number;
  /** What it would take to hold it, where that was wanted. */
  readonly needed: Needed | undefined;
  /** Its bytes, as `Unpacker.pieces` gives them. */
  readonly pieces: Generator<Buffer, boolean>;
}

/** Returns false when the blob turned out to be damaged. Yields now and then. */
export function* streamBlob<State>(
  visitor: FamilyVisitor<State>,
  { object, size, needed, pieces }: LargeBlob,
): Generator<void, boolean> {
  const sink = visitor.stream?.(object, size, needed);
  if (sink === undefined) return true;
  let at = 0;
  let nextYield = bytesBetweenYields;
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done === true) {
      if (next.value) sink.end();
      return next.value;
    }
    sink.push(next.value);
    at += next.value.length;
    if (at < nextYield) continue;
    nextYield += bytesBetweenYields;
    yield;
  }
}
