// Of a content the first matches, as many as there is memory for: one line may be a token, a million times over.
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import { placesWithin } from './memoryPlan.ts';
import type { MemoryPlan } from './memoryPlan.ts';

export interface FirstMatches {
  /** Takes the next match by place, or counts it where there is no room for more. */
  add(match: Match): void;
  readonly taken: Match[];
  /** Where some were not taken. */
  problem(): Problem | undefined;
}

export function createFirstMatches(memory: Pick<MemoryPlan, 'foundBytes'>): FirstMatches {
  const most = placesWithin(memory);
  const taken: Match[] = [];
  let count = 0;
  return {
    add(match) {
      if (++count <= most) taken.push(match);
    },
    taken,
    problem() {
      if (count === taken.length) return undefined;
      const message = `of ${count} matches in one content only the first ${taken.length} are told; a greater --max-memory tells more`;
      return { kind: 'limit', message };
    },
  };
}

/** The same of a content that was scanned as a whole. */
export function firstOf(
  memory: Pick<MemoryPlan, 'foundBytes'>,
  matches: readonly Match[],
): FirstMatches {
  const first = createFirstMatches(memory);
  for (const match of matches) first.add(match);
  return first;
}
