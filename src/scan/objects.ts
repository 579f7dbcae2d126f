// Reads every object of a repository: trees for the names of blobs, then contents through the detector, and gives what
// the later steps need: matches by object, the commit graph, and what was not to be had.
import { availableParallelism } from 'node:os';
import type { CacheFolder } from '../cache/cacheFolder.ts';
import type { Detector } from '../detect/detector.ts';
import { createObjectStore } from '../git/objectStore.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { oidOf } from '../git/objectTable.ts';
import type { Repository } from '../git/repository.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import { openStorage, packedBytesOnDisk } from '../git/storage.ts';
import type { OpenedStorage, Storage } from '../git/storage.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { CommitTable } from '../trail/commitTable.ts';
import type { ContentResult } from './contentScanner.ts';
import { createShared, noteIndexKinds, resolveFamilyTypes } from './createShared.ts';
import {
  contentsFromFacts,
  fitFacts,
  knownContents,
  knownNames,
  knownTrees,
  knownTypes,
  namesFromFacts,
  recallReads,
  shapeFromFacts,
} from './knownObjects.ts';
import type { KnownObjects } from './knownObjects.ts';
import { deadlineOf } from './lateness.ts';
import { linkCommits } from './linkCommits.ts';
import { mergeMatchLists } from './matchList.ts';
import type { PlacedMatch } from './matchList.ts';
import {
  defaultMaxMemory,
  headBytesFor,
  planMemory,
  listBytesOf,
  tableBytesOf,
  threadsWithin,
} from './memoryPlan.ts';
import type { NameResult } from './nameScanner.ts';
import { gatherFacts, keepFacts, readFacts } from './objectCache.ts';
import type { FactsInput } from './objectCache.ts';
import { planContents, planTrees, unitWeights, weightOf } from './plan.ts';
import type { PlanInput } from './plan.ts';
import { createThreadPool, endWorkers, startWorkers } from './pool.ts';
import { watchProgress } from './progress.ts';
import type { ProgressWatch } from './progress.ts';
import { controlWords } from './shared.ts';
import type { DetectorSettings, ScanShared } from './shared.ts';
import type { Shape } from './shapeScanner.ts';
import { reservedMs } from './stopWord.ts';
import { createTurns } from './turns.ts';
import { stopProblems, unreadLoose, unreadObjects } from './unreadObjects.ts';
import { checkPacks, verifyObjects } from './verifyStorage.ts';
import type { ObjectChecks } from './verifyStorage.ts';

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
  /** Objects that were held to their ids; undefined where nobody asked for it. */
  readonly verified: number | undefined;
  /** Objects that are there but were not scanned: damaged or too large. */
  readonly unread: ReadonlySet<Oid>;
  /** Reads the trees once more for the trail of these objects: which tree holds which of them. */
  readonly readShapes: (sought: Iterable<number>) => Promise<Shape[]>;
  /** Names what the main thread does next for the progress bar, as ProgressWatch has it, and lets it be drawn. */
  readonly beginPhase: (...phase: Parameters<ProgressWatch['phase']>) => Promise<void>;
  /** Leaves what was learned for the next audit, where there is anything new to leave. */
  readonly keep: () => void;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Below this many compressed bytes the start of threads costs more than they save (60 ms each). */
const smallJobBytes = 3 * 2 ** 20;
/** Up to this many objects are read one by one, each with its chain of deltas, rather than by families. */
const fewObjects = 2_000;

export interface ObjectScanInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly settings: DetectorSettings;
  /** The staging index. */
  readonly entries: readonly IndexEntry[];
  /** How many refs the repository has. */
  readonly refs: number;
  /** The main thread's detector, made when needed. */
  readonly detector: () => Detector;
  /** Where earlier audits kept what they learned, and under which key; undefined = nothing is kept. */
  readonly cache: { readonly folder: CacheFolder; readonly key: string } | undefined;
}

export async function scanObjects(input: ObjectScanInput): Promise<ObjectScan> {
  const { repository, run, cache } = input;
  const facts = cache && readFacts(cache.folder, cache.key);
  const maxBytes = run.options.maxMemoryBytes ?? defaultMaxMemory;
  const wantedThreads = run.options.threads ?? availableParallelism();
  const listBytes = listBytesOf(input.refs, input.entries.length);
  const threads = threadsWithin(maxBytes, wantedThreads, listBytes);
  // The main thread is one of them.
  const wanted = threads - 1;
  const isLarge = packedBytesOnDisk(repository.objectDirs) >= smallJobBytes;
  let workers = isLarge && facts === undefined ? startWorkers(wanted, input.settings) : [];
  let shared: ScanShared;
  let problems: readonly Problem[];
  let known: KnownObjects | undefined;
  let byFamily: boolean;
  let store: ObjectStore;
  let opened: OpenedStorage | undefined;
  try {
    const headBytes = headBytesFor(maxBytes);
    opened = openStorage(repository.objectDirs, repository.objectFormat, headBytes, true);
    const { storage } = opened;
    ({ problems } = opened);
    const tableBytes = tableBytesOf(storage, headBytes) + listBytes;
    const isAsked = run.options.maxMemoryBytes !== undefined;
    const memory = planMemory({ maxBytes, threads, tableBytes, listBytes }, isAsked, wantedThreads);
    known = facts && fitFacts(facts, storage.table);
    byFamily = known === undefined || !known.holdsTrees || known.unread > fewObjects;
    store = createObjectStore(storage);
    if (byFamily) resolveFamilyTypes(storage, store);
    shared = createShared(storage, memory, input, byFamily);
  } catch (error) {
    await endWorkers(workers);
    opened?.close();
    throw error;
  }
  const { storage } = shared;
  const { releaseFamilies, close: closeStorage } = opened;
  const plan = (): PlanInput => ({
    storage,
    types: shared.types,
    isKnown: shared.isKnown,
    byFamily,
    unitWeight,
  });
  // Many loose objects make a large job, too, but are not counted before they are listed.
  if (byFamily && workers.length === 0 && (isLarge || weightOf(storage) >= smallJobBytes)) {
    workers = startWorkers(wanted, input.settings);
  }
  const unitWeight = workers.length === 0 ? unitWeights.main : unitWeights.thread;
  const pool = createThreadPool(shared, workers, input.detector);
  const progress = watchProgress(shared, run);
  const close = async (): Promise<void> => {
    progress.end();
    await pool.close();
    store.close();
    closeStorage();
  };
  try {
    if (known !== undefined) {
      knownTypes(known, shared.types);
      knownNames(known, shared.paths);
      shared.isKnown.set(knownTrees(known));
      recallReads(known, shared.isKnown, shared);
    }
    const nameUnits = planTrees(plan());
    progress.phase('reading trees', nameUnits.objects);
    const names = await pool.names(nameUnits);
    if (known !== undefined) names.push(namesFromFacts(known, shared.isKnown));
    const treeNames = shared.paths.slice();
    noteIndexKinds(shared, input.entries);
    shared.isKnown.fill(0);
    if (known !== undefined) {
      shared.isKnown.set(knownContents(known, shared.paths));
      recallReads(known, shared.isKnown, shared);
    }
    const contentUnits = planContents(plan());
    progress.phase('reading contents', contentUnits.objects);
    const contents = await pool.contents(contentUnits);
    // A thread may have seen it before the timer was heard.
    if (Atomics.load(shared.control, controlWords.stop) !== 0) {
      deadlineOf(run).isOver(reservedMs(shared));
    }
    progress.phase('verifying packs', 0);
    const { giveWay } = createTurns();
    const checked = await checkPacks(storage, new Set(known?.facts.packs), run, giveWay);
    let verified: ObjectChecks | undefined;
    if (run.options.verifyObjects === true) {
      if (!byFamily) resolveFamilyTypes(storage, store);
      const unread = unreadLoose(storage, unreadObjects([...names, ...contents], contents));
      verified = await verifyObjects(shared, run, pool, progress, unread);
    }
    if (known !== undefined) contents.push(contentsFromFacts(known, shared.isKnown, storage.table));
    const stopped = stopProblems(shared, run, names, contents);
    const parts = [...names, ...contents];
    const told = new Set(parts.flatMap((part) => part.problems).flatMap(({ oid }) => oid ?? []));
    let linked: CommitTable | undefined;
    const commits = (): CommitTable => (linked ??= linkCommits(storage, contents));
    let shapes: FactsInput['shapes'];
    let isNew = nameUnits.objects + contentUnits.objects > 0;
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
      problems: [
        ...problems,
        ...checked.problems,
        ...parts.flatMap((part) => part.problems),
        ...contents.flatMap((part) => part.crowded),
        ...(verified?.problems ?? []).filter(({ oid }) => oid === undefined || !told.has(oid)),
        ...stopped,
      ],
      verified: verified?.verified,
      async readShapes(sought) {
        for (const object of sought) shared.isSought[object] = 1;
        const shape = known && shapeFromFacts(known, sought);
        shared.isKnown.fill(0);
        if (known !== undefined && shape !== undefined) shared.isKnown.set(knownTrees(known));
        else isNew = true;
        if (shape === undefined) byFamily = true;
        const units = planTrees(plan());
        progress.phase('tracing', units.objects);
        // The graph is not needed before the trees are read.
        const found = await pool.shapes(units, shape, commits);
        // Nothing more is read by phases: what the workers hold and what only they need is better given back.
        await pool.close();
        store.close();
        releaseFamilies();
        if (cache !== undefined) shapes = { sought: Uint32Array.from(sought), parts: [...found] };
        return found;
      },
      async beginPhase(...phase) {
        progress.phase(...phase);
        await createTurns().giveWay();
      },
      keep() {
        if (cache === undefined || !isNew || run.signal.aborted) return;
        const learned = gatherFacts({
          shared,
          treeNames,
          names,
          contents,
          shapes,
          packs: checked.whole,
        });
        keepFacts(cache.folder, cache.key, learned);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Hexadecimal id of an object by its number. */
export function objectOid(scan: ObjectScan, object: number): Oid {
  return oidOf(scan.storage.table, object);
}
