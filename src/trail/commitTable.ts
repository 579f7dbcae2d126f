// All commits of a repository, reachable or not, as a graph in typed arrays: 200,000 commits take about
// 20 MB. Author, date text and summary are not kept; commitText.ts reads them for what is reported.
import type { ObjectFormat } from '../model/oid.ts';
import { Int32List } from './int32List.ts';
import { OidTable } from './oidTable.ts';
import { topologicalOrder } from './topologicalOrder.ts';

/** What a commit says of itself. Ids are binary (20 or 32 bytes); times are seconds since 1970. */
export interface CommitRecord {
  readonly oid: Uint8Array;
  readonly tree: Uint8Array;
  /** As the commit names them; none where a shallow border cuts them off. */
  readonly parents: readonly Uint8Array[];
  readonly authorSeconds: number;
  readonly commitSeconds: number;
}

/** Commits numbered from 0 in the order of their adding. */
export interface CommitTable {
  readonly objectFormat: ObjectFormat;
  readonly count: number;
  readonly oids: OidTable;
  /** Binary tree ids, `oids.oidBytes` each. */
  readonly trees: Uint8Array;
  /** The parents of commit i that are in the table: `parents[parentStart[i]]` up to `parentStart[i + 1]`. */
  readonly parentStart: Int32Array;
  readonly parents: Int32Array;
  readonly authorSeconds: Float64Array;
  readonly commitSeconds: Float64Array;
  /** All commits, parents before children, see topologicalOrder.ts. */
  readonly order: Int32Array;
  /** Position of commit i in `order`. */
  readonly rank: Int32Array;
}

/** Collects commits in any order, then links them. A commit that comes twice counts once. */
export class CommitTableBuilder {
  private readonly objectFormat: ObjectFormat;
  private readonly oids: OidTable;
  private readonly trees: OidTable;
  private readonly treeOf = new Int32List();
  private readonly parentIds: OidTable;
  private readonly parentEnd = new Int32List();
  private readonly parentNames = new Int32List();
  private readonly authorSeconds: number[] = [];
  private readonly commitSeconds: number[] = [];

  constructor(objectFormat: ObjectFormat) {
    this.objectFormat = objectFormat;
    this.oids = new OidTable(objectFormat);
    this.trees = new OidTable(objectFormat);
    this.parentIds = new OidTable(objectFormat);
  }

  add(commit: CommitRecord): void {
    const before = this.oids.count;
    if (this.oids.add(commit.oid, 0) < before) return;
    this.treeOf.push(this.trees.add(commit.tree, 0));
    for (const parent of commit.parents) this.parentNames.push(this.parentIds.add(parent, 0));
    this.parentEnd.push(this.parentNames.length);
    this.authorSeconds.push(commit.authorSeconds);
    this.commitSeconds.push(commit.commitSeconds);
  }

  /** The table. A parent that was never added is left out, as is the second mention of the same parent. */
  build(): CommitTable {
    const { oids } = this;
    const { count, oidBytes } = oids;
    const trees = Buffer.alloc(count * oidBytes);
    for (let i = 0; i < count; i++) this.trees.copyTo(this.treeOf.at(i), trees, i * oidBytes);

    const commitOfParentId = this.commitsOfParentIds();
    const parentStart = new Int32Array(count + 1);
    const parents = new Int32List();
    for (let i = 0, at = 0; i < count; i++) {
      const first = parents.length;
      for (; at < this.parentEnd.at(i); at++) {
        const parent = commitOfParentId[this.parentNames.at(at)]!;
        if (parent < 0) continue;
        let isNew = true;
        for (let j = first; j < parents.length; j++) if (parents.at(j) === parent) isNew = false;
        if (isNew) parents.push(parent);
      }
      parentStart[i + 1] = parents.length;
    }
    const graph = {
      objectFormat: this.objectFormat,
      count,
      oids,
      trees,
      parentStart,
      parents: parents.values.slice(0, parents.length),
      authorSeconds: Float64Array.from(this.authorSeconds),
      commitSeconds: Float64Array.from(this.commitSeconds),
    };
    return { ...graph, ...topologicalOrder(graph) };
  }

  private commitsOfParentIds(): Int32Array {
    const commits = new Int32Array(this.parentIds.count);
    const id = Buffer.alloc(this.oids.oidBytes);
    for (let i = 0; i < commits.length; i++) {
      this.parentIds.copyTo(i, id, 0);
      commits[i] = this.oids.find(id, 0);
    }
    return commits;
  }
}
