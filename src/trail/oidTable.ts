// Numbers object ids in the order in which they are first met, without a string for each: 24 to 32 bytes per
// SHA-1 id where a Map of strings takes about 100.
import { oidByteLength } from '../model/oid.ts';
import type { ObjectFormat, Oid } from '../model/oid.ts';

/** Binary ids numbered from 0. Open addressing with linear probing, at most half full. */
export class OidTable {
  readonly oidBytes: number;
  count = 0;
  private oids: Buffer;
  private slots: Int32Array;

  constructor(format: ObjectFormat, capacity = 64) {
    this.oidBytes = oidByteLength(format);
    this.oids = Buffer.alloc(capacity * this.oidBytes);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(16, capacity * 2)))).fill(-1);
  }

  /** The number of the id at `offset`; a new one if it was never added. */
  add(bytes: Uint8Array, offset: number): number {
    const slot = this.slotOf(bytes, offset);
    const known = this.slots[slot]!;
    if (known >= 0) return known;
    const number = this.count++;
    this.slots[slot] = number;
    const at = number * this.oidBytes;
    if (at === this.oids.length) this.oids = Buffer.concat([this.oids], at * 2);
    this.oids.set(bytes.subarray(offset, offset + this.oidBytes), at);
    if (this.count * 2 > this.slots.length) this.rehash();
    return number;
  }

  /** The number of the id at `offset`, or -1. */
  find(bytes: Uint8Array, offset: number): number {
    return this.slots[this.slotOf(bytes, offset)]!;
  }

  /** The number of a hexadecimal id, or -1 (also where it has the wrong length). */
  findHex(oid: Oid): number {
    const bytes = Buffer.from(oid, 'hex');
    return bytes.length === this.oidBytes ? this.find(bytes, 0) : -1;
  }

  /** The id with this number. */
  hexAt(number: number): Oid {
    return this.oids.toString('hex', number * this.oidBytes, (number + 1) * this.oidBytes);
  }

  /** Writes the binary id with this number. */
  copyTo(number: number, target: Uint8Array, offset: number): void {
    target.set(this.oids.subarray(number * this.oidBytes, (number + 1) * this.oidBytes), offset);
  }

  /** Order of two numbered ids by their bytes. */
  compare(a: number, b: number): number {
    const size = this.oidBytes;
    return this.oids.compare(this.oids, b * size, (b + 1) * size, a * size, (a + 1) * size);
  }

  /** The slot that holds the id, or the free one where it belongs. */
  private slotOf(bytes: Uint8Array, offset: number): number {
    const { oids, slots, oidBytes } = this;
    const mask = slots.length - 1;
    // An id is a hash already: its first bytes are as good as any.
    let slot =
      ((bytes[offset]! << 24) |
        (bytes[offset + 1]! << 16) |
        (bytes[offset + 2]! << 8) |
        bytes[offset + 3]!) &
      mask;
    for (;;) {
      const number = slots[slot]!;
      if (number < 0) return slot;
      const at = number * oidBytes;
      let i = 0;
      while (i < oidBytes && oids[at + i] === bytes[offset + i]) i++;
      if (i === oidBytes) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let number = 0; number < this.count; number++) {
      this.slots[this.slotOf(this.oids, number * this.oidBytes)] = number;
    }
  }
}
