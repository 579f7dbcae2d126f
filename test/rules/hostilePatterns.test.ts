// Patterns of strangers: one line says what is wrong, where, and nothing is compiled that costs too much.
import { expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { loadRules } from '../../src/rules/load.ts';
import { parseOwnRuleFile } from '../../src/rules/parseRuleFile.ts';

function ruleFile(pattern: string): string {
  return `provider: acme
rules:
  - id: acme-key
    title: Acme key
    keywords: [acme]
    window: { before: 10, after: 4000 }
    pattern: ${JSON.stringify(pattern)}
    examples: { positive: [acme, acme], negative: [b, b] }
`;
}

const words = Array.from({ length: 100_000 }, (_, i) => `w${i}`).join('|');

test.each([
  ['repeats of repeats', '(?P<secret>((a{0,100}){0,100}){0,100})', 'optional repeats'],
  ['a repetition that is too large', '(?P<secret>(a{1000}){1000})', 'RE2 does not take'],
  ['a hundred thousand words', `(?P<secret>${words})`, 'longer than 4096 characters'],
  ['a huge class', `(?P<secret>[${'ab'.repeat(3000)}])`, 'longer than 4096 characters'],
  ['groups in groups', `(?P<secret>${'('.repeat(900)}a${')'.repeat(900)})`, 'capturing groups'],
  ['a look-ahead', '(?P<secret>acme(?=a))', 'RE2 does not take'],
  ['a back-reference', String.raw`(a)(?P<secret>acme\1)`, 'RE2 does not take'],
])('%s', (_name, pattern, reason) => {
  const parse = (): unknown => parseOwnRuleFile(ruleFile(pattern), 'own.yaml');
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(/^own\.yaml:\d+: rules\[0\][^\n]*$/u);
  expect(parse).toThrow(reason);
});

test('what RE2 takes and our own reader of patterns does not know is searched all the same', () => {
  const own = parseOwnRuleFile(ruleFile(String.raw`(?P<secret>acme[\pL]{4})\W`), 'own.yaml');
  const detector = createDetector(loadRules({ own, enable: ['acme-key'] }));
  expect(detector.scan(Buffer.from('x = acmeWxyz;\n')).map(({ value }) => value)).toEqual([
    'acmeWxyz',
  ]);
});
