// Reads pack index files, versions 1 and 2 (gitformat-pack, "Version 1/2 pack-*.idx files").
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat } from '../model/oid.ts';

export interface PackIndex {
  readonly count: number;
  /** Binary object ids, sorted, one after the other. */
  readonly oids: Uint8Array;
  /** Offset of each object in the pack, in the order of `oids`. */
  readonly offsets: Float64Array;
  /** The pack's trailing checksum as the index records it. */
  readonly packChecksum: Buffer;
}

const fanoutBytes = 256 * 4;
const signature = 0xff744f63;

/** Parses a whole index file; a string says what is wrong with it. */
export function parsePackIndex(bytes: Buffer, format: ObjectFormat): PackIndex | string {
  if (bytes.length < fanoutBytes) return 'index file is too short';
  const oidBytes = oidByteLength(format);
  if (bytes.readUInt32BE(0) !== signature) return parseVersion1(bytes, oidBytes);
  const version = bytes.readUInt32BE(4);
  return version === 2 ? parseVersion2(bytes, oidBytes) : `index version ${version} is not known`;
}

function parseVersion1(bytes: Buffer, oidBytes: number): PackIndex | string {
  const count = objectCount(bytes, 0);
  const stride = 4 + oidBytes;
  if (count === undefined) return 'index fan-out table is damaged';
  if (bytes.length < fanoutBytes + count * stride + 2 * oidBytes) return 'index file is truncated';
  const oids = new Uint8Array(count * oidBytes);
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = fanoutBytes + i * stride;
    offsets[i] = bytes.readUInt32BE(at);
    oids.set(bytes.subarray(at + 4, at + stride), i * oidBytes);
  }
  return { count, oids, offsets, packChecksum: checksumBefore(bytes, oidBytes) };
}

function parseVersion2(bytes: Buffer, oidBytes: number): PackIndex | string {
  if (bytes.length < 8 + fanoutBytes) return 'index file is truncated';
  const count = objectCount(bytes, 8);
  if (count === undefined) return 'index fan-out table is damaged';
  const oidsAt = 8 + fanoutBytes;
  const offsetsAt = oidsAt + count * (oidBytes + 4);
  const largeAt = offsetsAt + count * 4;
  if (bytes.length < largeAt + 2 * oidBytes) return 'index file is truncated';
  const largeCount = Math.floor((bytes.length - largeAt - 2 * oidBytes) / 8);
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = offsetsAt + i * 4;
    const small =
      bytes[at]! * 0x1000000 + (bytes[at + 1]! << 16) + (bytes[at + 2]! << 8) + bytes[at + 3]!;
    if (small < 0x80000000) offsets[i] = small;
    else {
      const large = small - 0x80000000;
      // That one object cannot be read: at its start a pack has none.
      if (large >= largeCount) continue;
      const largeOffset = largeAt + large * 8;
      offsets[i] = bytes.readUInt32BE(largeOffset) * 2 ** 32 + bytes.readUInt32BE(largeOffset + 4);
    }
  }
  const oids = bytes.subarray(oidsAt, oidsAt + count * oidBytes);
  return { count, oids, offsets, packChecksum: checksumBefore(bytes, oidBytes) };
}

/** Total of the fan-out table, undefined when it does not ascend. */
function objectCount(bytes: Buffer, at: number): number | undefined {
  let previous = 0;
  for (let i = 0; i < 256; i++) {
    const count = bytes.readUInt32BE(at + i * 4);
    if (count < previous) return undefined;
    previous = count;
  }
  return previous;
}

function checksumBefore(bytes: Buffer, oidBytes: number): Buffer {
  return bytes.subarray(bytes.length - 2 * oidBytes, bytes.length - oidBytes);
}
