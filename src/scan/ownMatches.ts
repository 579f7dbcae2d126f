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
  const noted = new Map<ContentKey, Range[]>();
  return {
    isOwn: ({ ruleId }) => own.has(ruleId),
    note(content, range) {
      const known = noted.get(content);
      if (known === undefined) noted.set(content, [range]);
      else known.push(range);
    },
    isCovered(content, { ruleId, startOffset, endOffset }) {
      if (own.has(ruleId)) return false;
      const ranges = noted.get(content);
      return (
        ranges?.some((range) => range.startOffset < endOffset && range.endOffset > startOffset) ===
        true
      );
    },
  };
}
