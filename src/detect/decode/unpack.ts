// Unpacks a deflate stream (RFC 1951), bare or in gzip (RFC 1952), up to a limit. zlib does the whole ones; where it
// gives up (damage, an end that is missing, the limit), fflate reads what comes before that.
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { mostMemberBytes } from './archive.ts';
import { fflate } from './archiveLibraries.ts';

export type Packing = 'gzip' | 'deflate';

export interface Unpacked {
  readonly bytes: Uint8Array;
  /** `limit` and `damaged`: there was more. */
  readonly end: 'whole' | 'limit' | 'damaged';
}

/** At most `allowed` bytes of what is packed, and no more than a member may have. What follows the stream is ignored. */
export function unpack(packing: Packing, packed: Uint8Array, allowed: number): Unpacked {
  const limit = Math.min(allowed, mostMemberBytes);
  if (limit <= 0) return { bytes: new Uint8Array(0), end: 'limit' };
  const options = { maxOutputLength: limit, chunkSize: chunkSizeFor(packed.length) };
  try {
    const bytes =
      packing === 'gzip' ? gunzipSync(packed, options) : inflateRawSync(packed, options);
    return { bytes, end: 'whole' };
  } catch {
    // Any failure is one of the content; what can be read of it is read below.
    return unpackBeginning(packing, packed, limit);
  }
}

/** Small enough that damage costs little of what precedes it. */
const stepBytes = 1024;

function unpackBeginning(packing: Packing, packed: Uint8Array, limit: number): Unpacked {
  const parts: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const { Gunzip, Inflate } = fflate();
  const stream = packing === 'gzip' ? new Gunzip(take) : new Inflate(take);
  try {
    for (let at = 0; at < packed.length; at += stepBytes) {
      if (length >= limit) break;
      stream.push(packed.subarray(at, at + stepBytes));
    }
  } catch {
    // Here the damage is.
    return { bytes: joined(parts, limit), end: 'damaged' };
  }
  return { bytes: joined(parts, limit), end: length >= limit ? 'limit' : 'damaged' };
}

function joined(parts: readonly Uint8Array[], limit: number): Uint8Array {
  return Buffer.concat(parts).subarray(0, limit);
}

/** zlib's output grows by chunks of this size. */
function chunkSizeFor(packedBytes: number): number {
  return Math.min(2 ** 20, Math.max(2 ** 10, packedBytes * 4));
}
