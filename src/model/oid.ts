// An object id as git prints it, and the two hash functions a repository can be built on.

/** Lower-case hexadecimal object id: 40 digits (SHA-1) or 64 (SHA-256). */
export type Oid = string;

/** Hash function of a repository (`extensions.objectFormat`, gitrepository-layout). */
export type ObjectFormat = 'sha1' | 'sha256';

/** The four object types (gitformat-pack). */
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** Length of a binary object id: 20 or 32 bytes. */
export function oidByteLength(format: ObjectFormat): number {
  return format === 'sha1' ? 20 : 32;
}

/** Whether it is the id of zeros alone, which git writes for "none". */
export function isZeroOid(oid: Oid): boolean {
  return /^0+$/u.test(oid);
}
