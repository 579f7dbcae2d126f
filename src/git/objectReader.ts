// How other rooms read one object: by id, whole, synchronously. The store implements it; tests may fake it.
import type { ObjectType, Oid } from '../model/oid.ts';

export interface GitObject {
  readonly type: ObjectType;
  /** The content without git's header. Valid until the next call of the reader; copy what must last. */
  readonly bytes: Buffer;
}

export interface ObjectReader {
  /** The object, or undefined when it is absent or cannot be read (the reader keeps the problem). */
  read(oid: Oid): GitObject | undefined;
}
