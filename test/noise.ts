// Bytes that do not compress: enough of them in a repository, and an audit starts threads.
import { createCipheriv } from 'node:crypto';

/** So many bytes, the same for the same seed (0 to 255). */
export function noise(sizeBytes: number, seed = 0): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(sizeBytes));
}
