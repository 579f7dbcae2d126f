// One pack file, read in windows: entry headers and inflated entries (gitformat-pack, "pack-*.pack files").
import { closeSync, fstatSync, readSync } from 'node:fs';
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat } from '../model/oid.ts';
import type { ReadPiece } from './chunkedInflate.ts';
import { errorCode } from './fileErrors.ts';
import type { Inflate } from './inflate.ts';
import { openRegularFile } from './regularFile.ts';

/** Type numbers of pack entries. 1 to 4 are objects, 6 and 7 are deltas. */
export const packTypes = {
  unknown: 0,
  commit: 1,
  tree: 2,
  blob: 3,
  tag: 4,
  ofsDelta: 6,
  refDelta: 7,
} as const;

/** The header of one entry; reused between calls of `readHeader`. */
export interface EntryHeader {
  type: number;
  /** Inflated size in bytes (of the delta, for a delta). */
  size: number;
  /** Where the compressed bytes start. */
  dataOffset: number;
  /** Base of an OFS delta, else -1. */
  baseOffset: number;
  /** Base of a REF delta as latin1 bytes, else empty. */
  baseOid: string;
}

export function createEntryHeader(): EntryHeader {
  return { type: 0, size: 0, dataOffset: 0, baseOffset: -1, baseOid: '' };
}

/** Read at once: objects of a family mostly lie close together, and reading on further costs more than it saves. */
const windowBytes = 8 * 1024;
/** A window grown for a large object is given back beyond this. */
const largestKept = 2 ** 20;
/** What is read at once of an entry that is inflated in pieces. */
const pieceBytes = 256 * 1024;
/** Type and size take at most 10 bytes, a base offset or id at most 32. */
const longestHeader = 48;

/** What is at hand of a pack's file. */
export interface HeldFile {
  readonly head?: Uint8Array;
  readonly fd?: number | undefined;
}

/** Opens a pack that was there before; undefined when it is gone, or refused. */
export function openPackFile(
  pack: HeldFile & { readonly path: string },
  format: ObjectFormat,
): PackFile | undefined {
  try {
    return new PackFile(pack.path, format, pack);
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return undefined;
  }
}

export class PackFile {
  readonly sizeBytes: number;
  readonly version: number;
  readonly objectCount: number;
  readonly #fd: number;
  readonly #isOwn: boolean;
  readonly #oidBytes: number;
  /** The file's first bytes, where they are kept in memory. */
  #head: Buffer = Buffer.alloc(0);
  #window: Buffer = Buffer.allocUnsafeSlow(windowBytes);
  #windowStart = 0;
  #windowEnd = 0;
  /** What `#locate` found the bytes in, and where in the file that ends. */
  #located: Buffer = this.#head;
  #locatedEnd = 0;

  /**
   * Opens a pack; throws the system's error when that fails. `version` is 0 where the header is no pack's. `head` is what
   * `readHead` of the same file returned, `fd` the file where somebody else holds it open.
   */
  constructor(path: string, format: ObjectFormat, { head, fd }: HeldFile = {}) {
    this.#isOwn = fd === undefined;
    this.#fd = fd ?? openRegularFile(path);
    this.#oidBytes = oidByteLength(format);
    this.sizeBytes = fstatSync(this.#fd).size;
    if (head !== undefined) this.#useHead(head);
    const at = this.#locate(0, 12);
    const hasHeader =
      this.sizeBytes >= 12 && this.#located.toString('latin1', at, at + 4) === 'PACK';
    this.version = hasHeader ? this.#located.readUInt32BE(at + 4) : 0;
    this.objectCount = hasHeader ? this.#located.readUInt32BE(at + 8) : 0;
  }

  close(): void {
    if (this.#isOwn) closeSync(this.#fd);
  }

  /**
   * Reads the first `limit` bytes of the file, or all, into shared memory, and serves them from there from now on. The
   * objects of a family lie all over the pack: read one by one they cost a system call each.
   */
  readHead(limit: number): Uint8Array {
    const size = Math.min(limit, this.sizeBytes);
    const head = new Uint8Array(new SharedArrayBuffer(size));
    let filled = 0;
    while (filled < size) {
      const got = readSync(this.#fd, head, filled, size - filled, filled);
      if (got === 0) break;
      filled += got;
    }
    const whole = head.subarray(0, filled);
    this.#useHead(whole);
    return whole;
  }

  #useHead(head: Uint8Array): void {
    this.#head = Buffer.from(head.buffer, head.byteOffset, head.length);
  }

  /** A part of the file as it is stored, valid until the next call of anything here. */
  bytes(offset: number, length: number): Buffer {
    const at = this.#locate(offset, length);
    const got = Math.min(length, this.#locatedEnd - offset);
    return this.#located.subarray(at, at + Math.max(0, got));
  }

  /** The pack's own trailing checksum; shorter where the file is. */
  trailer(): Buffer {
    const offset = Math.max(0, this.sizeBytes - this.#oidBytes);
    const at = this.#locate(offset, this.sizeBytes - offset);
    // A file that was cut meanwhile gives less: what lies behind in the window is no part of it.
    const got = Math.min(this.sizeBytes, this.#locatedEnd) - offset;
    return Buffer.from(this.#located.subarray(at, at + Math.max(0, got)));
  }

  /** Reads the header at `offset`; false when there is none (outside the file, or damaged). */
  readHeader(offset: number, header: EntryHeader): boolean {
    if (offset < 12 || offset >= this.sizeBytes - this.#oidBytes) return false;
    let at = this.#locate(offset, longestHeader);
    const start = at;
    const window = this.#located;
    const limit = Math.min(at + longestHeader, at + (this.#locatedEnd - offset));
    let byte = window[at++]!;
    header.type = (byte >> 4) & 7;
    let size = byte & 15;
    let factor = 16;
    while (byte & 0x80) {
      if (at >= limit || factor > 2 ** 52) return false;
      byte = window[at++]!;
      size += (byte & 0x7f) * factor;
      factor *= 128;
    }
    header.size = size;
    header.baseOffset = -1;
    header.baseOid = '';
    if (header.type === packTypes.ofsDelta) {
      if (at >= limit) return false;
      byte = window[at++]!;
      let distance = byte & 0x7f;
      while (byte & 0x80) {
        if (at >= limit || distance > 2 ** 44) return false;
        byte = window[at++]!;
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      if (distance <= 0 || distance > offset - 12) return false;
      header.baseOffset = offset - distance;
    } else if (header.type === packTypes.refDelta) {
      if (at + this.#oidBytes > limit) return false;
      header.baseOid = window.toString('latin1', at, at + this.#oidBytes);
      at += this.#oidBytes;
    } else if (header.type === 0 || header.type === 5) return false;
    header.dataOffset = offset + (at - start);
    return true;
  }

  /**
   * Inflates the entry that `header` describes to `output[0, header.size)`; `output` must hold one byte
   * more. `endOffset` is where the next entry starts, or undefined when that is not known.
   */
  inflate(
    header: EntryHeader,
    endOffset: number | undefined,
    output: Buffer,
    inflate: Inflate,
  ): boolean {
    const { dataOffset, size } = header;
    const last = this.sizeBytes - this.#oidBytes;
    const end = Math.min(endOffset ?? dataOffset + deflateBound(size), last);
    if (end <= dataOffset) return false;
    const at = this.#locate(dataOffset, end - dataOffset);
    const available = Math.min(end, this.#locatedEnd) - dataOffset;
    return inflate(this.#located, at, at + available, output, size);
  }

  /** The compressed bytes of an entry, piece by piece; `endOffset` as for `inflate`. */
  pieces({ dataOffset, size }: EntryHeader, endOffset: number | undefined): ReadPiece {
    const last = this.sizeBytes - this.#oidBytes;
    const end = Math.min(endOffset ?? dataOffset + deflateBound(size), last);
    let at = dataOffset;
    return () => {
      const length = Math.min(pieceBytes, end - at);
      if (length <= 0) return undefined;
      const start = this.#locate(at, length);
      const got = Math.min(length, this.#locatedEnd - at);
      if (got <= 0) return undefined;
      at += got;
      return this.#located.subarray(start, start + got);
    };
  }

  /** Makes `#located` hold `[offset, offset + length)` as far as the file does; returns where `offset` is in it. */
  #locate(offset: number, length: number): number {
    if (offset + length <= this.#head.length) {
      this.#located = this.#head;
      this.#locatedEnd = this.#head.length;
      return offset;
    }
    if (offset < this.#windowStart || offset + length > this.#windowEnd) this.#fill(offset, length);
    this.#located = this.#window;
    this.#locatedEnd = this.#windowEnd;
    return offset - this.#windowStart;
  }

  #fill(offset: number, length: number): void {
    const wanted = Math.max(length, windowBytes);
    if (wanted > this.#window.length) this.#window = Buffer.allocUnsafeSlow(wanted);
    else if (this.#window.length > largestKept && wanted <= largestKept) {
      this.#window = Buffer.allocUnsafeSlow(wanted);
    }
    let filled = 0;
    while (filled < wanted) {
      const got = readSync(this.#fd, this.#window, filled, wanted - filled, offset + filled);
      if (got === 0) break;
      filled += got;
    }
    this.#windowStart = offset;
    this.#windowEnd = offset + filled;
  }
}

/** Most bytes that deflate makes of `size` bytes, with room for other encoders (zlib's deflateBound). */
function deflateBound(size: number): number {
  return size + Math.ceil(size / 1000) + 1024;
}
