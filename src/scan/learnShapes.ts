// Teaches the trail the trees that hold a sought blob, as the threads read them.
import type { ObjectTable } from '../git/objectTable.ts';
import type { SoughtTrees } from '../trail/soughtTrees.ts';
import type { Shape } from './shapeScanner.ts';

/** Hands `trees` all that the shapes tell, so that it reads none of these trees itself. */
export function learnShapes(
  trees: SoughtTrees,
  shapes: readonly Shape[],
  { oids, oidBytes }: ObjectTable,
): void {
  for (const { records, names } of shapes) {
    for (let at = 0; at < records.length;) {
      const tree = records[at]!;
      const first = at + 2;
      const end = first + 2 * records[at + 1]!;
      trees.learn(oids, tree * oidBytes, (keep) => {
        for (let child = first; child < end; child += 2) {
          const entry = records[child + 1]!;
          keep(names[entry >>> 1]!, (entry & 1) === 1, oids, records[child]! * oidBytes);
        }
      });
      at = end;
    }
  }
}
