// Blobs that an object finder does not read because of their size, for a check that reads few objects. What an audit has at
// hand is set up when the first one is met: it takes a list of all objects.
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { findOid } from '../git/objectTable.ts';
import type { Repository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import type { Match } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { RunOptions } from '../model/run.ts';
import type { CoverageBuilder } from './coverage.ts';
import {
  defaultMaxMemory,
  planMemory,
  tableBytesOf,
  tooLargeToRead,
  tooLargeToUnpack,
} from './memoryPlan.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { matchesOfObject } from './objectMatches.ts';
import type { LargeReceipt, StoredObjects } from './objectMatches.ts';
import { notebookBit } from './pathMask.ts';

export interface LargeBlobs {
  /**
   * The matches of a blob as a file of this path. `receiptOf` makes what hears how it was read; without it nobody does.
   * Throws UsageError where `--max-memory` does not do for this repository.
   */
  matchesOf(
    path: BytePath,
    oid: Oid,
    receiptOf?: (memory: MemoryPlan) => LargeReceipt,
  ): readonly Match[];
  close(): void;
}

export interface LargeBlobsInput {
  readonly repository: Pick<Repository, 'objectDirs' | 'objectFormat'>;
  readonly options: Pick<RunOptions, 'maxMemoryBytes'>;
  readonly detector: () => Detector;
}

export function createLargeBlobs({ repository, options, detector }: LargeBlobsInput): LargeBlobs {
  let opened: (StoredObjects & { readonly shared: { readonly memory: MemoryPlan } }) | undefined;

  function open(): NonNullable<typeof opened> {
    const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
    const memory = planMemory(
      {
        maxBytes: options.maxMemoryBytes ?? defaultMaxMemory,
        threads: 1,
        tableBytes: tableBytesOf(storage, 0),
      },
      options.maxMemoryBytes !== undefined,
    );
    const store: ObjectStore = createObjectStore(storage);
    return { storage, store, shared: { paths: new Int32Array(storage.table.count), memory } };
  }

  return {
    matchesOf(path, oid, receiptOf) {
      opened ??= open();
      const { storage, shared } = opened;
      const object = findOid(storage.table, oid);
      const receipt = receiptOf?.(shared.memory);
      if (object < 0) {
        receipt?.failed('it is nowhere');
        return [];
      }
      shared.paths[object] = kindBit(fileKindOf(path)) | (isNotebook(path) ? notebookBit : 0);
      return matchesOfObject(opened, detector(), object, receipt);
    },
    close() {
      opened?.store.close();
      opened = undefined;
    },
  };
}

export interface LargeReceiptInput {
  readonly coverage: CoverageBuilder;
  readonly counts: { blobs: number; bytes: number };
  readonly memory: MemoryPlan;
  readonly oid: Oid;
  /** See RunOptions.maxBlobBytes. */
  readonly mostBytes: number;
  /** Hears the size of one that is larger. */
  readonly leaveOut: (sizeBytes: number) => void;
}

/** A receipt that counts a large blob, and notes on the coverage what of it was not read. */
export function coverLarge(input: LargeReceiptInput): LargeReceipt {
  const { coverage, counts, memory, oid, mostBytes, leaveOut } = input;
  return {
    accepts(size) {
      if (size > mostBytes) leaveOut(size);
      return size <= mostBytes;
    },
    read(size, needed) {
      counts.blobs++;
      counts.bytes += size;
      if (needed !== undefined) coverage.problem({ ...tooLargeToUnpack(memory, needed), oid });
    },
    leftOut: (needed) => coverage.problem({ ...tooLargeToRead(memory, needed), oid }),
    cut: (problem) => coverage.problem({ ...problem, oid }),
    failed(reason) {
      const message = `object is damaged: ${reason}`;
      coverage.problem({ kind: 'corrupt-object', message, oid });
    },
  };
}
