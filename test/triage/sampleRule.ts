// A rule as the findings of a test need it.
import type { Rule } from '../../src/model/rule.ts';

export function rule(id: string, more: Partial<Rule> = {}): Rule {
  return {
    id,
    title: `Title of ${id}`,
    provider: 'generic',
    severity: 'high',
    confidence: 'high',
    specificity: 50,
    keywords: ['key'],
    pattern: '(?P<secret>x)',
    window: { before: 10, after: 10 },
    references: [],
    examples: { positive: [], negative: [] },
    ...more,
  };
}
