// From files to settings: which file counts, what extends what, and what is refused.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderReader } from '../../src/config/configFolder.ts';
import { loadNamedSettings, loadSettings } from '../../src/config/loadSettings.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { noSettings } from '../../src/model/settings.ts';
import type { Settings } from '../../src/model/settings.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

type Files = Readonly<Record<string, string>>;

function load(files: Files): Settings {
  return loadSettings((path) =>
    Object.hasOwn(files, path) ? Buffer.from(files[path] ?? '') : undefined,
  );
}

const rule = (id: string, title = id): string => `
  - id: ${id}
    title: ${title}
    provider: acme
    keywords: [acme_]
    token: 'acme_[a-z0-9]{32}'
`;

test('the first name that is there counts, and nothing without one', () => {
  const files = {
    'leaktrail.yaml': 'minConfidence: high\n',
    '.leaktrail.yaml': 'minConfidence: low\n',
    'package.json': '{\n  "leaktrail": {"minConfidence": "medium"}\n}\n',
    '.gitleaks.toml': "[extend]\nuseDefault = true\n[allowlist]\npaths = ['x']\n",
  };
  const { 'leaktrail.yaml': _first, ...hidden } = files;
  const { '.leaktrail.yaml': _second, ...npm } = hidden;
  expect(load(files)).toMatchObject({ source: 'leaktrail.yaml', minConfidence: 'high' });
  expect(load(hidden)).toMatchObject({ source: '.leaktrail.yaml', minConfidence: 'low' });
  expect(load(npm)).toMatchObject({ source: 'package.json', minConfidence: 'medium' });
  expect(load({ ...npm, 'package.json': '{"name": "leaktrail"}' })).toMatchObject({
    source: '.gitleaks.toml',
    excludePathPatterns: ['x'],
  });
  expect(load({})).toMatchObject({ source: null, ownRules: [], warnings: [] });
  expect(load({ 'leaktrail.yaml': '# nothing yet\n' })).toMatchObject({ source: 'leaktrail.yaml' });
});

test('a file adds to the files that it extends and overrules them', () => {
  const settings = load({
    'leaktrail.yaml': `extends: [config/team.yaml, config/other.yaml]
rules:${rule('acme-a', 'mine')}
severity: { acme-a: low }
minConfidence: high
maxBlob: 10M
baseline: .baseline
excludePaths: [docs/]
envFiles: ['*.secret']
`,
    'config/team.yaml': `extends: ../base.yaml
ruleFiles: [rules.yaml]
rules:${rule('acme-a', 'team')}
severity: { acme-a: critical }
minConfidence: low
disable: [acme-b]
`,
    'config/rules.yaml': `rules:${rule('acme-b')}`,
    'config/other.yaml': 'baseline: team.baseline\nmaxBlob: 500k\n',
    'base.yaml':
      'excludePaths: [vendor/]\nenvFiles: [a.conf]\nallow: { literals: [abc], patterns: ["^x"] }\n',
  });
  expect(settings).toMatchObject({
    minConfidence: 'high',
    maxBlobBytes: 10 * 2 ** 20,
    baseline: '.baseline',
    excludePaths: ['vendor/', 'docs/'],
    envFiles: ['a.conf', '*.secret'],
    disable: ['acme-b'],
    severities: [
      ['acme-a', 'critical'],
      ['acme-a', 'low'],
    ],
    allow: { literals: ['abc'], patterns: ['^x'] },
  });
  expect(settings.ownRules.map(({ id, title }) => `${id} ${title}`)).toEqual([
    'acme-b acme-b',
    'acme-a team',
    'acme-a mine',
  ]);
  expect(load({ 'leaktrail.yaml': 'extends: a/b.yaml', 'a/b.yaml': 'baseline: c' }).baseline).toBe(
    'a/c',
  );
});

test.each<[string, Files, string]>([
  [
    'an unknown key',
    { 'leaktrail.yaml': '\nexcludPaths: []\n' },
    'leaktrail.yaml:2: excludPaths: no such field (did you mean excludePaths?)',
  ],
  [
    'a key close to another',
    { 'leaktrail.yaml': 'envFile: []\n' },
    'leaktrail.yaml:1: envFile: no such field (did you mean envFiles?)',
  ],
  [
    'a glob for a folder',
    { 'leaktrail.yaml': 'envFiles:\n  - a.conf\n  - secrets/\n' },
    'leaktrail.yaml:3: envFiles[1]: expected a glob for files, such as *.secret or deploy/*.conf',
  ],
  [
    'a rule id',
    { 'leaktrail.yaml': 'disable:\n  - generic-secret\n  - generic-pasword\n' },
    'leaktrail.yaml:3: disable[1]: no rule is called generic-pasword (did you mean generic-password?)',
  ],
  [
    'a severity',
    { 'leaktrail.yaml': 'severity:\n  jwt: hgh\n' },
    'leaktrail.yaml:2: severity.jwt: expected one of critical, high, medium, low (did you mean high?)',
  ],
  [
    'a rule of a severity',
    { 'leaktrail.yaml': 'severity:\n  generic-secrt: high\n' },
    'leaktrail.yaml:2: severity.generic-secrt: no rule is called generic-secrt (did you mean generic-secret?)',
  ],
  [
    'a confidence',
    { 'leaktrail.yaml': 'minConfidence: sure\n' },
    'leaktrail.yaml:1: minConfidence: expected one of high, medium, low',
  ],
  [
    'a size',
    { 'leaktrail.yaml': 'maxBlob: much\n' },
    'leaktrail.yaml:1: maxBlob: expected a size such as 500k, 10M or 1G',
  ],
  [
    'a pattern',
    { 'leaktrail.yaml': 'allow:\n  patterns:\n    - a(?!b)\n' },
    'leaktrail.yaml:3: allow.patterns[0]: RE2 does not take the pattern',
  ],
  [
    'a field of a rule',
    { 'leaktrail.yaml': `rules:${rule('a')}    keyword: x\n` },
    'leaktrail.yaml:7: rules[0].keyword: no such field (did you mean keywords?)',
  ],
  [
    'package.json',
    {
      'package.json':
        '{\n "a": {"leaktrail": 1},\n\t"leaktrail": {\n\t\t"disable": [],\n\t\t"minConfidenc": "low"}, "b": 2\n}',
    },
    'package.json:5: minConfidenc: no such field (did you mean minConfidence?)',
  ],
  ['a list', { 'leaktrail.yaml': '- a\n' }, 'leaktrail.yaml:1: expected names with values'],
  [
    'an absent file',
    { 'leaktrail.yaml': 'extends: a.yaml\n' },
    'leaktrail.yaml:1: extends[0]: there is no file a.yaml',
  ],
  [
    'a cycle',
    { 'leaktrail.yaml': 'extends: a.yaml\n', 'a.yaml': '\nextends: ./leaktrail.yaml' },
    'a.yaml:2: extends[0]: extends itself: leaktrail.yaml > a.yaml > leaktrail.yaml',
  ],
  [
    'an absolute path',
    { 'leaktrail.yaml': 'extends: /etc/passwd\n' },
    'leaktrail.yaml:1: extends[0]: /etc/passwd must be relative',
  ],
  ['an address', { 'leaktrail.yaml': 'extends: https://example.com/a\n' }, 'must be relative'],
  [
    'a path above the top',
    { 'leaktrail.yaml': 'extends: a/../../b.yaml\n' },
    'a/../../b.yaml lies outside the repository',
  ],
  [
    'a path above the top with backslashes',
    { 'leaktrail.yaml': 'extends: a\\..\\..\\b.yaml\n' },
    'lies outside',
  ],
  [
    'a baseline above the top',
    { 'leaktrail.yaml': '\nbaseline: ../b\n' },
    'leaktrail.yaml:2: baseline: ../b lies outside',
  ],
  [
    'a rule file above the top',
    { 'leaktrail.yaml': 'ruleFiles: [../b]\n' },
    'leaktrail.yaml:1: ruleFiles[0]: ../b lies outside',
  ],
  [
    'the git folder',
    { 'leaktrail.yaml': 'extends: .GIT/config\n' },
    '.GIT/config lies in the .git folder',
  ],
])('a mistake names file, line and what was probably meant: %s', (_, files, message) => {
  expect(() => load(files)).toThrow(ConfigError);
  expect(() => load(files)).toThrow(message);
  expect(() => load(files)).toThrow('(--no-config leaves the configuration aside)');
});

test('chains and numbers of files are bounded', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`${i}.yaml`, `extends: ${i + 1}.yaml\n`]),
  );
  expect(() => load({ ...chain, 'leaktrail.yaml': 'extends: 0.yaml' })).toThrow(
    /^6\.yaml:1: .*more than 8 files extend each other/u,
  );
  const all = (next: string): string => `extends: [${Array(30).fill(next).join(', ')}]\n`;
  expect(() =>
    load({ 'leaktrail.yaml': all('a.yaml'), 'a.yaml': all('b.yaml'), 'b.yaml': '' }),
  ).toThrow(/more than 32 files/u);
  expect(() => load({ 'leaktrail.yaml': `# ${'x'.repeat(2 ** 16)}` })).toThrow(/larger than/u);
  expect(() => load({ 'leaktrail.yaml': 'x'.repeat(2 ** 20 + 1) })).toThrow(/larger than/u);
});

test('rules of gitleaks that leaktrail does not have are told, not refused', () => {
  const settings = load({
    '.gitleaks.toml':
      '[extend]\nuseDefault = true\ndisabledRules = ["generic-secret", "generic-secrt"]\n',
  });
  expect(settings.disable).toEqual(['generic-secret']);
  expect(settings.warnings).toEqual([
    '.gitleaks.toml:3: extend.disabledRules[1]: leaktrail has no rule generic-secrt (did you mean generic-secret?)',
  ]);
});

test("npm's file is left aside with a word where it is linked or large, and what is ours is not", () => {
  const outside = makeFiles({ 'package.json': '{"leaktrail": {"minConfidence": "low"}}' });
  const top = makeFiles({ '.gitleaks.toml': "[allowlist]\npaths = ['x']\n" });
  symlinkSync(join(outside, 'package.json'), join(top, 'package.json'));
  const linked = loadSettings(folderReader(top));
  expect(linked).toMatchObject({ source: '.gitleaks.toml', excludePathPatterns: ['x'] });
  expect(linked.warnings[0]).toBe(
    "package.json: is a symbolic link, and a repository's configuration follows none: no configuration is taken from it",
  );
  const large = `{"leaktrail": {"minConfidence": "low"}, "x": "${'x'.repeat(2 ** 20)}"}`;
  const warning = 'package.json: larger than 1048576 bytes: no configuration is taken from it';
  const none = { ...noSettings, warnings: [warning] };
  expect(loadSettings(folderReader(makeFiles({ 'package.json': large })))).toEqual(none);
  expect(load({ 'package.json': large })).toEqual(none);
  expect(load({ 'package.json': large, 'leaktrail.yml': '' }).warnings).toEqual([]);
  const toml = makeFiles({});
  symlinkSync(join(top, '.gitleaks.toml'), join(toml, '.gitleaks.toml'));
  expect(() => loadSettings(folderReader(toml))).toThrow('.gitleaks.toml: is a symbolic link');
  expect(() => load({ 'leaktrail.yaml': 'extends: package.json', 'package.json': large })).toThrow(
    'package.json: larger than 1048576 bytes',
  );
});

test('disabledRules names rules of gitleaks by the names that they have there', () => {
  const { disable, warnings } = load({
    '.gitleaks.toml':
      '[extend]\npath = "base.toml"\ndisabledRules = ["generic-api-key", "Acme_Key"]\n',
    'base.toml': ['generic-api-key', 'Acme_Key', 'other']
      .map((id) => `[[rules]]\nid = "${id}"\nregex = 'acme-[a-z]{8}'\n`)
      .join(''),
  });
  expect(disable).toEqual(['generic-api-key', 'gitleaks-generic-api-key', 'acme-key']);
  expect(warnings.filter((each) => each.includes('has no rule'))).toEqual([]);
});

test('below a folder no symbolic link is followed, and what --config names may lie anywhere', () => {
  const outside = makeFiles({ 'base.yaml': 'minConfidence: high\n' });
  const top = makeFiles({ 'sub/a.yaml': `extends: ../../x.yaml\n` });
  symlinkSync(join(outside, 'base.yaml'), join(top, 'leaktrail.yaml'));
  symlinkSync(outside, join(top, 'linked'));
  const read = folderReader(top);
  expect(() => loadSettings(read)).toThrow('leaktrail.yaml: is a symbolic link');
  expect(() => read('linked/base.yaml')).toThrow('linked: is a symbolic link');
  expect(read('sub')).toBeUndefined();
  expect(read('sub/a.yaml/b')).toBeUndefined();
  expect(Buffer.from(read('sub/a.yaml') ?? '').toString()).toContain('extends');
  const own = makeFiles({ 'own.yaml': `extends: ${join(outside, 'base.yaml')}\nbaseline: b\n` });
  expect(loadNamedSettings(join(own, 'own.yaml'), 'own.yaml')).toMatchObject({
    source: 'own.yaml',
    minConfidence: 'high',
    baseline: join(own, 'b'),
  });
  expect(loadNamedSettings(join(top, 'leaktrail.yaml'), 'x').minConfidence).toBe('high');
  expect(() => loadNamedSettings(join(own, 'none.yaml'), 'none.yaml')).toThrow(
    'there is no file none.yaml',
  );
});

function makeFiles(files: Files): string {
  const folder = temporaryFolder('configuration');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
