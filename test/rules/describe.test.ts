// What `rules list`, `rules show` and `rules check` are told.
import { describe, expect, it } from 'vitest';
import { checkRules, listRules, showRule } from '../../src/rules/describe.ts';
import { loadEngine } from '../../src/rules/engine.ts';
import { parseRuleFile } from '../../src/rules/parseRuleFile.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';

const good = `provider: acme
rules:
  - id: acme-token
    title: Acme token
    keywords: [acme_]
    token: 'acme_[a-z0-9]{16}'
    examples:
      positive: ['k = acme_<lowalnum:16>', 'acme_<lowalnum:16>']
      negative: ['acme_<lowalnum:9>', 'xacme_<lowalnum:16>']
`;
const engine = loadEngine();

function remarksOn(source: string, others = ''): readonly string[] {
  const rules = parseRuleFile(source, 'acme.yaml');
  return checkRules({
    rules,
    engine,
    others: others === '' ? [] : parseRuleFile(others, 'other.yaml'),
  }).map(({ level, message }) => `${level}: ${message}`);
}

describe('checkRules', () => {
  it('has nothing to say about a good rule', () => {
    expect(remarksOn(good)).toEqual([]);
  });

  it('finds examples that do not do what they say', () => {
    const source = good
      .replace("'acme_<lowalnum:9>'", "'acme_<lowalnum:16>'")
      .replace('k = acme', 'k = acne');
    expect(remarksOn(source)).toEqual([
      'error: no match for the positive example "k = acne_<lowalnum:16>"',
      'error: a match for the negative example "acme_<lowalnum:16>"',
    ]);
  });

  it('asks for examples', () => {
    expect(remarksOn(good.replace(/ {4}examples:[^]*/u, ''))).toEqual([
      'warning: give at least two positive and two negative examples',
    ]);
  });

  it('warns of short, foreign and missing keywords', () => {
    const remarks = remarksOn(
      good.replace('[acme_]', '[acm, zzzz]').replace("'acme_[", "'ac?me_["),
    );
    expect(remarks).toEqual(
      expect.arrayContaining([
        expect.stringContaining('the keyword "acm" is short'),
        'warning: the pattern does not contain its keyword "zzzz"',
        'warning: the pattern can match a text without any of its keywords: that one is missed',
      ]),
    );
  });

  it('warns of a rule of the same specificity that takes the same text', () => {
    const other = good.replace('id: acme-token', 'id: other-token');
    expect(remarksOn(good, other)).toEqual([
      'warning: overlaps with other-token, which has the same specificity (80)',
    ]);
    expect(remarksOn(good, other.replace('title:', 'specificity: 60\n    title:'))).toEqual([]);
  });

  it('reports a pattern that RE2 refuses', () => {
    const source = good.replace(
      /token: .*/u,
      "pattern: '(?P<secret>acme_a{2000})'\n    window: { after: 9 }",
    );
    expect(remarksOn(source)[0]).toMatch(/^error: the pattern is no RE2 pattern: /u);
  });

  it('warns of a slow pattern by the clock that it is given', () => {
    let now = 0;
    const remarks = checkRules({
      rules: parseRuleFile(good, 'acme.yaml'),
      engine,
      clock: () => (now += 50),
    });
    expect(remarks.map(({ message }) => message)).toEqual([
      'slow: 500 µs for one window of 27 bytes',
    ]);
  });
});

describe('listRules and showRule', () => {
  const set = ruleSetOf(parseRuleFile(good, 'acme.yaml'));

  it('gives one line a rule', () => {
    expect(listRules(set)).toEqual([
      {
        id: 'acme-token',
        title: 'Acme token',
        provider: 'acme',
        severity: 'high',
        confidence: 'high',
      },
    ]);
  });

  it('fills in the examples of the rule that is shown', () => {
    const shown = showRule(set.rules, 'acme-token');
    expect(shown?.examples.positive[0]).toMatch(/^k = acme_[a-z0-9]{16}$/u);
    expect(showRule(set.rules, 'none')).toBeUndefined();
  });
});
