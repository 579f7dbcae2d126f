// Who is shown objects while a storage is read: all of them whole, or too large ones piece by piece.
import type { KeptRanges } from './delta.ts';

/** Receives objects. `State` is what the visitor wants back when the deltas of an object come. */
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
  /** An object of which nothing was read, because that takes so many bytes of the memory for large objects. */
  leaveOut(object: number, type: number, needed: Needed): void;
  /** Asked before each object; true ends the walk. */
  isStopped(): boolean;
  /** Whether a large blob is better held as a whole, as far as its first bytes tell. */
  wantsWhole?(object: number, start: Buffer): boolean;
  /**
   * Takes a large blob piece by piece; undefined when it has no use for it. `needed` is what it would take to hold the
   * blob as a whole, where that was wanted and there is no room.
   */
  stream?(object: number, size: number, needed: Needed | undefined): BlobSink | undefined;
}

/** What an object takes of the memory for large objects, and its size where that is known; in bytes. */
export interface Needed {
  readonly needed: number;
  readonly size: number;
}

/** The pieces of a blob, each valid during the call. */
export interface BlobSink {
  push(bytes: Buffer): void;
  /** After the last one, unless the blob turned out to be damaged. */
  end(): void;
}
