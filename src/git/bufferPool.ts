// Reuses buffers by size class, so that unpacking hundreds of thousands of objects allocates almost nothing.

const smallestClass = 12; // 4 kB
const largestClass = 24; // 16 MB; larger buffers are rare and go back to the system at once

export interface BufferPool {
  /** A buffer of at least `size` bytes with undefined content. */
  take(size: number): Buffer;
  /** Gives a buffer back; the caller must not touch it afterwards. */
  give(buffer: Buffer): void;
}

/** A pool that keeps at most `maxIdleBytes` of unused buffers. */
export function createBufferPool(maxIdleBytes: number): BufferPool {
  const idle = new Map<number, Buffer[]>();
  let idleBytes = 0;
  return {
    take(size) {
      const sizeClass = Math.max(smallestClass, 32 - Math.clz32(Math.max(1, size) - 1));
      if (size > 2 ** largestClass) return Buffer.allocUnsafeSlow(size);
      const buffer = idle.get(sizeClass)?.pop();
      if (buffer === undefined) return Buffer.allocUnsafeSlow(2 ** sizeClass);
      idleBytes -= buffer.length;
      return buffer;
    },
    give(buffer) {
      const sizeClass = 31 - Math.clz32(buffer.length);
      if (buffer.length !== 2 ** sizeClass || sizeClass < smallestClass) return;
      if (sizeClass > largestClass || idleBytes + buffer.length > maxIdleBytes) return;
      idleBytes += buffer.length;
      const list = idle.get(sizeClass);
      if (list) list.push(buffer);
      else idle.set(sizeClass, [buffer]);
    },
  };
}
