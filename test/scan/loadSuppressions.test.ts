import { describe, expect, it, test } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { loadSuppressions } from '../../src/scan/loadSuppressions.ts';
import type { Suppressions } from '../../src/triage/suppressions.ts';

const allRules = loadRules();

function load(
  files: Readonly<Record<string, string>>,
  warnings: string[] = [],
  disable: readonly string[] = [],
): Suppressions {
  return loadSuppressions({
    run: {
      cwd: '/',
      env: {},
      options: {
        ruleFiles: [],
        enable: [],
        disable,
        minConfidence: 'medium',
        useCache: false,
        incremental: true,
      },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      now: new Date('2026-05-06T23:59:00Z'),
      onWarning: (message) => warnings.push(message),
    },
    rules: disable.length === 0 ? allRules : loadRules({ disable }),
    settings: { fingerprintKey: 'own', engine: 'auto' },
    readFile: (path) => (path in files ? Buffer.from(files[path] ?? '') : undefined),
  });
}

describe('a glob of .leaktrailignore', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['*.pem', ['a.pem', 'x/a.pem', 'x.pem/y'], ['a.pem.txt']],
    ['tests/', ['tests/a', 'x/tests/a/b'], ['tests', 'mytests/a']],
    ['/tests', ['tests/a', 'tests'], ['x/tests/a']],
    ['docs/**/*.md', ['docs/a.md', 'docs/x/y/a.md'], ['x/docs/a.md', 'docs/a.txt']],
    ['a/*.py', ['a/b.py'], ['a/b/c.py', 'b.py']],
    ['[ab].txt', ['a.txt', 'x/b.txt'], ['c.txt']],
  ])('%s is read as in a .gitignore', (glob, named, others) => {
    const [allowance] = load({ '.leaktrailignore': glob }).ignored.paths;
    expect(named.filter((path) => allowance?.matches(path) !== true)).toEqual([]);
    expect(others.filter((path) => allowance?.matches(path) === true)).toEqual([]);
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ['generic-password', ['generic-password'], ['generic-passwords', 'generic']],
  ['generic-*', ['generic-password', 'generic-'], ['a-generic-x']],
  ['*-token', ['github-token'], ['token', 'github-tokens']],
  ['a*b*c', ['abc', 'a-b-c', 'abbc'], ['ac', 'acb', 'ab']],
  ['a*a', ['aa', 'aba'], ['a']],
])('rule:%s names rules', (id, named, others) => {
  const [allowance] = load({ '.leaktrailignore': `rule:${id}` }).ignored.rules;
  expect(named.filter((rule) => allowance?.matches(rule) !== true)).toEqual([]);
  expect(others.filter((rule) => allowance?.matches(rule) === true)).toEqual([]);
});

test('a rule that does not exist gives a warning, one that is disabled does not', () => {
  const warnings: string[] = [];
  load({ '.leaktrailignore': '\nrule:generic-pasword\n' }, warnings);
  expect(warnings).toEqual([
    ".leaktrailignore:2: there is no rule 'generic-pasword' (did you mean generic-password?)",
  ]);
  load({ '.leaktrailignore': 'rule:generic-password\nrule:generic-p*' }, warnings, ['generic-p*']);
  expect(warnings).toHaveLength(1);
});

test('a word after leaktrail:allow is a rule where it names one, whatever is disabled', () => {
  for (const disable of [[], ['generic-password'], ['generic-token']]) {
    const { isRule } = load({}, [], disable);
    expect([isRule('generic-password'), isRule('well-known')]).toEqual([true, false]);
  }
});

test('no files, nothing to suppress; the day is that of the run, in UTC', () => {
  const { today, baseline, gitleaks, secretsBaseline, fingerprintKeys, ignored } = load({});
  expect({ today, baseline, gitleaks, secretsBaseline }).toEqual({ today: '2026-05-06' });
  expect(fingerprintKeys).toHaveLength(2);
  expect(ignored).toEqual({ fingerprints: new Map(), rules: [], paths: [] });
});
