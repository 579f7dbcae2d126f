// .gitleaks.toml: what becomes of its rules and allowlists, and what is said of the rest.
import { expect, test } from 'vitest';
import { parseGitleaksConfig } from '../../src/config/gitleaksConfig.ts';
import type { ConfigPart } from '../../src/config/configPart.ts';

const read = (text: string): ConfigPart => parseGitleaksConfig(text, '.gitleaks.toml');
const withDefault = '[extend]\nuseDefault = true\n';

test('a rule keeps its regex, entropy and path; the group of the secret gets its name', () => {
  const { settings } = read(`${withDefault}
[[rules]]
id = "acme-token"
description = "Acme token"
regex = '''(?i)acme_(key|token)\\s{0,3}=\\s{0,3}['"]([a-z0-9]{20})['"]'''
secretGroup = 2
entropy = 3.5
keywords = ["acme_"]
path = '''\\.py$'''
`);
  expect(settings.warnings).toEqual([]);
  expect(settings.ownRules).toMatchObject([
    {
      id: 'acme-token',
      title: 'Acme token',
      pattern: `(?i)acme_(key|token)\\s{0,3}=\\s{0,3}['"](?P<secret>[a-z0-9]{20})['"]`,
      minEntropy: 3.5,
      keywords: ['acme_'],
      paths: { includePatterns: ['\\.py$'] },
    },
  ]);
});

test('a rule does not take the place of a built-in one, and stands behind it on the same bytes', () => {
  const rule = (id: string): string => `[[rules]]\nid = "${id}"\nregex = 'ghp_[a-z]{8}'\n`;
  const lists = `[[allowlists]]\ntargetRules = ["GitHub_Personal_Access_Token"]\npaths = ['x']\n`;
  const { settings } = read(
    withDefault +
      rule('github-personal-access-token') +
      rule('generic-api-key') +
      rule('acme') +
      lists,
  );
  expect(settings.ownRules).toMatchObject([
    {
      id: 'gitleaks-github-personal-access-token',
      specificity: 75,
      paths: { excludePatterns: ['x'] },
    },
    { id: 'gitleaks-generic-api-key', specificity: 45 },
    { id: 'acme', specificity: 75 },
  ]);
  expect(settings.warnings).toEqual([
    '.gitleaks.toml:4: rules[0].id: leaktrail has a rule of that name: reports call this one gitleaks-… (and 1 more)',
  ]);
});

test.each([
  ['acme-[a-z]{8}', '(?P<secret>acme-[a-z]{8})', ['acme-']],
  ['acme-([a-z]{8})', 'acme-(?P<secret>[a-z]{8})', ['acme-']],
  ['acme-(?P<id>[a-z]{8})', 'acme-(?P<secret>[a-z]{8})', ['acme-']],
  ['(?:foo|barx)-([a-z]{8})?', '(?P<secret>(?:foo|barx)-([a-z]{8})?)', ['foo', 'barx']],
  ['foo-(a)|bar-(b)', '(?P<secret>foo-(a)|bar-(b))', ['foo-a', 'bar-b']],
  ['[(]acme[)]([a-z]+)', '[(]acme[)](?P<secret>[a-z]+)', ['(acme)']],
  ['\\(acme([a-z]+)', '\\(acme(?P<secret>[a-z]+)', ['(acme']],
])(
  'without a secretGroup the secret of %s is the first group that every match has',
  (regex, pattern, keywords) => {
    const { settings } = read(`${withDefault}[[rules]]\nid = "a"\nregex = '''${regex}'''\n`);
    expect(settings.ownRules).toMatchObject([{ pattern, keywords }]);
  },
);

test('allowlists become excluded paths and allowed values, of the file or of a rule', () => {
  const { settings } = read(`${withDefault}
[[rules]]
id = "acme"
regex = 'acme-[a-z]{8}'
[[rules.allowlists]]
regexes = ['^acme-test']
stopwords = ["ex.ample"]
[[rules]]
id = "other"
regex = 'other-[a-z]{8}'
[rules.allowlist]
paths = ['docs/']

[[allowlists]]
description = "of all"
paths = ['(^|/)vendor/', 'go\\.sum$']
regexes = ['EXAMPLE$']
[[allowlists]]
targetRules = ["acme"]
paths = ['fixtures/']
`);
  expect(settings.warnings).toEqual([]);
  expect(settings.excludePathPatterns).toEqual(['(^|/)vendor/', 'go\\.sum$']);
  expect(settings.allow.patterns).toEqual(['EXAMPLE$']);
  expect(settings.ownRules).toMatchObject([
    {
      allow: { patterns: ['^acme-test', '(?i:ex\\.ample)'] },
      paths: { excludePatterns: ['fixtures/'] },
    },
    { paths: { excludePatterns: ['docs/'] } },
  ]);
});

test('what cannot be said in settings is told with its line, once for all places', () => {
  const { settings, foreignNames, extended } = read(`title = "x"
[extend]
path = "base.toml"
url = "https://example.com/x"
disabledRules = ["generic-api-key"]

[allowlist]
commits = ["abc"]
regexTarget = "line"
regexes = ["x"]

[[rules]]
id = "Acme_Key"
regex = 'acme-[a-z]{8}'
tags = ["a"]
skipReprt = true

[[rules]]
id = "b"
path = 'x'
tags = [
  "b", # two
  "c",
]

[[rules]]
id = "c"
regex = '[a-f]{9}'

[[rules]]
id = "d"
regex = '(?<!a)acme'
[[rules]]
id = "e"
regex = '[a-f]{9}'
keywords = ["acme"]
[[rules]]
id = "f"
[[rules.allowlists]]
condition = "AND"
paths = ["a"]
regexes = ["b"]
`);
  expect(settings.warnings.map((line) => line.replace(/RE2 does.*/u, 'RE2'))).toEqual([
    '.gitleaks.toml:4: extend.url: nothing is fetched: name a file with path',
    '.gitleaks.toml:15: rules[0].tags: reports have no tags (and 1 more)',
    '.gitleaks.toml:16: rules[0].skipReprt: not understood',
    '.gitleaks.toml:13: rules[0].id: is called acme-key in reports',
    '.gitleaks.toml:20: rules[1].path: left out: a rule needs a regex, the name of a file alone is no finding',
    '.gitleaks.toml:28: rules[2].regex: left out: it holds no literal of three characters and names no keyword of that length',
    '.gitleaks.toml:32: rules[3].regex: left out, RE2',
    '.gitleaks.toml:36: rules[4].keywords: looked for within 4096 bytes of the match, not in the whole file',
    '.gitleaks.toml:40: rules[5].allowlists[0].condition: left out: an allowlist that asks for several things at once',
    '.gitleaks.toml:38: rules[5].id: left out: it changes a rule of gitleaks, leaktrail has rules of its own',
    '.gitleaks.toml:8: allowlist.commits: not understood: a secret outlives its commit',
    '.gitleaks.toml:9: allowlist.regexTarget: left out: regexes are compared with the secret alone',
  ]);
  expect(settings.ownRules.map(({ id }) => id)).toEqual(['acme-key', 'e']);
  expect(settings.allow.patterns).toEqual([]);
  expect(foreignNames?.map(({ text }) => text)).toEqual(['generic-api-key']);
  expect(extended.map(({ text }) => text)).toEqual(['base.toml']);
});

test.each([
  ['a = 1\nb = \n', /^\.gitleaks\.toml:2: /u],
  ['a = 1\n[[rules]]\nid = 5\n', /^\.gitleaks\.toml:3: rules\[0\]\.id: expected a text/u],
  ['rules = 1\n', /^\.gitleaks\.toml:1: rules: expected names with values/u],
  [`a = ${'['.repeat(5000)}`, /^\.gitleaks\.toml:1: /u],
  ['[__proto__]\na = 1\n', /^\.gitleaks\.toml:1: /u],
  ['[extend]\nuseDefault = "yes"\n', /:2: extend\.useDefault: expected true or false/u],
])('a mistake names its line: %#', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test.each(['regex', 'path'])(
  'a %s is refused with its line where it is long, whatever it holds',
  (key) => {
    for (const pattern of ['['.repeat(200_000), `${'('.repeat(9000)}${')'.repeat(9000)}`]) {
      const text = `${withDefault}[[rules]]\nid = "a"\n${key} = '''${pattern}'''\n`;
      expect(() => read(text)).toThrow(
        `.gitleaks.toml:5: rules[0].${key}: longer than 4096 characters`,
      );
    }
  },
);

test('a pattern of the greatest length is read in time, and of a message a part is told', () => {
  for (const pattern of [
    '['.repeat(4096),
    '('.repeat(4096),
    `${'('.repeat(90)}acme${')'.repeat(90)}`,
    `acme${'a?'.repeat(500)}`,
    `(${'acme|'.repeat(800)}b)`,
    '\\Qacme'.repeat(600),
  ]) {
    const { settings } = read(`${withDefault}[[rules]]\nid = "a"\nregex = '''${pattern}'''\n`);
    for (const warning of settings.warnings) expect(warning.length).toBeLessThan(400);
  }
});

test('a pattern that would take minutes to compile is refused with its line', () => {
  const costly = `acme${'[a-z]{0,500}'.repeat(300)}`;
  expect(() => read(`${withDefault}[[rules]]\nid = "a"\nregex = '''${costly}'''\n`)).toThrow(
    '.gitleaks.toml:5: rules[0].regex: more than 5000 optional repeats: 150000',
  );
});

test('an allowlist names the expression that is too long', () => {
  const long = 'a'.repeat(4097);
  expect(() => read(`${withDefault}[allowlist]\npaths = [\n'x',\n'${long}']\n`)).toThrow(
    /^\.gitleaks\.toml:\d: allowlist\.paths\[1\]: longer than 4096 characters$/u,
  );
});
