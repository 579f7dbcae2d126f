// The built-in rules in the one JSON file that a run reads (dist/lib/builtin.json): sorted, with their
// hash, and without what matching does not need. The part that all name-anchored patterns share stands in
// it once.
import type { Rule } from '../model/rule.ts';
import { assignedMiddle } from './shorthand.ts';
import { ruleSetOf, sortedRuleSet, type RuleSet } from './ruleSet.ts';

const middleMark = '\u0001';

interface CompactRules {
  readonly hash: string;
  readonly rules: readonly Rule[];
}

/** Text of builtin.json. */
export function packRules(rules: readonly Rule[]): string {
  const set = ruleSetOf(rules);
  const compact: CompactRules = {
    hash: set.hash,
    rules: set.rules.map((rule) => ({
      ...rule,
      pattern: rule.pattern.replace(assignedMiddle, middleMark),
      references: [],
      examples: noExamples,
    })),
  };
  return JSON.stringify(compact);
}

/** The rule set of a text that packRules wrote: examples and references are empty. */
export function unpackRules(text: string): RuleSet {
  // Written by our own build from rules that were validated there.
  const { hash, rules } = JSON.parse(text) as CompactRules;
  const whole = rules.map((rule) =>
    rule.pattern.includes(middleMark)
      ? { ...rule, pattern: rule.pattern.replace(middleMark, () => assignedMiddle) }
      : rule,
  );
  return sortedRuleSet(whole, hash);
}

const noExamples = { positive: [], negative: [] };
