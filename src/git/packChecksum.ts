// The checksum at the end of a pack, over all that stands before (gitformat-pack, "pack-*.pack files").
import { createHash } from 'node:crypto';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat } from '../model/oid.ts';
import { openPackFile } from './packFile.ts';
import type { StoredPack } from './storage.ts';

export interface PackChecksum {
  /** What the pack says itself, in hexadecimal digits. */
  readonly expected: string;
  /** Reads the pack and returns its checksum; yields after every piece of it. */
  steps(): Generator<void, string>;
  close(): void;
}

/** Some milliseconds of work. */
const pieceBytes = 4 * 2 ** 20;

/** Undefined for a pack that is gone. */
export function packChecksum(
  pack: Pick<StoredPack, 'path' | 'fd' | 'head'>,
  format: ObjectFormat,
): PackChecksum | undefined {
  const file = openPackFile(pack, format);
  if (file === undefined) return undefined;
  return {
    expected: file.trailer().toString('hex'),
    *steps() {
      const hash = createHash(format);
      const end = file.sizeBytes - oidByteLength(format);
      for (let at = 0; at < end; at += pieceBytes) {
        hash.update(file.bytes(at, Math.min(pieceBytes, end - at)));
        yield;
      }
      return hash.digest('hex');
    },
    close: () => file.close(),
  };
}
