// What an archive is and what reading one may cost. Recognised by its first bytes alone: this is asked of every
// content. The members come from archiveGzip.ts, archiveZip.ts and archiveTar.ts.
import type { ValueEncoding } from '../../model/match.ts';

export type ArchiveKind = Extract<ValueEncoding, 'gzip' | 'zip' | 'tar'>;

/** One file within an archive, as far as it could be read. */
export interface ArchiveMember {
  /** Its path in the archive; undefined where that is not told. */
  readonly name: string | undefined;
  /** Where the archive stores it, compressed or not. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** True = it is stored as it is: what lies `n` bytes into it lies at `startOffset + n`. */
  readonly isPlain: boolean;
}

/** Why something in an archive was not read. */
export type UnreadReason =
  'encrypted-member' | 'damaged-member' | 'unsupported-member' | 'archive-limit';

/** What may still be read of a content, archives within archives included. Members are taken off as they come. */
export interface Allowance {
  bytes: number;
  members: number;
}

/** Takes note of something that is not read: why, and how many bytes of the archive it fills. */
export type NoteUnread = (reason: UnreadReason, bytes: number) => void;

/** Reads the members one after the other. Never throws for what the bytes hold. */
export type ReadMembers = (
  bytes: Uint8Array,
  allowance: Allowance,
  note: NoteUnread,
) => Iterable<ArchiveMember>;

/** Of all members together, which come one after the other, and of one, which is in memory as a whole. */
const mostBytes = 256 * 2 ** 20;
export const mostMemberBytes = 64 * 2 ** 20;
const mostMembers = 10_000;
/** Text packs to a tenth, a log that repeats itself to a hundredth; deflate's limit, which bombs seek, is 1/1032. */
const mostRatio = 200;
/** What a small archive may unpack to in any case. */
const alwaysBytes = 2 ** 20;

/** What may be read of an archive of this size. */
export function allowanceFor(sizeBytes: number): Allowance {
  const bytes = Math.min(mostBytes, Math.max(alwaysBytes, sizeBytes * mostRatio));
  return { bytes, members: mostMembers };
}

/** The kind of archive that these bytes begin; undefined when they begin none. */
export function archiveKindOf(bytes: Uint8Array): ArchiveKind | undefined {
  // RFC 1952, 2.3.1: magic and the one compression method there is.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  // APPNOTE.TXT, 4.3.7: a local file header.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return 'zip';
  return bytes[257] === 0x75 && isTar(bytes) ? 'tar' : undefined;
}

// POSIX.1-2017, pax, "ustar Interchange Format": the magic, and the sum of the header's bytes in octal digits, the sum's
// own eight bytes counted as spaces.
function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, 512);
  if (header.toString('latin1', 257, 262) !== 'ustar') return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return Number.parseInt(header.toString('latin1', 148, 156), 8) === sum;
}
