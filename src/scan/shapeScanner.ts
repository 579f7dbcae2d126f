// The second reading of all trees, once it is known which blobs are sought: keeps which tree holds which trees and
// such blobs, for the trail. Left out when nothing is sought. One per thread.
import { findObject } from '../git/objectTable.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import type { BytePath } from '../model/path.ts';
import { createNameTable } from './nameTable.ts';
import { ShapeRecords } from './shapeRecords.ts';
import type { ScanShared } from './shared.ts';

/** The trees that hold a sought blob, as far as one thread read them. */
export interface Shape {
  /**
   * Records: a tree's object number, a count, then for as many of its entries that lead to a sought blob, in the tree's
   * order, the object number and a word: its name's number doubled, plus 1 when the mode says that it is a tree.
   */
  readonly records: Uint32Array;
  /** Names by number. */
  readonly names: readonly BytePath[];
}

export interface ShapeScanner {
  /** A tree's content, `bytes[0, size)`, valid during the call. */
  readonly scan: (tree: number, bytes: Buffer, size: number) => void;
  /** Trees that were read earlier; numbers are those of this table. */
  readonly learn: (shape: Shape) => void;
  /** One round of marking what holds a sought blob; false when it changed nothing. */
  readonly mark: () => boolean;
  /** Once all is marked. */
  readonly result: () => Shape;
}

/** Looks at an entry's id only when a sought blob begins with the same two bytes. */
export function createShapeScanner({ storage, isSought }: ScanShared): ShapeScanner {
  const { table } = storage;
  const mayBeSought = new Uint8Array(65536);
  for (let object = 0; object < table.count; object++) {
    const at = object * table.oidBytes;
    if (isSought[object] === 1) mayBeSought[(table.oids[at]! << 8) | table.oids[at + 1]!] = 1;
  }
  const { numberOf, names } = createNameTable();
  const records = new ShapeRecords();

  return {
    scan(tree, bytes, size) {
      const content = bytes.subarray(0, size);
      records.begin(tree);
      forEachTreeEntry(content, table.oidBytes, (mode, from, to, oidAt) => {
        const kind = treeEntryKind(mode);
        if (kind === 'gitlink') return;
        if (kind !== 'tree' && mayBeSought[(content[oidAt]! << 8) | content[oidAt + 1]!] === 0)
          return;
        const object = findObject(table, content, oidAt);
        if (object < 0 || (kind !== 'tree' && isSought[object] !== 1)) return;
        records.entry(object, numberOf(content, from, to) * 2 + Number(kind === 'tree'));
      });
      records.end();
    },
    learn({ records: known, names: knownNames }) {
      const numbers = knownNames.map((name) => {
        const bytes = Buffer.from(name, 'latin1');
        return numberOf(bytes, 0, bytes.length);
      });
      for (let at = 0; at < known.length;) {
        const end = at + 2 + 2 * known[at + 1]!;
        records.begin(known[at]!);
        for (let entry = at + 2; entry < end; entry += 2) {
          const word = known[entry + 1]!;
          records.entry(known[entry]!, numbers[word >>> 1]! * 2 + (word & 1));
        }
        records.end();
        at = end;
      }
    },
    mark: () => records.mark(isSought),
    result: () => ({ records: records.take(isSought), names }),
  };
}
