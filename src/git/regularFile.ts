// Opens the files of a git directory that may be large. Whoever wrote it may be hostile: what stands under the name of an
// object or a pack may be a pipe, for whose writer one would wait for ever, or a device without an end.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Windows has neither such pipes nor the flag. */
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * A descriptor of a regular file, symbolic links followed. Throws the system's error, and one with the code `EFTYPE` for
 * what is no regular file.
 */
export function openRegularFile(path: string | Buffer): number {
  const fd = openSync(path, readOnly);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw Object.assign(new Error('no regular file'), { code: 'EFTYPE' });
}

/** The bytes of a regular file. Throws as `openRegularFile` does. */
export function readWholeFile(path: string | Buffer): Buffer {
  const fd = openRegularFile(path);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
