// What every thread of a scan shares: the storage's tables, the list of work, and a few words of control.
// All of it is shared memory or plain data, so handing it to a thread copies nothing large.
import type { Sought } from '../detect/sought/valueDetector.ts';
import type { Storage } from '../git/storage.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import type { PathMask } from './pathMask.ts';

/**
 * Phases in which the objects of the storage are read: trees for the names of blobs, then contents, then, where it was asked
 * for, all to be held to their names (`verify`), then, where something was found, trees once more for the shape of what holds it. `marks` (in rounds) and `holders` read nothing:
 * they find out among what `shapes` read which trees hold something sought.
 */
export type Phase = 'names' | 'contents' | 'verify' | 'shapes' | 'marks' | 'holders';

/** Words of `ScanShared.control`, read and written with Atomics. */
export const controlWords = {
  /** Units of the running phase that some thread has taken. */
  unitsTaken: 0,
  /** 1 = stop as soon as possible. */
  stop: 1,
  /** Objects done, for progress. */
  objectsDone: 2,
  /** Distinct matches found so far, for progress. */
  matches: 3,
  /** Of the taken units those from the front and from the end of the list. */
  takenFirst: 4,
  takenLast: 5,
  /** Microseconds that it will take to tell what was found. */
  reserve: 6,
} as const;

/**
 * From which end of the list a thread takes its units. The large ones are in front: the main thread, which is to look
 * at its signals and timers now and then, takes the small ones.
 */
export type End = 'first' | 'last';

/** A list of units of work; unit `i` is `entries[starts[i], starts[i + 1])` of pack `packs[i]`. */
export interface UnitList {
  readonly packs: Int32Array;
  readonly starts: Uint32Array;
  /** Entry numbers of family roots, or object numbers where the pack is `strayUnit`. */
  readonly entries: Uint32Array;
  /** Number of objects in all units. */
  readonly objects: number;
  /** Compressed bytes of all units. */
  readonly weight: number;
}

/** `UnitList.packs` value of a unit of objects that no family leads to (loose ones, mostly). */
export const strayUnit = -1;

/** How the detector of each thread is made. */
export interface DetectorSettings {
  readonly ruleFiles: readonly string[];
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** What a configuration adds to the rules and changes of them. */
  readonly own: readonly Rule[];
  readonly severities: Settings['severities'];
  /** See fingerprintKey in triage/. */
  readonly fingerprintKey: string;
  /** `js` = the pure-JavaScript RE2 whatever is installed. */
  readonly engine: 'auto' | 'js';
  /** Values that are sought instead of what the rules find. */
  readonly sought?: Sought | undefined;
}

export interface ScanShared {
  readonly storage: Storage;
  readonly control: Int32Array;
  /** Type number of each object; loose ones are filled in while names are read. */
  readonly types: Uint8Array;
  /** 1 for blobs that the trail is asked for, filled before shapes are read; then for all trees that hold one. */
  readonly isSought: Uint8Array;
  /** Which kinds of name each blob has. Filled while names are read. */
  readonly paths: PathMask;
  /** 1 for each object that the running phase need not read: an earlier audit did. */
  readonly isKnown: Uint8Array;
  /** What was read, and as what; see ObjectFacts. */
  readonly readAs: Int32Array;
  /** Sizes of the contents that were read, in bytes. */
  readonly sizes: Uint32Array;
  /** Commits whose parents were cut off (`shallow` file), as hexadecimal ids. */
  readonly shallow: ReadonlySet<string>;
  readonly detector: DetectorSettings;
  /** Globs of the configuration for further .env-like files. */
  readonly envFiles: readonly string[];
  readonly memory: MemoryPlan;
  /** Larger blobs are left out. */
  readonly maxBlobBytes: number;
  /** When the scan ends at the latest, on the clock of monotonicMs, less what is reserved; infinite without a time limit. */
  readonly endMs: number;
  /** What counts as found while the scan goes on (progress); the judgement comes later. */
  readonly leastScore: number;
  /** False = every blob is scanned whole (`--no-incremental`). */
  readonly incremental: boolean;
}
