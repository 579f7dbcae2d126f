// Reads UTF-16 that comes in pieces as UTF-8, without its byte order mark; see detect/utf16.ts for whole contents.
import type { ByteOrder } from '../detect/utf16.ts';

export interface Utf16Reader {
  /** What these bytes, after those before, are in UTF-8. A character that is cut waits for its rest. */
  read(bytes: Uint8Array): Generator<Buffer, void>;
  /** What was still waiting. */
  end(): Buffer;
}

const pieceBytes = 2 ** 18;

export function createUtf16Reader({ isLittle, markBytes }: ByteOrder): Utf16Reader {
  let waiting: Buffer = Buffer.alloc(0);
  let skipped = 0;

  function decode(bytes: Uint8Array, isEnd: boolean): Buffer {
    const all = Buffer.concat([waiting, bytes]);
    const even = all.length & ~1;
    const last = even >= 2 ? (all[isLittle ? even - 1 : even - 2] ?? 0) : 0;
    const end = !isEnd && last >= 0xd8 && last <= 0xdb ? even - 2 : even;
    // Copied: swapping is in place.
    waiting = Buffer.from(all.subarray(end));
    const skip = Math.min(end, markBytes - skipped);
    skipped += skip;
    const units = all.subarray(0, end);
    return Buffer.from((isLittle ? units : units.swap16()).toString('utf16le', skip), 'utf8');
  }

  return {
    *read(bytes) {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        yield decode(bytes.subarray(at, at + pieceBytes), false);
      }
    },
    end: () => decode(Buffer.alloc(0), true),
  };
}
