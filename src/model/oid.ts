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

/** The id that git writes for "no object" (40 or 64 zeros). */
export function zeroOid(format: ObjectFormat): Oid {
  return '0'.repeat(oidByteLength(format) * 2);
}
