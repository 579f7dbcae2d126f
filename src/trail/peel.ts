// What a ref, a reflog entry or HEAD stands for once its tag objects are peeled off: a commit, or directly a
// tree or a blob.
import type { ObjectReader } from '../git/objectReader.ts';
import { parseTag } from '../git/tag.ts';
import type { Oid } from '../model/oid.ts';
import type { CommitTable } from './commitTable.ts';
import type { SoughtTrees } from './soughtTrees.ts';

/** The target of a tip, under the numbers of the commit table and of the sought trees. */
export interface Tip {
  /** `other`: absent, or a tree or blob without a sought blob. */
  readonly type: 'commit' | 'tree' | 'blob' | 'other';
  /** -1 for `other`. */
  readonly number: number;
  /** Tag objects on the way. */
  readonly tags: readonly Oid[];
}

export interface TipGround {
  readonly commits: CommitTable;
  readonly trees: SoughtTrees;
  readonly objects: ObjectReader;
}

/** A function that peels oids, each once. Commits and sought blobs are known without reading. */
export function createPeeler({ commits, trees, objects }: TipGround): (oid: Oid) => Tip {
  const known = new Map<Oid, Tip>();
  return (oid) => {
    let tip = known.get(oid);
    if (tip === undefined) {
      tip = peel(oid);
      known.set(oid, tip);
    }
    return tip;
  };

  function peel(start: Oid): Tip {
    const tags: Oid[] = [];
    let oid = start;
    while (!tags.includes(oid)) {
      const commit = commits.oids.findHex(oid);
      if (commit >= 0) return { type: 'commit', number: commit, tags };
      const blob = trees.blobOf(oid);
      if (blob >= 0) return { type: 'blob', number: blob, tags };
      const object = objects.read(oid);
      if (object?.type === 'tree') {
        const tree = trees.treeOf(Buffer.from(oid, 'hex'), 0);
        if (tree >= 0) return { type: 'tree', number: tree, tags };
      }
      if (object?.type !== 'tag') break;
      const { object: target } = parseTag(object.bytes);
      tags.push(oid);
      if (target === null) break;
      oid = target;
    }
    return { type: 'other', number: -1, tags };
  }
}
