// The rules of a program: read and checked once, for any number of scans.
import { ConfigError } from '../model/errors.ts';
import { loadRules as loadRuleSet } from '../rules/load.ts';
import type { RuleSet } from '../rules/ruleSet.ts';

export interface RuleOptions {
  /** When not empty: only these rules. Ids, or ids with `*` (`aws-*`). */
  readonly enable?: readonly string[];
  /** Not these rules; wins over `enable`. */
  readonly disable?: readonly string[];
}

/**
 * The built-in rules, with those of YAML files (docs/RULES.md), named relative to the current folder: a rule with the id of a
 * built-in one takes its place. Throws ConfigError for a file that cannot be used, naming file and field, for an id that no rule
 * has, and where no rule is left.
 */
export function loadRules(
  files: string | readonly string[] = [],
  { enable = [], disable = [] }: RuleOptions = {},
): RuleSet {
  const list = typeof files === 'string' ? [files] : files;
  const rules = loadRuleSet({ files: list, enable, disable });
  // A scan with none would find nothing, and look clean.
  if (rules.rules.length === 0) throw new ConfigError('no rule is left: disable fewer');
  return rules;
}
