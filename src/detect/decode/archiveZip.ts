// zip (PKWARE's APPNOTE.TXT). fflate finds the members by their local headers, from front to back: so an archive whose
// end is missing is read as far as it goes, and members never overlap. zlib unpacks them.
import type { ArchiveMember, ReadMembers } from './archive.ts';
import { fflate } from './archiveLibraries.ts';
import { unpack } from './unpack.ts';

export const zipMembers: ReadMembers = function* zipMembers(
  bytes,
  allowance,
  note,
): Generator<ArchiveMember> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, unlistedBytes } = listEntries(bytes, allowance.members);
  allowance.members -= entries.length;
  for (const [i, entry] of entries.entries()) {
    const { name, method, startOffset, sizeBytes } = entry;
    if (startOffset < 0) {
      if (sizeBytes > 0) note('unsupported-member', 0);
      continue;
    }
    const limit = nextHeader(content, entries, i);
    const endOffset = Math.min(entry.endOffset, limit);
    const length = endOffset - startOffset;
    if (isEncrypted(content, startOffset)) {
      note('encrypted-member', length);
    } else if (method === methods.stored) {
      const member = bytes.subarray(startOffset, endOffset);
      if (length < sizeBytes) note('damaged-member', length);
      yield { name, startOffset, endOffset, bytes: member, isPlain: true };
    } else if (method === methods.deflated) {
      // A stream knows its own end, which is safer than one that was guessed.
      const packed = bytes.subarray(startOffset, entry.isSized ? endOffset : limit);
      const unpacked = unpack('deflate', packed, allowance.bytes);
      allowance.bytes -= unpacked.bytes.length;
      if (unpacked.end === 'damaged') note('damaged-member', length);
      if (unpacked.end === 'limit') note('archive-limit', length);
      if (unpacked.bytes.length === 0) continue;
      yield { name, startOffset, endOffset, bytes: unpacked.bytes, isPlain: false };
    } else {
      note('unsupported-member', length);
    }
  }
  if (unlistedBytes > 0) note('archive-limit', unlistedBytes);
};

/** 4.4.5; the others that are in use are told apart only to count them. */
const methods = { stored: 0, deflated: 8 } as const;
const placedMethods = [0, 8, 9, 12, 14, 93, 95, 98, 99];

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  /** Of the compressed bytes; 0 for a folder, and where only a descriptor behind them tells it. */
  readonly sizeBytes: number;
  readonly isSized: boolean;
  /** Place of the compressed bytes; -1 where there are none, or their method is not known. */
  startOffset: number;
  endOffset: number;
}

/** fflate calls itself for each member of what it is given at once: pieces of this size keep the stack small. */
const stepBytes = 2 ** 14;

function listEntries(
  bytes: Uint8Array,
  most: number,
): { readonly entries: readonly ZipEntry[]; readonly unlistedBytes: number } {
  const entries: ZipEntry[] = [];
  let pushedBytes = 0;
  /** A piece comes as a view of `bytes`, or of a copy of its last bytes pushed so far. */
  function offsetOf({ buffer, byteOffset }: Uint8Array): number {
    if (buffer === bytes.buffer) return byteOffset - bytes.byteOffset;
    return pushedBytes - buffer.byteLength + byteOffset;
  }
  function placerFor(method: number) {
    return class {
      static readonly compression = method;
      readonly entry = entries.at(-1);
      ondata = (): void => undefined;
      push(piece: Uint8Array): void {
        if (this.entry === undefined || piece.length === 0) return;
        const offset = offsetOf(piece);
        if (this.entry.startOffset < 0) this.entry.startOffset = offset;
        this.entry.endOffset = Math.max(this.entry.endOffset, offset + piece.length);
      }
    };
  }
  const unzip = new (fflate().Unzip)((file) => {
    const { name, compression, size } = file;
    const isSized = size !== undefined;
    const place = { sizeBytes: size ?? 0, isSized, startOffset: -1, endOffset: -1 };
    entries.push({ name, method: compression, ...place });
    file.ondata = () => undefined;
    if (placedMethods.includes(compression)) file.start();
  });
  for (const method of placedMethods) unzip.register(placerFor(method));
  while (pushedBytes < bytes.length && entries.length <= most) {
    const piece = bytes.subarray(pushedBytes, pushedBytes + stepBytes);
    pushedBytes += piece.length;
    unzip.push(piece);
  }
  const listed = entries.slice(0, most);
  const listedBytes = Math.max(0, listed.at(-1)?.endOffset ?? 0);
  return { entries: listed, unlistedBytes: entries.length > most ? bytes.length - listedBytes : 0 };
}

const headerSignature = Buffer.from([0x50, 0x4b, 3, 4]);
const headerBytes = 30;

/** Where the header in front of these compressed bytes begins. */
function headerOf(content: Buffer, startOffset: number): number {
  return content.lastIndexOf(headerSignature, startOffset - headerBytes);
}

/** Where the header of the next member that has a place begins; the end where this is the last. */
function nextHeader(content: Buffer, entries: readonly ZipEntry[], at: number): number {
  let next = at + 1;
  while (next < entries.length && entries[next]!.startOffset < 0) next++;
  const entry = entries[next];
  return entry === undefined ? content.length : headerOf(content, entry.startOffset);
}

/** 4.4.4: bit 0 of the flags. */
function isEncrypted(content: Buffer, startOffset: number): boolean {
  const header = headerOf(content, startOffset);
  return header >= 0 && (content.readUInt16LE(header + 6) & 1) !== 0;
}
