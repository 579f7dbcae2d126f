// The keywords of a rule set, with the rules that each starts and how much they look at: flat arrays, since to work them out
// takes longer than to scan a commit. So the build does it once for the built-in rules.
import { deserialize, serialize } from 'node:v8';
import type { RuleSet } from '../rules/ruleSet.ts';
import { encodedByKeyword } from './decode/encodedKeywords.ts';
import { extractorsByKeyword, objectReach, reachOf } from './extractors.ts';
import { buildSieve } from './keywordSieve.ts';
import type { KeywordSieve } from './keywordSieve.ts';

export interface TriggerTable {
  /** Its keywords, in their order, are those of the table. */
  readonly sieve: KeywordSieve;
  /** Per keyword the bytes before and after its end that may be looked at. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** 1 for the keywords that are one in encoded text. */
  readonly isEncoded: Uint8Array;
  /** Where the rules of each keyword start in `rules`; one more than there are keywords. */
  readonly ruleStarts: Uint32Array;
  /** Places in the rule set. */
  readonly rules: Uint16Array;
}

/** The table of a rule set: the one that was prepared for exactly these rules, or a new one. */
export function triggerTable(ruleSet: RuleSet): TriggerTable {
  return preparedTable(ruleSet) ?? buildTable(ruleSet);
}

interface Prepared {
  readonly rulesHash: string;
  readonly table: TriggerTable;
}

/** The table of a rule set as bytes, for `RuleSet.prepared`. */
export function prepareTable(ruleSet: RuleSet): Uint8Array {
  const prepared: Prepared = { rulesHash: ruleSet.hash, table: buildTable(ruleSet) };
  return serialize(prepared);
}

function preparedTable({ prepared, hash }: RuleSet): TriggerTable | undefined {
  if (prepared === undefined) return undefined;
  // Written by our own build, together with this program.
  const { rulesHash, table } = deserialize(prepared) as Prepared;
  return rulesHash === hash ? table : undefined;
}

function buildTable({ rules }: RuleSet): TriggerTable {
  const rulesOf = new Map<string, number[]>();
  for (const [place, rule] of rules.entries()) {
    if (rule.pattern === '') continue;
    for (const keyword of new Set(rule.keywords.map((word) => word.toLowerCase()))) {
      const known = rulesOf.get(keyword);
      if (known === undefined) rulesOf.set(keyword, [place]);
      else known.push(place);
    }
  }
  const extractorsOf = extractorsByKeyword(rules);
  const encodedOf = rules.length > 0 ? encodedByKeyword() : new Map<string, never>();
  const keywords = [
    ...new Set([...rulesOf.keys(), ...extractorsOf.keys(), ...encodedOf.keys()]),
  ].sort();
  const windows = keywords.map((keyword) => {
    const reach = encodedOf.has(keyword) ? objectReach : reachOf(extractorsOf.get(keyword) ?? []);
    const own = (rulesOf.get(keyword) ?? []).map((place) => rules[place]!.window);
    // One spare byte on either side: a match that touches a cut edge does not count.
    return {
      before: Math.max(reach.before, ...own.map(({ before }) => before + keyword.length + 1)),
      after: Math.max(reach.after, ...own.map(({ after }) => after + 1)),
    };
  });
  const ruleStarts = new Uint32Array(keywords.length + 1);
  for (const [id, keyword] of keywords.entries()) {
    ruleStarts[id + 1] = ruleStarts[id]! + (rulesOf.get(keyword)?.length ?? 0);
  }
  return {
    sieve: buildSieve(keywords),
    before: Int32Array.from(windows, ({ before }) => before),
    after: Int32Array.from(windows, ({ after }) => after),
    isEncoded: Uint8Array.from(keywords, (keyword) => (encodedOf.has(keyword) ? 1 : 0)),
    ruleStarts,
    rules: Uint16Array.from(keywords.flatMap((keyword) => rulesOf.get(keyword) ?? [])),
  };
}
