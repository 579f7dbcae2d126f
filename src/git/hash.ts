// The hash functions that name objects.
import { createHash } from 'node:crypto';
import type { ObjectFormat, ObjectType, Oid } from '../model/oid.ts';

/** Hexadecimal hash of bytes under the repository's hash function. */
export function hash(format: ObjectFormat, bytes: Uint8Array): string {
  return createHash(format).update(bytes).digest('hex');
}

/** The id that git gives an object with this content (git-hash-object). */
export function hashObject(format: ObjectFormat, type: ObjectType, bytes: Uint8Array): Oid {
  return createHash(format).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}
