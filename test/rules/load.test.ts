// Rule files: what is filled in, what is refused and where the message points.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { packRules, unpackRules } from '../../src/rules/compactRules.ts';
import { loadPatternsFolder, loadRules } from '../../src/rules/load.ts';
import { parseRuleFile } from '../../src/rules/parseRuleFile.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';

const shortest = `provider: acme
rules:
  - id: acme-token
    title: Acme token
    keywords: [acme_]
    token: 'acme_[a-z0-9]{16}'
`;

describe('parseRuleFile', () => {
  it('fills in what a short rule leaves out', () => {
    expect(parseRuleFile(shortest, 'acme.yaml')).toEqual([
      {
        id: 'acme-token',
        title: 'Acme token',
        provider: 'acme',
        severity: 'high',
        confidence: 'high',
        specificity: 80,
        keywords: ['acme_'],
        pattern:
          '(?:^|[^A-Za-z0-9_]|\\\\[nrt]|%[0-9A-Fa-f]{2})(?P<secret>acme_[a-z0-9]{16})(?:[^A-Za-z0-9_]|$)',
        window: { before: 4, after: 23 },
        references: [],
        examples: { positive: [], negative: [] },
      },
    ]);
  });

  it('joins a pattern that is given as fragments', () => {
    const [rule] = parseRuleFile(
      shortest.replace(/token: .*/u, "pattern: ['acme_(?P<secret>', '[a-z]{4})']"),
      'acme.yaml',
    );
    expect(rule?.pattern).toBe('acme_(?P<secret>[a-z]{4})');
  });

  it('lets a rule override what the file gives for all', () => {
    const [rule] = parseRuleFile(`severity: low\n${shortest}    severity: critical\n`, 'acme.yaml');
    expect(rule?.severity).toBe('critical');
  });

  it('takes a window in bytes for a pattern without an upper length', () => {
    const source = shortest.replace(/token: .*/u, "pattern: 'acme_(?P<secret>[a-z]+);'");
    expect(() => parseRuleFile(source, 'acme.yaml')).toThrow(/no upper length: give window/u);
    const [rule] = parseRuleFile(`${source}    window: { after: 99 }\n`, 'acme.yaml');
    expect(rule?.window).toEqual({ before: 1, after: 100 });
  });

  it.each([
    ['severity: hgh', /^acme\.yaml:7: rules\[0\]\.severity: .*did you mean high\?/u],
    [
      'keywrds: [a]',
      /^acme\.yaml:7: rules\[0\]\.keywrds: no such field \(did you mean keywords\?\)/u,
    ],
    ['checks: [not-maskd]', /checks\[0\]: no such check: not-maskd \(did you mean not-masked\?\)/u],
    ['minEntropy: high', /minEntropy: expected a number/u],
    ['pattern: x', /rules\[0\]: expected exactly one of token, assigned, pattern, extractor/u],
    ['examples: { positive: text }', /examples\.positive: expected a list of texts/u],
    ['paths: { includes: [a] }', /paths\.includes: no such field \(did you mean include\?\)/u],
  ])('refuses %j and says where', (line, message) => {
    const source = `${shortest}    ${line}\n`;
    expect(() => parseRuleFile(source, 'acme.yaml')).toThrow(ConfigError);
    expect(() => parseRuleFile(source, 'acme.yaml')).toThrow(message);
  });

  it.each([
    ['id: acme-token', 'id: Acme Token', /:3: rules\[0\]\.id: expected lower-case words/u],
    ['[acme_]', '[ac]', /:5: rules\[0\]\.keywords\[0\]: expected a literal of three/u],
    ['[acme_]', '[]', /keywords: expected at least one keyword/u],
    ["'acme_[a-z0-9]{16}'", "'acme_[a-z'", /:6: rules\[0\]\.token: the class/u],
    ['provider: acme\n', '', /rules\[0\]\.provider: expected a text/u],
    ['rules:', 'rulez:', /rulez: no such field \(did you mean rules\?\)/u],
    ["token: 'acme_[a-z0-9]{16}'", "pattern: 'acme_[a-z]{3}'", /no group named secret/u],
    ['title: Acme token', 'title: [', /^acme\.yaml:\d+: /u],
  ])('refuses a file with %j replaced by %j', (from, to, message) => {
    expect(() => parseRuleFile(shortest.replace(from, to), 'acme.yaml')).toThrow(message);
  });

  it('refuses an id that stands twice', () => {
    const twice = shortest + shortest.slice(shortest.indexOf('  - id'));
    expect(() => parseRuleFile(twice, 'acme.yaml')).toThrow(/:7: .*acme-token is defined twice/u);
  });
});

describe('loadRules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaktrail-rules-'));
  const file = join(folder, 'own.yaml');
  writeFileSync(file, shortest);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds the rules of own files to the built-in ones', () => {
    const set = loadRules({ files: [file] });
    expect(set.byId.get('acme-token')?.title).toBe('Acme token');
    expect(set.byId.has('github-personal-access-token')).toBe(true);
    expect(set.rules.map((rule) => rule.id)).toEqual(set.rules.map((rule) => rule.id).toSorted());
  });

  it('knows the ids of disabled rules, own and built-in', () => {
    const { byId, knownIds } = loadRules({ files: [file], disable: ['acme-token', 'github-*'] });
    for (const id of ['acme-token', 'github-personal-access-token']) {
      expect([byId.has(id), knownIds.has(id)]).toEqual([false, true]);
    }
  });

  it('takes only what is enabled, without what is disabled, by id or pattern', () => {
    const ids = loadRules({
      enable: ['github-*', 'openai-api-key'],
      disable: ['github-legacy-*'],
    }).rules;
    expect(ids.every(({ id }) => /^github-|^openai-api-key$/u.test(id))).toBe(true);
    expect(ids.some(({ id }) => id === 'github-legacy-token')).toBe(false);
  });

  it('says which rule was probably meant', () => {
    expect(() => loadRules({ disable: ['github-oauth-tokn'] })).toThrow(
      'no rule is called github-oauth-tokn (did you mean github-oauth-token?)',
    );
  });

  it('names a file that cannot be read', () => {
    expect(() => loadRules({ files: [join(folder, 'none.yaml')] })).toThrow(ConfigError);
  });

  it('changes its hash with what can change a match and with nothing else', () => {
    const hashOf = (source: string): string => ruleSetOf(parseRuleFile(source, 'a.yaml')).hash;
    const documented = `${shortest}    references: [https://acme.test/]\n    advice: [Call them.]\n`;
    expect(hashOf(shortest)).toMatch(/^[0-9a-f]{16}$/u);
    expect(hashOf(documented)).toBe(hashOf(shortest));
    expect(hashOf(shortest.replace('{16}', '{17}'))).not.toBe(hashOf(shortest));
  });
});

describe('the compact rule file', () => {
  it('gives back the same rule set, but for examples and references', () => {
    const rules = loadPatternsFolder();
    const whole = ruleSetOf(rules);
    const unpacked = unpackRules(packRules(rules));
    expect(unpacked.hash).toBe(whole.hash);
    expect(ruleSetOf(unpacked.rules).hash).toBe(whole.hash);
    expect(unpacked.rules).toEqual(
      whole.rules.map((rule) => ({
        ...rule,
        references: [],
        examples: { positive: [], negative: [] },
      })),
    );
  });
});
