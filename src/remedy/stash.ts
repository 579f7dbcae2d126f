// Which entries of the stash hold secrets: git keeps the older ones by its reflog alone, and people keep their work in them.
import { parseCommit } from '../git/commit.ts';
import type { Environment } from '../git/environment.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { readReflogs } from '../git/reflog.ts';
import type { Repository } from '../git/repository.ts';
import { forEachTreeEntry, treeEntryKind } from '../git/tree.ts';
import { append } from '../model/append.ts';
import { oidByteLength } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';

/** `n` of each `stash@{n}` from which one of these objects is reached, the oldest first: to drop one renumbers those above. */
export async function stashEntriesWith(
  wanted: ReadonlySet<Oid>,
  repository: Repository,
  { env, objects }: { readonly env: Environment; readonly objects: ObjectReader },
): Promise<number[]> {
  if (wanted.size === 0) return [];
  const { entries } = await readReflogs(repository, env);
  const stash = entries.filter(({ ref }) => ref === 'refs/stash');
  const oidBytes = oidByteLength(repository.objectFormat);
  // What an entry without secrets reaches needs no second look.
  const clean = new Set<Oid>();
  return stash.flatMap(({ newOid }, index) => {
    const seen =
      newOid === null ? undefined : reachedWithout(wanted, newOid, { clean, oidBytes, objects });
    if (seen === undefined) return newOid === null ? [] : [stash.length - 1 - index];
    for (const oid of seen) clean.add(oid);
    return [];
  });
}

interface Ground {
  readonly clean: ReadonlySet<Oid>;
  readonly oidBytes: number;
  readonly objects: ObjectReader;
}

/** The objects that this one reaches; undefined where a wanted one is among them. */
function reachedWithout(
  wanted: ReadonlySet<Oid>,
  start: Oid,
  { clean, oidBytes, objects }: Ground,
): Set<Oid> | undefined {
  const seen = new Set<Oid>();
  const open = [start];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (wanted.has(oid)) return undefined;
    if (clean.has(oid) || seen.has(oid)) continue;
    seen.add(oid);
    const object = objects.read(oid);
    if (object?.type === 'commit') {
      const { tree, parents } = parseCommit(object.bytes);
      append(open, tree === null ? parents : [tree, ...parents]);
    } else if (object?.type === 'tree') {
      const { bytes } = object;
      forEachTreeEntry(bytes, oidBytes, (mode, _nameStart, _nameEnd, oidStart) => {
        const entry = bytes.toString('hex', oidStart, oidStart + oidBytes);
        if (treeEntryKind(mode) === 'tree') open.push(entry);
        else if (wanted.has(entry)) open.push(entry);
      });
    }
  }
  return seen;
}
