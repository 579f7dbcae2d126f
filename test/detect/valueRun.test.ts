import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueRunOf } from '../../src/detect/valueRun.ts';
import type { Rule } from '../../src/model/rule.ts';
import { compileRule } from '../../src/rules/compileRule.ts';
import { loadEngine } from '../../src/rules/engine.ts';
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

  test('lets through whatever a pattern matches, whatever stands beside the secret', () => {
    const beside = ['', '"', 'x', '_', '-', '\\n', '%3D', 'é', '='];
    for (const rule of rules.filter((_, i) => i % 12 === 0)) {
      const { exec } = compileRule(rule, loadEngine);
      const example = expandTemplate(rule.examples.positive[0] ?? '', rule.id);
      const bytes = Buffer.from(example, 'latin1');
      const hit = exec(bytes, 0, bytes.length);
      const secret = example.slice(hit?.secretStart, hit?.secretEnd);
      for (const before of beside) {
        for (const after of beside) {
          const text = `a ${before}${secret}${after} b`;
          const isMatch = exec(Buffer.from(text, 'latin1'), 0, text.length) !== undefined;
          if (isMatch) expect([rule.id, text, mayMatch(rule, text)]).toEqual([rule.id, text, true]);
        }
      }
    }
  });

  test('turns away what stands in a word that goes on beyond the window', () => {
    const rule = rules.find(({ id }) => id === 'twitter-bearer-token');
    expect(rule).toBeDefined();
    if (rule === undefined) return;
    const long = 'A'.repeat(300);
    expect(mayMatch(rule, long)).toBe(false);
    expect(mayMatch(rule, `${'A'.repeat(60)}${'b7C'.repeat(10)} ${long}`)).toBe(true);
  });
});
