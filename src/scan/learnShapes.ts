// Teaches the trail the trees that hold a sought blob, as the threads read them. A history of a million trees names
// each tree and blob in dozens of others: an id is looked up once, its number by plain indexing from then on.
import type { ObjectTable } from '../git/objectTable.ts';
import type { SoughtTrees } from '../trail/soughtTrees.ts';
import type { Shape } from './shapeScanner.ts';

/** Stands for an object that was not looked up yet, and for one that leads to no sought blob. */
const notAsked = -0x80000000;
const nothing = 0x7fffffff;

/** Hands `trees` all that the shapes tell, so that it reads none of these trees itself. The list is empty afterwards. */
export function learnShapes(
  trees: SoughtTrees,
  shapes: Shape[],
  { oids, oidBytes, count }: ObjectTable,
): void {
  // Apart, because a damaged tree may name one object under both modes.
  const targets = [new Int32Array(count).fill(notAsked), new Int32Array(count).fill(notAsked)];
  const targetOf = (object: number, isTree: boolean): number => {
    const known = targets[Number(isTree)]!;
    if (known[object] === notAsked) {
      known[object] = trees.targetOf(isTree, oids, object * oidBytes) ?? nothing;
    }
    return known[object]!;
  };
  for (let shape = shapes.shift(); shape !== undefined; shape = shapes.shift()) {
    const { records, names } = shape;
    const nameNumbers = Int32Array.from(names, (name) => trees.numberOfName(name));
    for (let at = 0; at < records.length;) {
      const tree = targetOf(records[at]!, true);
      const first = at + 2;
      const end = first + 2 * records[at + 1]!;
      trees.learn(tree === nothing ? -1 : tree, (keep) => {
        for (let child = first; child < end; child += 2) {
          const word = records[child + 1]!;
          const target = targetOf(records[child]!, (word & 1) === 1);
          if (target !== nothing) keep(nameNumbers[word >>> 1]!, target);
        }
      });
      at = end;
    }
  }
}
