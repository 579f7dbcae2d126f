// A rule made ready to run: its pattern compiled on first use, its allow-list and checks as one question.
import type { Rule } from '../model/rule.ts';
import { checkNamed, type CheckContext } from './checks/table.ts';
import type { CompiledPattern, PatternEngine, PatternHit } from './engine.ts';
import { shannonEntropy } from './entropy.ts';

export interface CompiledRule {
  readonly rule: Rule;
  /** The pattern on one window, see CompiledPattern. */
  exec(bytes: Uint8Array, fromByte: number, toByte: number): PatternHit | undefined;
  /** Whether a value that the pattern matched also passes entropy floor, allow-list and checks. */
  accepts(value: string, context?: CheckContext): boolean;
}

const noContext: CheckContext = { groups: {} };

/** Prepares a rule that has a pattern; neither it nor its allow patterns are compiled before they are needed. */
export function compileRule(rule: Rule, engine: () => PatternEngine): CompiledRule {
  let pattern: CompiledPattern | undefined;
  let allowed: readonly CompiledPattern[] | undefined;
  const checks = (rule.checks ?? []).map((name) => {
    const check = checkNamed(name);
    if (check === undefined) throw new TypeError(`no check is called ${name}`);
    return check;
  });
  const literals = new Set(rule.allow?.literals);
  const isAllowed = (value: string): boolean => {
    if (literals.has(value)) return true;
    allowed ??= (rule.allow?.patterns ?? []).map((source) =>
      engine().compile(`(?P<secret>${source})`),
    );
    if (allowed.length === 0) return false;
    const bytes = Buffer.from(value, 'latin1');
    return allowed.some((entry) => entry.exec(bytes, 0, bytes.length) !== undefined);
  };
  return {
    rule,
    exec(bytes, fromByte, toByte) {
      pattern ??= engine().compile(rule.pattern);
      return pattern.exec(bytes, fromByte, toByte);
    },
    accepts(value, context = noContext) {
      if (rule.minEntropy !== undefined && shannonEntropy(value) < rule.minEntropy) return false;
      return checks.every((check) => check(value, context)) && !isAllowed(value);
    },
  };
}
