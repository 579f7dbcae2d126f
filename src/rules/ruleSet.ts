// The rules of one run: those that are switched on, in a fixed order, with a hash that names them.
import { createHash } from 'node:crypto';
import type { Rule } from '../model/rule.ts';

export interface RuleSet {
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  readonly byId: ReadonlyMap<string, Rule>;
  /** 16 hex digits over everything that can change a match; examples, references and advice do not count. */
  readonly hash: string;
}

/** Makes a rule set; of two rules with one id the later one stands. */
export function ruleSetOf(rules: readonly Rule[]): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const sorted = [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    rules: sorted,
    byId: new Map(sorted.map((rule) => [rule.id, rule])),
    hash: rulesHash(sorted),
  };
}

/** The first 16 hex digits of SHA-256 over the rules' canonical JSON, sorted by id. */
export function rulesHash(rules: readonly Rule[]): string {
  const canonical = JSON.stringify(rules.map(matchingPart), (_key, value: unknown) =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16);
}

function matchingPart(rule: Rule): Partial<Rule> {
  const { examples: _examples, references: _references, advice: _advice, ...rest } = rule;
  return rest;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
