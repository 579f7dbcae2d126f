// Of a large content the first matches, as many as there is memory for: one line may be a token, a million times over.
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import type { MemoryPlan } from './memoryPlan.ts';

export interface FirstMatches {
  /** Takes it, or counts it where there is no room for more. */
  add(match: Match): void;
  readonly taken: Match[];
  /** Where some were not taken. */
  problem(): Problem | undefined;
}

/** What a match of a content takes by the time that it stands in a report, in bytes. */
const bytesPerMatch = 5_000;

export function createFirstMatches({ maxBytes }: Pick<MemoryPlan, 'maxBytes'>): FirstMatches {
  const most = Math.floor(maxBytes / bytesPerMatch);
  const taken: Match[] = [];
  let count = 0;
  return {
    add(match) {
      if (++count <= most) taken.push(match);
    },
    taken,
    problem() {
      if (count <= most) return undefined;
      const message = `of ${count} matches in one content only the first ${most} are told; a greater --max-memory tells more`;
      return { kind: 'limit', message };
    },
  };
}
