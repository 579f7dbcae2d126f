// Holds the contents of objects to their ids, as `git fsck` does (gitglossary, "object name"). One per thread.
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { Needed } from '../git/familyVisitor.ts';
import { oidOf } from '../git/objectTable.ts';
import { packTypes } from '../git/packFile.ts';
import type { Problem } from '../model/problem.ts';
import { corruptObject } from './contentScanner.ts';
import { tooLargeToVerify } from './memoryPlan.ts';
import type { PhaseScanner } from './runPhase.ts';
import type { ScanShared } from './shared.ts';

/** What a thread found in the verify phase; the objects that are as their ids say are marked in `ScanShared.isKnown`. */
export interface VerifyResult {
  readonly problems: readonly Problem[];
}

export interface VerifyScanner extends PhaseScanner<undefined> {
  readonly result: () => VerifyResult;
}

const typeNames = new Map<number, string>(
  Object.entries(packTypes).map(([name, number]) => [number, name]),
);

export function createVerifyScanner(shared: ScanShared): VerifyScanner {
  const { storage, isKnown, memory } = shared;
  const { table } = storage;
  const problems: Problem[] = [];

  function begin(type: number, size: number): Hash {
    return createHash(table.format).update(`${typeNames.get(type) ?? 'unknown'} ${size}\0`);
  }

  function compare(object: number, hash: Hash): void {
    const { oids, oidBytes } = table;
    const at = object * oidBytes;
    if (hash.digest().equals(oids.subarray(at, at + oidBytes))) isKnown[object] = 1;
    else fail(object, 'its contents do not hash to its name');
  }

  function fail(object: number, reason: string): void {
    problems.push(corruptObject(table, object, reason));
  }

  return {
    scan(object, type, bytes, size) {
      compare(object, begin(type, size).update(bytes.subarray(0, size)));
      return undefined;
    },
    fail: (object, _type, reason) => fail(object, reason),
    leaveOut(object, _type, needed: Needed) {
      problems.push({ ...tooLargeToVerify(memory, needed), oid: oidOf(table, object) });
    },
    stream(object, size) {
      const hash = begin(packTypes.blob, size);
      return { push: (bytes) => void hash.update(bytes), end: () => compare(object, hash) };
    },
    result: () => ({ problems }),
  };
}
