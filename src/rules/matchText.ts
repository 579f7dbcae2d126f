// One rule over one content, the plain way: every keyword, its window, the pattern, the checks. This is what
// the rules' own examples run through; detect/ does the same for all rules at once.
import type { CompiledRule } from './compileRule.ts';

export interface RuleMatch {
  /** Byte offsets of the secret, half-open. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** The secret, one character a byte. */
  readonly value: string;
}

/** The distinct matches of a rule in the order in which they start. */
export function matchText({ rule, exec, accepts }: CompiledRule, bytes: Buffer): RuleMatch[] {
  const lower = bytes.toString('latin1').toLowerCase();
  const found = new Map<number, RuleMatch>();
  for (const keyword of rule.keywords.map((word) => word.toLowerCase())) {
    for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + 1)) {
      const from = Math.max(0, at - rule.window.before);
      const to = Math.min(bytes.length, at + rule.window.after);
      const hit = exec(bytes, from, to);
      if (hit === undefined) continue;
      const value = bytes.toString('latin1', hit.secretStart, hit.secretEnd);
      const groups = Object.fromEntries(
        Object.entries(hit.groups).map(([name, [start, end]]) => [
          name,
          bytes.toString('latin1', start, end),
        ]),
      );
      if (!accepts(value, { groups })) continue;
      found.set(hit.secretStart, {
        startOffset: hit.secretStart,
        endOffset: hit.secretEnd,
        value,
      });
    }
  }
  return [...found.values()].toSorted((a, b) => a.startOffset - b.startOffset);
}
