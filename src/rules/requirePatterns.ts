// The patterns of strangers, held to what they may cost and to what RE2 takes, before anything is scanned with them.
import type { Rule } from '../model/rule.ts';
import { loadEngine } from './engine.ts';
import type { FieldPath, RuleSource } from './ruleFields.ts';

/** The same rules, once their patterns are known to compile. Throws ConfigError. */
export function requirePatterns(
  source: RuleSource,
  rules: readonly Rule[],
  at: FieldPath,
): readonly Rule[] {
  rules.forEach(({ pattern, allow }, index) => {
    if (pattern !== '') requirePattern(source, pattern, [...at, index]);
    for (const each of allow?.patterns ?? []) {
      requirePattern(source, `(?P<secret>${each})`, [...at, index, 'allow', 'patterns']);
    }
  });
  return rules;
}

/** Fails where a pattern costs too much, or is none that RE2 takes. */
export function requirePattern(source: RuleSource, pattern: string, at: FieldPath): void {
  const refusal = source.budget.refusal(pattern);
  if (refusal !== undefined) source.fail(at, refusal);
  try {
    loadEngine().compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'no valid pattern';
    source.fail(at, `RE2 does not take the pattern: ${reason ?? ''}`);
  }
}
