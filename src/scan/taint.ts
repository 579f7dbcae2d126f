// Which trees hold one of a set of blobs, at whatever depth: marked upwards from the shapes of all trees.
import type { ObjectTable } from '../git/objectTable.ts';
import type { SoughtTrees } from '../trail/soughtTrees.ts';
import type { Shape } from './shapeScanner.ts';

/**
 * One byte per object: 1 for the given blobs and for each tree that holds one of them. Each round passes over all records
 * and marks at least one level more; there are no more rounds than folders within each other.
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
    for (const { records } of shapes) {
      for (let at = 0; at < records.length;) {
        const tree = records[at]!;
        const end = at + 2 + 2 * records[at + 1]!;
        if (marked[tree] === 1) {
          at = end;
          continue;
        }
        for (let child = at + 2; child < end; child += 2) {
          if (marked[records[child]!] === 1) {
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

/** Teaches `trees` the marked trees, as the records tell of them. */
export function learnHolders(
  trees: SoughtTrees,
  shapes: readonly Shape[],
  marked: Uint8Array,
  table: ObjectTable,
): void {
  const { oids, oidBytes } = table;
  for (const { records, names } of shapes) {
    for (let at = 0; at < records.length;) {
      const tree = records[at]!;
      const first = at + 2;
      const end = first + 2 * records[at + 1]!;
      if (marked[tree] === 1) {
        trees.learn(oids, tree * oidBytes, (keep) => {
          for (let child = first; child < end; child += 2) {
            const object = records[child]!;
            if (marked[object] !== 1) continue;
            const entry = records[child + 1]!;
            keep(names[entry >>> 1]!, (entry & 1) === 1, oids, object * oidBytes);
          }
        });
      }
      at = end;
    }
  }
}
