// Rules and configuration, also that of gitleaks.
import { parseConfig } from '../../../src/config/parseConfig.ts';
import { parseByteSize } from '../../../src/config/byteSize.ts';
import { parseGitleaksConfig } from '../../../src/config/gitleaksConfig.ts';
import { necessaryLiterals } from '../../../src/config/necessaryLiterals.ts';
import { packageConfigText } from '../../../src/config/packageJson.ts';
import { isUserError } from '../../../src/model/errors.ts';
import { parseRuleFile } from '../../../src/rules/parseRuleFile.ts';
import { parsePattern, widthOf } from '../../../src/rules/patternSyntax.ts';
import { demand, demandSame } from '../target.ts';
import type { Target } from '../target.ts';

const yamlWords = [
  '- ',
  ': ',
  '\n',
  '  ',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: *a',
  '? ',
  '[',
  ']',
  '{',
  '}',
  '#',
  '---\n',
  '!!binary ',
  '!!set',
  '~',
  'null',
  '.inf',
  '0x1f',
  '\t',
  '__proto__',
  'constructor: ',
  '\r\n',
];

const regexWords = [
  '(?P<secret>',
  '(?:',
  ')',
  '[',
  ']',
  '[^',
  '{1,',
  '}',
  '{2}',
  '*',
  '+',
  '?',
  '|',
  '\\b',
  '\\d',
  '\\pL',
  '\\x{41}',
  '\\Q',
  '\\E',
  '^',
  '$',
  '.',
  '(?i)',
  '[[:alpha:]]',
  '(?i:',
  '\\',
];

const ruleFile: Target = {
  name: 'rule file',
  seeds: () => [
    `provider: acme\nrules:\n  - id: acme-token\n    title: Acme token\n    keywords: [acme_]\n    token: acme_<alnum:20>\n    checks: [mixed]\n    examples: {positive: ["acme_<alnum:20>"]}\n`,
    `rules:\n- id: a-b\n  title: T\n  provider: p\n  severity: low\n  keywords: ["key"]\n  pattern: ["key=", "(?P<secret>[a-z]{20,30})"]\n  window: {before: 10, after: 100}\n  minEntropy: 3\n  paths: {include: ["*.py"]}\n  allow: {literals: [x]}\n`,
    `rules:\n- &r {id: c, title: T, provider: p, keywords: [abc], assigned: {name: "abc", value: "[0-9]{12}"}}\n`,
  ],
  words: [...yamlWords, ...regexWords, '<alnum:', 'rules:', 'pattern: ', 'token: ', 'id: '],
  answers: isUserError,
  run(bytes) {
    for (const { id, keywords, window, pattern } of parseRuleFile(
      bytes.toString('utf8'),
      'rules.yaml',
    )) {
      demand(/^[a-z0-9-]+$/u.test(id), 'an id');
      demand(
        keywords.every((keyword) => keyword.length >= 3) || pattern === '',
        'keywords of three letters',
      );
      demand(Number.isFinite(window.before + window.after), 'a window');
    }
  },
};

const configuration: Target = {
  name: 'leaktrail.yaml',
  seeds: () => [
    `extends: base.yaml\nenable: [a]\ndisable: [jwt]\nseverity: {jwt: low}\nexcludePaths: ["docs/**"]\nenvFiles: ["*.secret"]\nmaxBlob: 10M\nbaseline: b\nminConfidence: high\n`,
    `rules:\n- {id: a, title: T, provider: p, keywords: [abc], pattern: 'abc(?P<secret>[a-z]{10})'}\nallow: {patterns: ["x+"], literals: ["y"]}\n`,
    '{"extends": ["a"], "rules": [], "ruleFiles": ["r.yaml"]}',
  ],
  words: [...yamlWords, ...regexWords, 'extends: ', 'rules: ', 'allow: ', 'severity: '],
  answers: isUserError,
  run(bytes) {
    const { settings } = parseConfig(bytes.toString('utf8'), 'leaktrail.yaml');
    demand((settings.maxBlobBytes ?? 0) >= 0, 'a size');
  },
};

const gitleaks: Target = {
  name: '.gitleaks.toml',
  seeds: () => [
    `title = "x"\n[extend]\nuseDefault = true\ndisabledRules = ["a"]\n[[rules]]\nid = "acme"\ndescription = "d"\nregex = '''acme_([a-z0-9]{20})'''\nsecretGroup = 1\nentropy = 3.5\nkeywords = ["acme"]\n[[rules.allowlists]]\nregexes = ['''x''']\n`,
    `[allowlist]\npaths = ['''.*\\.md$''']\nregexes = ["a", "b"]\nstopwords = ["c"]\n[[allowlists]]\ntargetRules = ["acme"]\ncondition = "AND"\n`,
  ],
  words: [
    '[[rules]]\n',
    '[allowlist]\n',
    ' = ',
    "'''",
    '"""',
    '"',
    '[',
    ']',
    '{',
    '}',
    '\n',
    'regex = ',
    '1979-05-27',
    'inf',
    '__proto__',
    '0x',
    '\\u00e9',
    ...regexWords,
  ],
  answers: isUserError,
  run(bytes) {
    const { settings } = parseGitleaksConfig(bytes.toString('utf8'), '.gitleaks.toml');
    for (const { id, window } of settings.ownRules) {
      demand(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(id), `an id: ${id}`);
      demand(Number.isFinite(window.before + window.after), 'a window');
    }
  },
};

const packageJson: Target = {
  name: 'package.json',
  seeds: () => [
    '{\n "name": "x",\n "leaktrail": {"enable": ["a}", "\\"b"]},\n "z": [1]\n}',
    '{"a": {"leaktrail": 1}, "leaktrail" : "x"}',
    '{"leaktrail": [1, [2]], "leaktrail": null}',
  ],
  words: [
    '"leaktrail"',
    ':',
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\"',
    '\\\\',
    ' ',
    '\n',
    'null',
    '1',
    '"x"',
  ],
  run(bytes) {
    const text = bytes.toString('utf8');
    const found = packageConfigText(text);
    if (found === undefined) return;
    const parsed: unknown = JSON.parse(text);
    demand(typeof parsed === 'object' && parsed !== null, 'an object');
    // Of keys that come twice the last one counts for JSON, the first one here.
    if (text.split(/leaktrail|\\u/u).length > 2) return;
    demandSame(JSON.parse(found), Reflect.get(parsed, 'leaktrail'), 'the value of the key');
  },
};

const patterns: Target = {
  name: 'patterns of rules',
  seeds: () => [
    'key=(?P<secret>[a-z0-9]{20,30})',
    '(?i)acme[_-]?(?:token|key)["\']?\\s*[:=]\\s*(?P<secret>\\w{16})\\b',
    '[[:alpha:]]+|\\x41{2,}|a.c$',
  ],
  words: regexWords,
  answers: (error) => error instanceof SyntaxError || isUserError(error),
  run(bytes) {
    const text = bytes.toString('latin1');
    necessaryLiterals(text);
    const { min, max } = widthOf(parsePattern(text));
    demand(min >= 0 && max >= min, `a width, not ${min} to ${max}`);
  },
};

const sizes: Target = {
  name: 'sizes',
  seeds: () => ['500', '10k', '1.5GiB', '10MB'],
  words: ['9'.repeat(20), '.', 'k', 'i', 'b', '-', 'e5'],
  run(bytes) {
    const size = parseByteSize(bytes.toString('latin1'));
    demand(size === undefined || (Number.isSafeInteger(size) && size >= 0), 'a size');
  },
};

export const settingsTargets: readonly Target[] = [
  ruleFile,
  configuration,
  gitleaks,
  packageJson,
  patterns,
  sizes,
];
