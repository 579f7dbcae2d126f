// How many secrets a run tells: as many as there is memory for. What is left out is counted, and the scan incomplete.
import { getHeapStatistics } from 'node:v8';
import type { SealedMatch } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import type { RunOptions } from '../model/run.ts';
import { foundBytesOf } from './memoryPlan.ts';

/** What a secret takes by the time that it stands in a report of the largest format (HTML), in bytes. */
const bytesPerSecret = 9_000;
/** Of Node's own limit secrets may take so much: beyond it the process would end without a word of ours. */
const heapShare = 0.7;
/** Least number of secrets that are told, whatever the memory. */
const fewestSecrets = 1_000;

/** Most secrets of a run, and what would tell more. `roomBytes` = memory that is left for what is read and found. */
export interface SecretLimit {
  readonly most: number;
  readonly remedy: string;
}

/**
 * The limit. Only a `--max-memory` that was asked for counts: what a user did not ask for may take more, as far as Node lets
 * it. `heapBytes` is Node's limit.
 */
export function secretLimit(
  { maxMemoryBytes }: Pick<RunOptions, 'maxMemoryBytes'>,
  roomBytes = foundBytesOf(maxMemoryBytes),
  heapBytes = getHeapStatistics().heap_size_limit,
): SecretLimit {
  const inHeap = Math.floor((heapShare * heapBytes) / bytesPerSecret);
  const inRoom = Math.floor(roomBytes / bytesPerSecret);
  return maxMemoryBytes === undefined || inHeap < inRoom
    ? { most: inHeap, remedy: 'NODE_OPTIONS=--max-old-space-size with more megabytes' }
    : { most: Math.max(fewestSecrets, inRoom), remedy: 'a greater --max-memory' };
}

/**
 * The secrets beyond the limit: those whose best match scores least, and of these the later ones. Secrets that no match
 * could make count (`leastScore`) neither take room nor are left out.
 */
export function secretsBeyond(
  { most }: SecretLimit,
  lists: readonly (readonly Pick<SealedMatch, 'secretId' | 'scores'>[])[],
  leastScore: number,
): ReadonlySet<string> {
  const best = new Map<string, number>();
  for (const list of lists) {
    for (const { secretId, scores } of list) {
      const score = Math.max(...scores);
      if (score >= leastScore && score > (best.get(secretId) ?? 0)) best.set(secretId, score);
    }
  }
  if (best.size <= most) return new Set();
  // A stable sort: what came first stays first.
  const ordered = [...best].sort(([, left], [, right]) => right - left);
  return new Set(ordered.slice(most).map(([secretId]) => secretId));
}

/** The problem of secrets that are left out. */
export function tooManySecrets({ most, remedy }: SecretLimit, leftOut: number): Problem {
  const message = `${most + leftOut} secrets were found and ${leftOut} of them left out for want of memory: ${remedy} would tell more`;
  return { kind: 'limit', message };
}
