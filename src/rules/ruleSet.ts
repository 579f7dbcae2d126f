// The rules of one run: those that are switched on, in a fixed order, with a hash that names them.
import { createHash } from 'node:crypto';
import type { Rule } from '../model/rule.ts';

export interface RuleSet {
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  readonly byId: ReadonlyMap<string, Rule>;
  /** Ids of all rules that there are, the disabled ones too. */
  readonly knownIds: ReadonlySet<string>;
  /** 16 hex digits over everything that can change a match; examples, references and advice do not count. */
  readonly hash: string;
  /** What the build worked out for exactly these rules (detect/triggerTable.ts), where it did. */
  readonly prepared?: Uint8Array | undefined;
}

/** Ids of the rules that are not built-in. */
export function ownRuleIds({ rules }: Pick<RuleSet, 'rules'>): ReadonlySet<string> {
  return new Set(rules.flatMap(({ id, isOwn }) => (isOwn === true ? [id] : [])));
}

/** Makes a rule set; of two rules with one id the later one stands. Without `knownIds` there are no other rules. */
export function ruleSetOf(rules: readonly Rule[], knownIds?: ReadonlySet<string>): RuleSet {
  const latest = new Map(rules.map((rule) => [rule.id, rule]));
  const sorted = [...latest.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const set = sortedRuleSet(sorted, rulesHash(sorted));
  return knownIds === undefined ? set : { ...set, knownIds };
}

/** A rule set out of rules that are sorted by id already and whose hash is known. */
export function sortedRuleSet(rules: readonly Rule[], hash: string): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return { rules, byId, knownIds: new Set(byId.keys()), hash };
}

/** The first 16 hex digits of SHA-256 over the rules' canonical JSON, in the order given. */
export function rulesHash(rules: readonly Rule[]): string {
  return createHash('sha256')
    .update(JSON.stringify(rules, matchingFields))
    .digest('hex')
    .slice(0, 16);
}

// As a list of names, JSON.stringify takes these alone and in this order, in nested objects as well.
const matchingFields = [
  'id',
  'title',
  'provider',
  'severity',
  'confidence',
  'specificity',
  'keywords',
  'pattern',
  'extractor',
  'window',
  'before',
  'after',
  'minEntropy',
  'paths',
  'include',
  'exclude',
  'includePatterns',
  'excludePatterns',
  'allow',
  'patterns',
  'literals',
  'checks',
  'pairedWith',
  'isOwn',
];
