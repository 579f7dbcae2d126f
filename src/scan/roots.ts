// Everything that names objects from outside: refs, HEAD, reflogs, the pseudo refs of all worktrees; and which of
// it names something that is not there.
import type { Environment } from '../git/environment.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findOid } from '../git/objectTable.ts';
import type { ObjectTable } from '../git/objectTable.ts';
import { readReflogs } from '../git/reflog.ts';
import { readRefs } from '../git/refs.ts';
import type { Ref } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';

export interface Roots {
  /** Sorted by name. */
  readonly refs: readonly Ref[];
  /** Full name of the branch (null when detached) and its commit (null when unborn). */
  readonly head: { readonly ref: string | null; readonly oid: Oid | null };
  /** Heads of other worktrees and their private refs. */
  readonly otherOids: readonly Oid[];
  readonly reflogOids: readonly Oid[];
  /**
   * ORIG_HEAD, MERGE_HEAD and the like of all worktrees: they reach what they name, but git does not keep it from being
   * pruned, so that an absent object is no damage.
   */
  readonly pseudoRefs: readonly Ref[];
  readonly problems: readonly Problem[];
}

export async function readRoots(repository: Repository, env: Environment): Promise<Roots> {
  const [refs, reflogs] = await Promise.all([
    readRefs(repository, env),
    readReflogs(repository, env),
  ]);
  return {
    refs: refs.refs,
    head: refs.head,
    otherOids: refs.otherOids,
    reflogOids: reflogs.oids,
    pseudoRefs: refs.pseudoRefs,
    problems: [...refs.problems, ...reflogs.problems],
  };
}

/** Objects that roots name and that are absent; a ref to one of them is broken. */
export function rootProblems(
  roots: Roots,
  table: ObjectTable,
): { missing: Oid[]; problems: Problem[] } {
  const missing = new Set<Oid>();
  const problems: Problem[] = [];
  const isAbsent = (oid: Oid): boolean => {
    if (findOid(table, oid) >= 0 || isEmptyObject(oid)) return false;
    missing.add(oid);
    return true;
  };
  for (const { name, oid } of roots.refs) {
    if (!isAbsent(oid)) continue;
    problems.push({ kind: 'broken-ref', message: `${name} names an object that is absent`, oid });
  }
  const { head } = roots;
  if (head.oid !== null && isAbsent(head.oid)) {
    problems.push({
      kind: 'broken-ref',
      message: 'HEAD names an object that is absent',
      oid: head.oid,
    });
  }
  for (const oid of [...roots.otherOids, ...roots.reflogOids]) isAbsent(oid);
  return { missing: [...missing], problems };
}
