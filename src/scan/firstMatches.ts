// Of a content the first matches, as many as there is memory for: one line may be a token, a million times over.
import { append } from '../model/append.ts';
import type { Match } from '../model/match.ts';
import type { Problem } from '../model/problem.ts';
import { placesWithin } from './memoryPlan.ts';
import type { MemoryPlan } from './memoryPlan.ts';

export interface FirstMatches {
  /** Takes the next match by place, or counts it where there is no room for more. */
  add(match: Match): void;
  /** The same for all matches of a content that is scanned as a whole. */
  addAll(matches: readonly Match[]): void;
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
      count++;
      // Those at one place may come in another order where the content is scanned as a whole, and must be found again.
      const isThere = (): boolean => taken.at(-1)?.startOffset === match.startOffset;
      if (taken.length < most || isThere()) taken.push(match);
    },
    addAll(matches) {
      count += matches.length;
      append(taken, matches.slice(0, Math.max(0, most - taken.length)));
    },
    taken,
    problem() {
      if (count === taken.length) return undefined;
      const message = `of ${count} matches in one content only the first ${taken.length} are told; a greater --max-memory tells more`;
      return { kind: 'limit', message };
    },
  };
}
