// Every rule is tested by its own examples, under both engines.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/rules/compileRule.ts';
import { loadEngine } from '../../src/rules/engine.ts';
import { loadPatternsFolder } from '../../src/rules/load.ts';
import { matchText } from '../../src/rules/matchText.ts';
import { shapeOf } from '../../src/rules/patternShape.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const rules = loadPatternsFolder();
const patternRules = rules.filter((rule) => rule.pattern !== '');
const native = loadEngine();
const port = loadEngine('js');

describe.each(patternRules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  const underNative = compileRule(rule, () => native);
  const underPort = compileRule(rule, () => port);
  const matchesOf = (template: string): readonly object[] => {
    const bytes = Buffer.from(expandTemplate(template, rule.id));
    const matches = matchText(underNative, bytes);
    expect(matchText(underPort, bytes)).toEqual(matches);
    return matches;
  };

  it('has two positive and two negative examples, a reference, and a place to revoke it', () => {
    expect(rule.examples.positive.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.negative.length).toBeGreaterThanOrEqual(2);
    if (rule.provider === 'generic') return;
    expect(rule.references.length).toBeGreaterThanOrEqual(1);
    expect(rule.revoke).toBeDefined();
  });

  it('matches its positive examples', () => {
    for (const template of rule.examples.positive) {
      expect(matchesOf(template), template).not.toEqual([]);
    }
  });

  it('does not match its negative examples', () => {
    for (const template of rule.examples.negative) {
      expect(matchesOf(template), template).toEqual([]);
    }
  });
});

describe('the rules together', () => {
  it('are tested with the native engine here', () => {
    expect(native.name).toBe('native');
  });

  it('name each other rightly in pairedWith', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    for (const rule of rules) {
      if (rule.pairedWith !== undefined) expect(ids).toContain(rule.pairedWith);
    }
  });

  it('have patterns that hold their keywords and cannot match without one', () => {
    const faulty = patternRules.flatMap(({ id, pattern, keywords }) => {
      const { foreignKeywords, canMissKeywords } = shapeOf(pattern, keywords);
      return foreignKeywords.length > 0 || canMissKeywords ? [{ id, foreignKeywords }] : [];
    });
    expect(faulty).toEqual([]);
  });

  it('are well written in YAML: no template stands for nothing', () => {
    for (const rule of rules) {
      for (const template of [...rule.examples.positive, ...rule.examples.negative]) {
        expect(expandTemplate(template, rule.id), rule.id).not.toMatch(/<[a-z0-9]+:\d+>/iu);
      }
    }
  });

  it('come from files that exist beside the sources', () => {
    expect(existsSync(new URL('../../patterns/github.yaml', import.meta.url))).toBe(true);
  });
});
