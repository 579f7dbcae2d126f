// What a ref, a reflog entry or HEAD stands for once its tag objects are peeled off: a commit, or directly a
// tree or a blob.
import type { ObjectReader } from '../git/objectReader.ts';
import { parseTag } from '../git/tag.ts';
import type { Oid } from '../model/oid.ts';
import type { CommitTable } from './commitTable.ts';
import type { SoughtTrees } from './soughtTrees.ts';

/** The target of a tip, under the numbers of the commit table and of the sought trees. */
export interface Tip {
  readonly type: 'commit' | 'tree' | 'blob';
  readonly number: number;
}

export interface TipGround {
  readonly commits: CommitTable;
  readonly trees: SoughtTrees;
  readonly objects: ObjectReader;
}

/**
 * A function that peels oids, each once. It answers undefined where nothing sought can stand behind the oid:
 * it is absent, or a tree or blob without a sought blob. Commits and sought blobs are known without reading.
 */
export function createPeeler({
  commits,
  trees,
  objects,
}: TipGround): (oid: Oid) => Tip | undefined {
  const known = new Map<Oid, Tip | undefined>();
  return (oid) => {
    if (!known.has(oid)) known.set(oid, peel(oid));
    return known.get(oid);
  };

  function peel(start: Oid): Tip | undefined {
    const seen = new Set<Oid>();
    let oid = start;
    while (!seen.has(oid)) {
      seen.add(oid);
      const commit = commits.oids.findHex(oid);
      if (commit >= 0) return { type: 'commit', number: commit };
      const blob = trees.blobOf(oid);
      if (blob >= 0) return { type: 'blob', number: blob };
      const object = objects.read(oid);
      if (object?.type === 'tree') {
        const tree = trees.treeOf(Buffer.from(oid, 'hex'), 0);
        return tree < 0 ? undefined : { type: 'tree', number: tree };
      }
      if (object?.type !== 'tag') return undefined;
      const { object: target } = parseTag(object.bytes);
      if (target === null) return undefined;
      oid = target;
    }
    return undefined;
  }
}
