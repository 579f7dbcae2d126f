// Deals out --max-memory: what the process and its threads take in any case, what a repository's tables take, and the
// rest for large objects.
import { createLargeMemory } from '../git/largeMemory.ts';
import type { Needed } from '../git/familyVisitor.ts';
import type { ReadingMemory } from '../git/rooms.ts';
import type { Storage } from '../git/storage.ts';
import { bytesPerPath } from '../git/treeFiles.ts';
import { largestHeld } from '../git/unpacker.ts';
import { UsageError } from '../model/errors.ts';
import type { Problem } from '../model/problem.ts';

export const defaultMaxMemory = 2 ** 30;

/** What is to be dealt out; sizes in bytes. */
export interface MemoryNeeds {
  readonly maxBytes: number;
  /** The main one included. */
  readonly threads: number;
  /** What the repository takes by itself: see tableBytesOf. */
  readonly tableBytes: number;
  /** What of that is refs and entries of the index. */
  readonly listBytes?: number;
}

export interface MemoryPlan extends ReadingMemory, MemoryNeeds {
  /** Bytes that secrets and their places may take. */
  readonly foundBytes: number;
}

const mega = 2 ** 20;
/**
 * Node with the rules compiled and the main thread's garbage, and what each worker adds: celery's history of 164,000
 * objects takes 195 MB with no worker, 220 to 240 with one and 300 with three, less its pack and tables.
 */
const processBytes = 190 * mega;
const workerBytes = 50 * mega;
/** Below this there is no use in going on. */
const leastLarge = 16 * mega;

/** Bytes of packs that are kept in memory. */
export function headBytesFor(maxBytes: number): number {
  return Math.min(64 * mega, Math.floor(maxBytes / 16));
}

/** Of so many threads (the main one included) those that leave a quarter of the memory for what is read; `listBytes`: see listBytesOf. */
export function threadsWithin(maxBytes: number, wanted: number, listBytes: number): number {
  const tableBytes = headBytesFor(maxBytes) + listBytes;
  let threads = Math.max(1, wanted);
  while (threads > 1 && largeBytesOf({ maxBytes, threads, tableBytes }) < maxBytes / 4) threads--;
  return threads;
}

/** What a ref takes, its name in the report included, and an entry of the index. */
const bytesPerRef = 500;
const bytesPerEntry = 600;

/** Bytes that refs and entries of the index take, so many of each. */
export function listBytesOf(refs: number, entries: number): number {
  return refs * bytesPerRef + entries * bytesPerEntry;
}

/** Bytes that the tables of a storage take, those of the scan by object, and the packs' heads (so many at most). */
export function tableBytesOf({ table }: Storage, headBytes: number): number {
  // An entry of a pack takes 33; few objects stand in several packs.
  return headBytes + table.count * (table.oidBytes + 29 + 33);
}

/**
 * The plan. Throws UsageError where `maxBytes` is less than what it takes in any case. `isAsked` is false for the default,
 * which gives way: what the tables of a giant repository take is no choice of its user's. `wanted` = threads that would be
 * taken where there is memory for them.
 */
export function planMemory(
  needs: MemoryNeeds,
  isAsked: boolean,
  wanted = needs.threads,
): MemoryPlan {
  const room = largeBytesOf(needs);
  if (room < leastLarge && isAsked) {
    // Of more memory the heads of packs take more, and more threads.
    const roomAt = (maxBytes: number): number =>
      largeBytesOf({
        maxBytes,
        threads: threadsWithin(maxBytes, wanted, needs.listBytes ?? 0),
        tableBytes: needs.tableBytes + headBytesFor(maxBytes) - headBytesFor(needs.maxBytes),
      });
    let least = Math.ceil(needs.maxBytes / (10 * mega)) * 10;
    while (roomAt(least * mega) < leastLarge) least += 10;
    throw new UsageError(
      `--max-memory is too small: reading this repository takes ${least}M at least`,
    );
  }
  const { ordinaryBytes, heldBytes } = ordinaryOf(needs);
  const large = createLargeMemory(Math.max(room, leastLarge));
  const foundBytes = foundBytesIn(large.sizeBytes, isAsked);
  return { ...needs, ordinaryBytes, heldBytes, large, foundBytes };
}

/** The `foundBytes` of a run of one thread without a repository; `maxBytes` undefined = not asked for. */
export function foundBytesOf(maxBytes: number | undefined): number {
  const needs = { maxBytes: maxBytes ?? defaultMaxMemory, threads: 1, tableBytes: 0 };
  return foundBytesIn(Math.max(leastLarge, largeBytesOf(needs)), maxBytes !== undefined);
}

/** The default gives way here, too: ansible has 128,000 places, and whoever audits it wants them all. */
function foundBytesIn(roomBytes: number, isAsked: boolean): number {
  return isAsked ? roomBytes : Math.max(roomBytes, defaultMaxMemory);
}

/** Most bytes of paths listed at once, when objects are read: what the plan left over, and more where there are objects for it. */
export function pathBytesFor({ large }: MemoryPlan, { table }: Storage): number {
  return Math.max(Math.min(large.sizeBytes, 512 * mega), table.count * 2 * bytesPerPath);
}

/** What a place takes by the time it stands in a report: its event, the occurrence, its lines of text. */
const bytesPerPlace = 3000;
/** Least number of places that are told, whatever the memory. */
const fewestPlaces = 1000;

/** Most places of secrets that there is room for. */
export function placesWithin({ foundBytes }: Pick<MemoryPlan, 'foundBytes'>): number {
  return Math.max(fewestPlaces, Math.floor(foundBytes / bytesPerPlace));
}

/** The problem of an object that there is no room for. */
export function tooLargeToRead(plan: MemoryPlan, { needed }: Needed): Problem {
  return { kind: 'limit', message: `object was not read: ${remedyFor(plan, needed)}` };
}

/** The problem of an object whose contents were not held to its name. */
export function tooLargeToVerify(plan: MemoryPlan, { needed }: Needed): Problem {
  return { kind: 'limit', message: `object was not verified: ${remedyFor(plan, needed)}` };
}

/** The problem of an archive or a notebook that is not held as a whole. */
export function tooLargeToUnpack(plan: MemoryPlan, { needed }: Needed): Problem {
  const message = `the bytes were scanned, but neither unpacked nor told from images: ${remedyFor(plan, needed)}`;
  return { kind: 'limit', message };
}

function remedyFor({ maxBytes, threads, tableBytes }: MemoryPlan, needed: number): string {
  if (needed > 3 * largestHeld)
    return 'objects of 2 GB and more are read only where they are stored whole';
  let enough = maxBytes;
  while (largeBytesOf({ maxBytes: enough, threads, tableBytes }) < needed + 64) enough += 10 * mega;
  return `--max-memory ${Math.ceil(enough / (100 * mega)) * 100}M would do`;
}

function ordinaryOf({ maxBytes, threads }: Pick<MemoryNeeds, 'maxBytes' | 'threads'>): {
  ordinaryBytes: number;
  heldBytes: number;
} {
  const share = Math.floor(maxBytes / 64 / threads);
  const ordinaryBytes = Math.max(mega, Math.min(8 * mega, share));
  return { ordinaryBytes, heldBytes: 4 * ordinaryBytes };
}

function largeBytesOf({ maxBytes, threads, tableBytes }: MemoryNeeds): number {
  const { ordinaryBytes, heldBytes } = ordinaryOf({ maxBytes, threads });
  // Beside what a thread holds: a delta, a window of the pack, the content of an archive.
  const reading = threads * (heldBytes + 3 * ordinaryBytes);
  const process = processBytes + (threads - 1) * workerBytes;
  return maxBytes - process - reading - tableBytes;
}
