import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueRunOf } from '../../src/detect/valueRun.ts';
import type { Rule } from '../../src/model/rule.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const rules = loadBuiltinRules({ withExamples: true }).filter((rule) => rule.pattern !== '');

function mayMatch(rule: Rule, text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  const lower = text.toLowerCase();
  return rule.keywords.some((word) => {
    const keyword = word.toLowerCase();
    const look = valueRunOf(rule, keyword);
    for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + 1)) {
      const end = at + keyword.length;
      const from = Math.max(0, at - rule.window.before - 1);
      const to = Math.min(bytes.length, end + rule.window.after + 1);
      if (look(bytes, { from, to }, { start: at, end })) return true;
    }
    return false;
  });
}

describe('valueRunOf', () => {
  test('lets every positive example of every rule through', () => {
    for (const rule of rules) {
      for (const example of rule.examples.positive) {
        const text = expandTemplate(example, rule.id);
        expect([rule.id, mayMatch(rule, text)]).toEqual([rule.id, true]);
      }
    }
  });

  test('turns away what holds no run of the length and the letters of the secret', () => {
    const rule = rules.find(({ id }) => id === 'github-personal-access-token');
    expect(rule).toBeDefined();
    if (rule === undefined) return;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '9'), maxLength: 20 }), (text) => {
        expect(mayMatch(rule, `ghp${'_'}${text} ${'x'.repeat(60)}`)).toBe(false);
      }),
    );
  });
});
