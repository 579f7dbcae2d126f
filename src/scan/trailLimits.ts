// How many places of secrets a trail tells: as many as there is memory and time for.
import type { Problem } from '../model/problem.ts';
import type { RunContext } from '../model/run.ts';
import type { EventLimits } from '../trail/trailEvents.ts';
import { monotonicMs } from './clock.ts';
import { deadlineOf } from './lateness.ts';
import { placesWithin } from './memoryPlan.ts';
import type { MemoryPlan } from './memoryPlan.ts';

/** A place is traced, written out and reported in so many milliseconds. */
const msPerPlace = 0.05;

/** How many places a trail may tell, by the memory and the time that are left. */
export function trailLimits(
  memory: MemoryPlan,
  run: Pick<RunContext, 'signal' | 'options'>,
  reservedMs = 0,
): EventLimits {
  const leftMs = deadlineOf(run).endMs - reservedMs - monotonicMs();
  const total = Math.min(placesWithin(memory), Math.max(0, Math.floor(leftMs / msPerPlace)));
  return { perCommit: total, total };
}

/** Bounds the places that are told outside of commits; those of one secret may be a million lines. */
export interface PlaceLimit {
  /** Whether there is room for one more place of a secret; always for its first one. */
  admits(secretId: string): boolean;
  /** Whether there was none for some. */
  readonly isCut: boolean;
}

export function createPlaceLimit(most: number): PlaceLimit {
  const known = new Set<string>();
  let count = 0;
  let isCut = false;
  return {
    admits(secretId) {
      if (count >= most && known.has(secretId)) {
        isCut = true;
        return false;
      }
      known.add(secretId);
      count++;
      return true;
    },
    get isCut() {
      return isCut;
    },
  };
}

/** The problem of a trail that is truncated. */
export const trailCutOff: Problem = {
  kind: 'limit',
  message:
    'there are more places of secrets than room or time for them: every secret is reported, not each of its places',
};
