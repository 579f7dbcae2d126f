// The ground that the threads of a scan stand on: tables of all objects, and what is known of them at the start.
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { findOid } from '../git/objectTable.ts';
import { parentElsewhere, setFamilyType } from '../git/packLayout.ts';
import { packTypes } from '../git/packFile.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import type { Storage } from '../git/storage.ts';
import type { ObjectType } from '../model/oid.ts';
import { leastScoreOf } from './judgement.ts';
import { deadlineOf } from './lateness.ts';
import { notRead } from './knownObjects.ts';
import type { ObjectScanInput } from './objects.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { notebookBit } from './pathMask.ts';
import { packedTypes } from './plan.ts';
import { controlWords } from './shared.ts';
import type { ScanShared } from './shared.ts';

/** A blob of the index may have no name in any tree yet. */
export function noteIndexKinds(
  { storage, paths }: ScanShared,
  entries: readonly IndexEntry[],
): void {
  for (const { oid, path } of entries) {
    const object = findOid(storage.table, oid);
    if (object < 0) continue;
    paths[object]! |= kindBit(fileKindOf(path)) | (isNotebook(path) ? notebookBit : 0);
  }
}

/** What the threads of a scan share, before anything was read. `byFamily`: see PlanInput. */
export function createShared(
  storage: Storage,
  memory: MemoryPlan,
  input: Pick<ObjectScanInput, 'repository' | 'run' | 'settings'>,
  byFamily: boolean,
): ScanShared {
  const { count } = storage.table;
  return {
    storage,
    memory,
    control: new Int32Array(new SharedArrayBuffer(4 * Object.keys(controlWords).length)),
    types: byFamily ? packedTypes(storage) : new Uint8Array(new SharedArrayBuffer(count)),
    isKnown: new Uint8Array(new SharedArrayBuffer(count)),
    readAs: new Int32Array(new SharedArrayBuffer(count * 4)).fill(notRead),
    sizes: new Uint32Array(new SharedArrayBuffer(count * 4)),
    isSought: new Uint8Array(new SharedArrayBuffer(count)),
    paths: new Int32Array(new SharedArrayBuffer(count * 4)),
    shallow: input.repository.shallow,
    detector: input.settings,
    envFiles: input.run.options.settings?.envFiles ?? [],
    incremental: input.run.options.incremental,
    leastScore: leastScoreOf(input.run.options.minConfidence),
    endMs: deadlineOf(input.run).endMs,
    maxBlobBytes: input.run.options.maxBlobBytes ?? Number.POSITIVE_INFINITY,
  };
}

/** Families whose base is in another pack or loose have that base's type. */
export function resolveFamilyTypes(storage: Storage, store: ObjectStore): void {
  storage.packs.forEach(({ layout }, pack) => {
    for (const root of layout.roots) {
      if (layout.parents[root] !== parentElsewhere) continue;
      const type = store.typeAt(pack, layout.offsets[root]!);
      if (type !== undefined) setFamilyType(layout, root, typeNumbers[type]);
    }
  });
}

const typeNumbers: Readonly<Record<ObjectType, number>> = packTypes;
