// Where paths on the disk lie to each other.
import { isAbsolute, relative } from 'node:path';

/** Whether a path is the folder or lies in it. Both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !/^\.\.[/\\]/u.test(way) && !isAbsolute(way));
}
