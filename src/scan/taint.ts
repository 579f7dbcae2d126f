// Which trees hold one of a set of blobs, at whatever depth: marked upwards from the shapes of all trees.
import type { Shape } from './shapeScanner.ts';

/**
 * One byte per object: 1 for the given blobs and for each tree that holds one of them. Each round passes over all records and marks one level more, deeper trees
 * than histories have folders there are none.
 */
export function markHolders(
  objects: number,
  shapes: readonly Shape[],
  blobs: Iterable<number>,
): Uint8Array {
  const marked = new Uint8Array(objects);
  let isChanged = false;
  for (const blob of blobs) {
    marked[blob] = 1;
    isChanged = true;
  }
  while (isChanged) {
    isChanged = false;
    for (const shape of shapes) {
      for (let at = 0; at < shape.length;) {
        const tree = shape[at]!;
        const end = at + 2 + shape[at + 1]!;
        if (marked[tree] === 1) {
          at = end;
          continue;
        }
        for (let child = at + 2; child < end; child++) {
          if (marked[shape[child]!] === 1) {
            marked[tree] = 1;
            isChanged = true;
            break;
          }
        }
        at = end;
      }
    }
  }
  return marked;
}
