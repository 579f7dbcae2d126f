// Reads every object of a repository: trees for the names of blobs, then contents through the detector, and gives what
// the later steps need: matches by object, the commit graph, and what was not to be had.
import { availableParallelism } from 'node:os';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { createObjectStore } from '../git/objectStore.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { findOid, oidOf } from '../git/objectTable.ts';
import { parentElsewhere, setFamilyType } from '../git/packLayout.ts';
import { packTypes } from '../git/packFile.ts';
import type { Repository } from '../git/repository.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import { openStorage, packedBytesOnDisk } from '../git/storage.ts';
import type { Storage } from '../git/storage.ts';
import type { ObjectType, Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import { CommitTableBuilder } from '../trail/commitTable.ts';
import type { CommitTable } from '../trail/commitTable.ts';
import type { ContentResult } from './contentScanner.ts';
import { leastScoreOf } from './judgement.ts';
import { mergeMatchLists } from './matchList.ts';
import type { PlacedMatch } from './matchList.ts';
import type { NameResult } from './nameScanner.ts';
import { notebookBit } from './pathMask.ts';
import { packedTypes, planContents, planTrees, unitWeights, weightOf } from './plan.ts';
import { createThreadPool, endWorkers, startWorkers } from './pool.ts';
import { watchProgress } from './progress.ts';
import { controlWords } from './shared.ts';
import type { DetectorSettings, ScanShared } from './shared.ts';
import type { Shape } from './shapeScanner.ts';

/** What reading all objects gave. */
export interface ObjectScan {
  readonly storage: Storage;
  readonly store: ObjectStore;
  /** In blobs, ordered by object. */
  readonly blobMatches: readonly PlacedMatch[];
  /** In commit and tag messages, ordered by object; offsets and lines within the message. */
  readonly messageMatches: readonly PlacedMatch[];
  readonly commits: CommitTable;
  readonly shared: ScanShared;
  readonly contents: readonly ContentResult[];
  readonly names: readonly NameResult[];
  /** Objects that a commit, tag or tree names and that are absent, sorted. */
  readonly missing: readonly Oid[];
  readonly problems: readonly Problem[];
  /** Objects that are there but were not scanned: damaged or too large. */
  readonly unread: ReadonlySet<Oid>;
  /** Reads the trees once more for the trail of these objects: which tree holds which of them. */
  readonly readShapes: (sought: Iterable<number>) => Promise<Shape[]>;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Below this many compressed bytes the start of threads costs more than they save (60 ms each). */
const smallJobBytes = 3 * 2 ** 20;

export interface ObjectScanInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly settings: DetectorSettings;
  /** The staging index. */
  readonly entries: readonly IndexEntry[];
  /** The main thread's detector, made when needed. */
  readonly detector: () => Detector;
}

export async function scanObjects(input: ObjectScanInput): Promise<ObjectScan> {
  const { repository, run } = input;
  // The main thread is one of them.
  const wanted = Math.max(0, (run.options.threads ?? availableParallelism()) - 1);
  const isLarge = packedBytesOnDisk(repository.objectDirs) >= smallJobBytes;
  let workers = isLarge ? startWorkers(wanted, input.settings) : [];
  let opened: ReturnType<typeof openStorage>;
  try {
    opened = openStorage(repository.objectDirs, repository.objectFormat);
  } catch (error) {
    await endWorkers(workers);
    throw error;
  }
  const { storage, problems } = opened;
  const store = createObjectStore(storage);
  resolveFamilyTypes(storage, store);
  const shared = createShared(storage, input);
  noteIndexKinds(shared, input.entries);
  // Many loose objects make a large job, too, but are not counted before they are listed.
  if (!isLarge && weightOf(storage) >= smallJobBytes)
    workers = startWorkers(wanted, input.settings);
  const unitWeight = workers.length === 0 ? unitWeights.main : unitWeights.thread;
  const pool = createThreadPool(shared, workers, input.detector);
  const progress = watchProgress(shared, run);
  const close = async (): Promise<void> => {
    progress.end();
    await pool.close();
  };
  try {
    const nameUnits = planTrees(storage, shared.types, unitWeight);
    progress.phase('reading trees', nameUnits.objects);
    const names = await pool.names(nameUnits);
    const contentUnits = planContents(storage, shared.types, unitWeight);
    progress.phase('reading contents', contentUnits.objects);
    const contents = await pool.contents(contentUnits);
    const parts = [...names, ...contents];
    const stopped = stopProblems(shared, run);
    let linked: CommitTable | undefined;
    const commits = (): CommitTable => (linked ??= linkCommits(storage, contents));
    return {
      storage,
      store,
      blobMatches: mergeMatchLists(contents.map((part) => part.blobMatches)),
      messageMatches: mergeMatchLists(contents.map((part) => part.messageMatches)),
      get commits() {
        return commits();
      },
      shared,
      names,
      contents,
      missing: [...new Set(parts.flatMap((part) => part.missing))].sort(),
      unread: unreadObjects(parts, contents),
      problems: [...problems, ...parts.flatMap((part) => part.problems), ...stopped],
      async readShapes(sought) {
        for (const object of sought) shared.isSought[object] = 1;
        const units = planTrees(storage, shared.types, unitWeight);
        progress.phase('tracing', units.objects);
        // The graph is not needed before the trees are read.
        return pool.shapes(units, commits);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function unreadObjects(
  parts: readonly { readonly problems: readonly Problem[] }[],
  contents: readonly ContentResult[],
): Set<Oid> {
  const damaged = parts.flatMap((part) => part.problems).flatMap(({ oid }) => oid ?? []);
  const oversized = contents.flatMap((part) => part.oversized).map(({ oid }) => oid);
  return new Set([...damaged, ...oversized]);
}

/** A blob of the index may have no name in any tree yet. */
function noteIndexKinds({ storage, paths }: ScanShared, entries: readonly IndexEntry[]): void {
  for (const { oid, path } of entries) {
    const object = findOid(storage.table, oid);
    if (object < 0) continue;
    paths[object]! |= kindBit(fileKindOf(path)) | (isNotebook(path) ? notebookBit : 0);
  }
}

function createShared(storage: Storage, input: ObjectScanInput): ScanShared {
  const { count } = storage.table;
  return {
    storage,
    control: new Int32Array(new SharedArrayBuffer(4 * Object.keys(controlWords).length)),
    types: packedTypes(storage),
    isSought: new Uint8Array(new SharedArrayBuffer(count)),
    paths: new Int32Array(new SharedArrayBuffer(count * 4)),
    shallow: input.repository.shallow,
    detector: input.settings,
    incremental: input.run.options.incremental,
    leastScore: leastScoreOf(input.run.options.minConfidence),
    maxBlobBytes: input.run.options.maxBlobBytes ?? Number.POSITIVE_INFINITY,
  };
}

/** Families whose base is in another pack or loose have that base's type. */
function resolveFamilyTypes(storage: Storage, store: ObjectStore): void {
  storage.packs.forEach(({ layout }, pack) => {
    for (const root of layout.roots) {
      if (layout.parents[root] !== parentElsewhere) continue;
      const type = store.readAt(pack, layout.offsets[root]!)?.type;
      if (type !== undefined) setFamilyType(layout, root, typeNumbers[type]);
    }
  });
}

const typeNumbers: Readonly<Record<ObjectType, number>> = packTypes;

function linkCommits(storage: Storage, contents: readonly ContentResult[]): CommitTable {
  const { table } = storage;
  const builder = new CommitTableBuilder(table.format);
  const noTree = new Uint8Array(table.oidBytes);
  const binary = (object: number): Uint8Array =>
    object < 0
      ? noTree
      : table.oids.subarray(object * table.oidBytes, (object + 1) * table.oidBytes);
  const rows: { commit: number; rows: Float64Array; at: number }[] = [];
  for (const { commitRows } of contents) {
    for (let at = 0; at < commitRows.length; at += 5 + commitRows[at + 4]!) {
      rows.push({ commit: commitRows[at]!, rows: commitRows, at });
    }
  }
  rows.sort((left, right) => left.commit - right.commit);
  for (const { commit, rows: words, at } of rows) {
    const parents = words.subarray(at + 5, at + 5 + words[at + 4]!);
    builder.add({
      oid: binary(commit),
      tree: binary(words[at + 1]!),
      parents: Array.from(parents)
        .filter((parent) => parent >= 0)
        .map(binary),
      authorSeconds: words[at + 2]!,
      commitSeconds: words[at + 3]!,
    });
  }
  return builder.build();
}

/** What an abort or a time limit left unread. */
function stopProblems(shared: ScanShared, run: RepositoryRun): Problem[] {
  if (!run.signal.aborted) return [];
  const { table } = shared.storage;
  const done = Atomics.load(shared.control, controlWords.objectsDone);
  const reason: unknown = run.signal.reason;
  const why = reason instanceof Error ? reason.message : 'the scan was stopped';
  const left = Math.max(0, table.count - done);
  return [{ kind: 'limit', message: `${why}: ${left} of ${table.count} objects were not scanned` }];
}

/** Hexadecimal id of an object by its number. */
export function objectOid(scan: ObjectScan, object: number): Oid {
  return oidOf(scan.storage.table, object);
}
