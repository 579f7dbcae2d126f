// git knows two objects without storing them: the empty tree and the empty blob (object-file.c, cached objects).
import type { Oid } from '../model/oid.ts';

/** Their ids under both hash functions. */
export const emptyTreeOids: ReadonlySet<Oid> = new Set([
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
]);
export const emptyBlobOids: ReadonlySet<Oid> = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]);

/** Whether an object may be absent without being missed. */
export function isEmptyObject(oid: Oid): boolean {
  return emptyTreeOids.has(oid) || emptyBlobOids.has(oid);
}
