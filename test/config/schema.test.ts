// schemas/config.schema.json states what parseConfig takes.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configKeys, parseConfig } from '../../src/config/parseConfig.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema: unknown = JSON.parse(read('schemas/config.schema.json'));
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
const isValid = ajv.compile(schema as object);

/** The example of the documentation. */
const example = /```yaml\n([^]*?)```/u.exec(read('docs/CONFIGURATION.md'))?.[1] ?? '';

test('the schema and the parser know the same keys', () => {
  const { properties } = schema as { properties: object };
  expect(Object.keys(properties)).toEqual([...configKeys]);
});

test('the example of the documentation is valid for both and shows every kind of setting', () => {
  expect(isValid(parse(example)), JSON.stringify(isValid.errors)).toBe(true);
  const part = parseConfig(example, 'leaktrail.yaml');
  expect(part.settings).toMatchObject({ maxBlobBytes: 50 * 2 ** 20, minConfidence: 'medium' });
  expect(part.settings.ownRules).toHaveLength(1);
});

const rule = '{id: a, title: A, provider: a, keywords: [abc], token: "abc[0-9]{9}"}';

test.each([
  'extends: a.yaml',
  'extends: [a.yaml, b.yaml]',
  `rules: [${rule}]`,
  'severity: {a: low}',
  'maxBlob: 100',
  'maxBlob: 1.5GiB',
  'envFiles: ["*.secret", deploy/*.conf, "!deploy/public.conf", "**/é"]',
  '{}',
])('%s is valid for both', (text) => {
  expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
  expect(parseConfig(text, 'c.yaml')).toBeDefined();
});

test.each([
  'extend: a.yaml',
  'extends: 5',
  'severity: {a: hot}',
  'severity: [a]',
  'minConfidence: none',
  'maxBlob: big',
  'maxBlob: -1',
  'excludePaths: a',
  'excludePaths: [5]',
  'envFiles: "*.secret"',
  'envFiles: [secrets/]',
  'envFiles: ["secrets/**"]',
  'envFiles: ["*"]',
  'envFiles: ["#.env"]',
  'allow: {pattern: [a]}',
  `rules: [${rule.replace('id: a', 'id: A b')}]`,
  `rules: [${rule.replace('token', 'tokn')}]`,
  'rules: {}',
])('%s is refused by both', (text) => {
  expect(isValid(parse(text))).toBe(false);
  expect(() => parseConfig(text, 'c.yaml')).toThrow(/^c\.yaml:1: /u);
});
