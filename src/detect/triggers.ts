// Which keywords start which work: those of the provider rules (RE2 on a window) and those of the
// generic extractors. One table by keyword id, beside the sieve over all of them.
import type { Rule } from '../model/rule.ts';
import { compileRule, type CompiledRule } from '../rules/compileRule.ts';
import { loadEngine } from '../rules/engine.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { encodedByKeyword, type EncodedKeyword } from './decode/encodedKeywords.ts';
import { extractorsByKeyword, type Extractor } from './extractors.ts';
import type { KeywordSieve } from './keywordSieve.ts';
import { triggerTable } from './triggerTable.ts';
import { valueRunOf, type MayMatch } from './valueRun.ts';

/** A provider rule with the cheap look that comes before its pattern. */
export interface TriggeredRule {
  readonly compiled: CompiledRule;
  readonly mayMatch: MayMatch;
}

/** What one keyword starts. */
export interface Trigger {
  readonly keyword: string;
  readonly rules: readonly TriggeredRule[];
  readonly extractors: readonly Extractor[];
  /** What it is in encoded text; several have the same letters. */
  readonly encoded: readonly EncodedKeyword[];
  /** Bytes before and after the end of the keyword that `verify` may look at. */
  readonly before: number;
  readonly after: number;
}

export interface Triggers {
  readonly sieve: KeywordSieve;
  /** Per keyword id the bytes before and after its end that may be looked at. */
  readonly windowBefore: Int32Array;
  readonly windowAfter: Int32Array;
  /** What a keyword starts; throws for an id that the sieve does not know. */
  readonly of: (keywordId: number) => Trigger;
}

/** All keywords of a rule set with what each starts. Most are never met: what they start is made ready when they are. */
export function triggersOf(ruleSet: RuleSet, engine: 'auto' | 'js'): Triggers {
  const { rules } = ruleSet;
  const table = triggerTable(ruleSet);
  const { sieve } = table;
  const made: (Trigger | undefined)[] = sieve.keywords.map(() => undefined);
  const compiled = new Map<number, CompiledRule>();
  let extractorsOf: ReadonlyMap<string, readonly Extractor[]> | undefined;

  function ruleAt(place: number): CompiledRule {
    const known = compiled.get(place);
    if (known !== undefined) return known;
    const rule = compileRule(rules[place]!, () => loadEngine(engine));
    compiled.set(place, rule);
    return rule;
  }

  function make(id: number): Trigger {
    const keyword = sieve.keywords[id];
    if (keyword === undefined) throw new RangeError(`there is no keyword ${id}`);
    extractorsOf ??= extractorsByKeyword(rules);
    const places = table.rules.subarray(table.ruleStarts[id], table.ruleStarts[id + 1]);
    return {
      keyword,
      rules: Array.from(places, (place) => ({
        compiled: ruleAt(place),
        mayMatch: whenNeeded(rules[place]!, keyword),
      })),
      extractors: extractorsOf.get(keyword) ?? [],
      encoded: table.isEncoded[id] === 1 ? (encodedByKeyword().get(keyword) ?? []) : [],
      before: table.before[id]!,
      after: table.after[id]!,
    };
  }

  return {
    sieve,
    windowBefore: table.before,
    windowAfter: table.after,
    of: (id) => (made[id] ??= make(id)),
  };
}

// Patterns are read when a keyword is first met: most rules never are.
function whenNeeded(rule: Rule, keyword: string): MayMatch {
  let look: MayMatch | undefined;
  return (bytes, window, place) => (look ??= valueRunOf(rule, keyword))(bytes, window, place);
}
