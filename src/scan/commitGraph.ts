// The graph of a set of commits, with the parents that lie outside of it: what those hold is not news.
import { parseCommit } from '../git/commit.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import { CommitTableBuilder } from '../trail/commitTable.ts';
import type { CommitTable } from '../trail/commitTable.ts';
import type { CommitScanInput } from './commitScan.ts';

/** Some commits with those that their history starts from. */
export interface CommitGraph {
  /** The new commits, and their parents outside without their parents. */
  readonly commits: CommitTable;
  /** 1 for the new ones. */
  readonly selection: Uint8Array;
  /** Trees of the new commits, and of the parents outside. */
  readonly roots: readonly Oid[];
  readonly oldRoots: readonly Oid[];
  /** New commits whose parents a shallow border cuts off. */
  readonly cutOff: readonly Oid[];
}

/** Reads the commits of a set, their parents outside of it, and HEAD. What is absent is told to `onMissing`. */
export function readCommitGraph({
  repository: { objectFormat, shallow },
  store,
  set,
  head,
  onMissing,
}: Pick<CommitScanInput, 'repository' | 'store' | 'set' | 'head'> & {
  readonly onMissing: (oid: Oid) => void;
}): CommitGraph {
  const builder = new CommitTableBuilder(objectFormat);
  const own = new Set(set.commits);
  const outside = new Set<Oid>();
  const roots: Oid[] = [];
  const oldRoots: Oid[] = [];
  const cutOff: Oid[] = [];
  const binary = (oid: Oid): Buffer => Buffer.from(oid, 'hex');

  function add(oid: Oid): readonly Oid[] {
    const object = store.read(oid);
    if (object?.type !== 'commit') {
      onMissing(oid);
      return [];
    }
    const { tree, parents, author, committer } = parseCommit(object.bytes);
    const isNew = own.has(oid);
    if (tree !== null && (isNew || outside.has(oid))) (isNew ? roots : oldRoots).push(tree);
    const isCut = shallow.has(oid);
    if (isNew && isCut && parents.length > 0) cutOff.push(oid);
    const linked = isNew && !isCut ? parents : [];
    builder.add({
      oid: binary(oid),
      tree: tree === null ? Buffer.alloc(binary(oid).length) : binary(tree),
      parents: linked.map(binary),
      authorSeconds: author.seconds,
      commitSeconds: committer.seconds,
    });
    return linked;
  }

  for (const commit of own) {
    for (const parent of add(commit)) if (!own.has(parent)) outside.add(parent);
  }
  for (const parent of outside) add(parent);
  // Whether HEAD holds a secret is part of its state.
  if (head.oid !== null && !own.has(head.oid) && !outside.has(head.oid)) add(head.oid);
  const table = builder.build();
  const selection = new Uint8Array(table.count);
  for (let i = 0; i < table.count; i++) selection[i] = own.has(table.oids.hexAt(i)) ? 1 : 0;
  return { commits: table, selection, roots, oldRoots, cutOff };
}

/** What a new commit brings in cannot be told where its parents are cut off. */
export function cutOffProblem(oid: Oid): Problem {
  const message =
    'what its parents hold lies behind the border of this shallow clone; "git fetch --unshallow" brings it';
  return { kind: 'missing-object', message, oid };
}
