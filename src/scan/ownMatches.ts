// Matches of rules that are not built-in keep those of built-in ones at their place only where they count themselves: their
// paths, their confidence or what is allowed may leave them out, and a stranger's configuration is to hide nothing by that.
import type { SealedMatch } from '../model/match.ts';
import { ownRuleIds } from '../rules/ruleSet.ts';
import type { RuleSet } from '../rules/ruleSet.ts';

/** What holds a match: an object's number, or any text that names a content. */
export type ContentKey = number | string;

type Range = Pick<SealedMatch, 'startOffset' | 'endOffset'>;

/** Where matches of own rules count, content by content. */
export interface OwnMatches {
  /** Whether the match is one of an own rule. */
  isOwn(match: Pick<SealedMatch, 'ruleId'>): boolean;
  /** Notes a match of an own rule that counts. */
  note(content: ContentKey, match: Range): void;
  /** Whether a match of a built-in rule overlaps one that counts. */
  isCovered(content: ContentKey, match: Range & Pick<SealedMatch, 'ruleId'>): boolean;
}

/** Undefined where all rules are built-in, as they are in most runs: nobody need ask. */
export function createOwnMatches(rules: RuleSet): OwnMatches | undefined {
  const own = ownRuleIds(rules);
  if (own.size === 0) return undefined;
  const noted = new Map<ContentKey, CoveredRanges>();
  return {
    isOwn: ({ ruleId }) => own.has(ruleId),
    note(content, range) {
      const known = noted.get(content);
      if (known === undefined) noted.set(content, coveredRanges(range));
      else known.add(range);
    },
    isCovered(content, match) {
      return !own.has(match.ruleId) && noted.get(content)?.overlaps(match) === true;
    },
  };
}

interface CoveredRanges {
  add(range: Range): void;
  overlaps(range: Range): boolean;
}

/** Ranges of one content, which may have tens of thousands: sorted once all are there. */
function coveredRanges(first: Range): CoveredRanges {
  const ranges = [first];
  let starts: Uint32Array | undefined;
  /** The largest end of the ranges up to each. */
  let ends = new Uint32Array();
  function sort(): Uint32Array {
    ranges.sort((a, b) => a.startOffset - b.startOffset);
    let end = 0;
    ends = Uint32Array.from(ranges, ({ endOffset }) => (end = Math.max(end, endOffset)));
    return Uint32Array.from(ranges, ({ startOffset }) => startOffset);
  }
  return {
    add(range) {
      ranges.push(range);
      starts = undefined;
    },
    overlaps({ startOffset, endOffset }) {
      starts ??= sort();
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (starts[middle]! < endOffset) low = middle + 1;
        else high = middle;
      }
      return low > 0 && ends[low - 1]! > startOffset;
    },
  };
}
