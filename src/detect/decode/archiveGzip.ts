// gzip (RFC 1952): one compressed file, which may be told by name; several in a row unpack to one.
import type { ArchiveMember, ReadMembers } from './archive.ts';
import { unpack } from './unpack.ts';

export const gzipMembers: ReadMembers = function* gzipMembers(
  bytes,
  allowance,
  note,
): Generator<ArchiveMember> {
  const header = readHeader(bytes);
  if (header === undefined) {
    note('damaged-member', bytes.length);
    return;
  }
  const { name, length } = header;
  const unpacked = unpack('gzip', bytes, allowance.bytes);
  allowance.bytes -= unpacked.bytes.length;
  if (unpacked.end === 'damaged') note('damaged-member', bytes.length);
  if (unpacked.end === 'limit') note('archive-limit', bytes.length);
  // One that is cut off has no trailer, and a match within needs a place.
  const endOffset = Math.max(length + 1, bytes.length - trailerBytes);
  yield { name, startOffset: length, endOffset, bytes: unpacked.bytes, isPlain: false };
};

/** Sum and length behind the compressed bytes. */
const trailerBytes = 8;

/** Bits of the fourth byte (2.3.1): which optional fields follow. */
const flags = { headerSum: 2, extra: 4, name: 8, comment: 16 } as const;

/** The name and the length of the header; undefined where the bytes end in it. */
function readHeader(
  bytes: Uint8Array,
): { readonly name: string | undefined; readonly length: number } | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const present = content[3] ?? 0;
  let at = 10;
  let name: string | undefined;
  if (present & flags.extra) at += 2 + (content[at] ?? 0) + (content[at + 1] ?? 0) * 256;
  if (present & flags.name) {
    const end = content.indexOf(0, at);
    if (end < 0) return undefined;
    name = content.toString('latin1', at, end);
    at = end + 1;
  }
  if (present & flags.comment) {
    const end = content.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (present & flags.headerSum) at += 2;
  return at < content.length ? { name, length: at } : undefined;
}
