// Every rule is tested by its own examples, under both engines. Rules whose candidates come from an extractor
// are tested where the extractors are (test/detect).
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

describe('each rule, natively and under the port', () => {
  it.each(patternRules.map((rule) => ({ id: rule.id, rule })))(
    '$id matches its positive examples and not its negative ones',
    ({ rule }) => {
      const engines = [native, port].map((engine) => compileRule(rule, () => engine));
      const { positive, negative } = rule.examples;
      const seen = [...positive, ...negative].map((template) => {
        const bytes = Buffer.from(expandTemplate(template, rule.id));
        const [underNative, underPort] = engines.map((compiled) => matchText(compiled, bytes));
        expect(underPort, template).toEqual(underNative);
        return { template, isMatch: underNative?.length !== 0 };
      });
      expect(seen).toEqual([
        ...positive.map((template) => ({ template, isMatch: true })),
        ...negative.map((template) => ({ template, isMatch: false })),
      ]);
    },
  );
});

describe('the rules together', () => {
  it('are tested with the native engine here', () => {
    expect([native.name, port.name]).toEqual(['native', 'js']);
  });

  it('have two positive and two negative examples each', () => {
    const short = patternRules.filter(
      ({ examples }) => examples.positive.length < 2 || examples.negative.length < 2,
    );
    expect(short.map((rule) => rule.id)).toEqual([]);
  });

  it('say where the format is described and, for a service, where a key is revoked', () => {
    const silent = patternRules.filter(
      ({ references, revoke, provider }) =>
        references.length === 0 || (provider !== 'generic' && revoke === undefined),
    );
    expect(silent.map((rule) => rule.id)).toEqual([]);
  });

  it('name each other rightly in pairedWith', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    const lonely = rules.filter(
      ({ pairedWith }) => pairedWith !== undefined && !ids.has(pairedWith),
    );
    expect(lonely.map((rule) => rule.id)).toEqual([]);
  });

  it('have patterns that hold their keywords and cannot match without one', () => {
    const faulty = patternRules.flatMap(({ id, pattern, keywords }) => {
      const { foreignKeywords, canMissKeywords } = shapeOf(pattern, keywords);
      return foreignKeywords.length > 0 || canMissKeywords ? [{ id, foreignKeywords }] : [];
    });
    expect(faulty).toEqual([]);
  });

  it('number at least 350 and are sorted by file into providers or families', () => {
    expect(rules.length).toBeGreaterThanOrEqual(350);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  it('leave no template unfilled', () => {
    const left = rules.flatMap(({ id, examples }) =>
      [...examples.positive, ...examples.negative]
        .map((template) => expandTemplate(template, id))
        .filter((text) => /<[a-z0-9-]+:\d+>/iu.test(text)),
    );
    expect(left).toEqual([]);
  });
});
