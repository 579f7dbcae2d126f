// Kubernetes Secrets: what counts is the decoded value.
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { kindBit } from '../../src/detect/kinds.ts';
import { loadRules } from '../../src/rules/load.ts';
import { parseRuleFile } from '../../src/rules/parseRuleFile.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const detector = createDetector(loadRules());
const drawn = (template: string): string => expandTemplate(template, 'manifest');
const password = drawn('<alnum:14>');
const github = drawn('<crc32:ghp_>');
const aws = drawn('<aws-key-id:AKIA>');
const npm = drawn('<crc32:npm_>');
const pem = drawn('<pem:RSA PRIVATE KEY>');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const docker = JSON.stringify({ auths: { 'r.example': { username: 'ada', password } } });
const env = `MODE=1\nDB_PASSWORD=${password}\nGITHUB=${github}\n`;

function found(text: string): string[] {
  const matches = detector.scan(Buffer.from(text), kindBit('config'));
  return matches.map(({ ruleId, value, encoding }) => `${ruleId} ${value} ${encoding}`);
}

const manifest = (entry: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  ${entry}\n`;

describe('a value of a Secret is reported decoded', () => {
  test.each([
    ['password', password, [`generic-password ${password} base64`]],
    ['token', password + password, [`generic-token ${password}${password} base64`]],
    ['nothing-telling', password, [`generic-secret ${password} base64`]],
    ['token', github, [`github-personal-access-token ${github} base64`]],
    ['password', `${github}\n`, [`github-personal-access-token ${github} base64`]],
    ['id', aws, [`aws-access-key-id ${aws} base64`]],
    ['registry', npm, [`npm-access-token ${npm} base64`]],
    ['DATABASE_URL', `postgres://app:${password}@db/x`, [`password-in-url ${password} base64`]],
    ['tls.key', `${pem}\n`, [`private-key ${pem} base64`]],
    ['.dockerconfigjson', docker, [`generic-password ${password} base64`]],
    [
      'app.env',
      env,
      [`generic-password ${password} base64`, `github-personal-access-token ${github} base64`],
    ],
  ])('%s', (name, value, expected) => {
    expect(found(manifest(`${name}: ${base64(value)}`))).toEqual(expected);
    expect(found(manifest(`"${name}": "${base64(value)}"`))).toEqual(expected);
  });

  test('beside what a rule of its own finds within', () => {
    const rules = parseRuleFile(
      "rules: [{ id: own, title: Own, provider: own, keywords: [Xyz], pattern: '(?P<secret>Xyz.)' }]",
      'own.yaml',
    );
    const value = `Xyz"${password}`;
    const { scan } = createDetector(loadRules({ own: rules }));
    const content = Buffer.from(manifest(`nothing-telling: ${base64(value)}`));
    expect(
      scan(content, kindBit('config')).map((match) => `${match.ruleId} ${match.value}`),
    ).toEqual(['own Xyz"', `generic-secret ${value}`]);
    expect(found(content.toString())).toEqual([`generic-secret ${value} base64`]);
  });

  test('with comments around it and line ends within it', () => {
    const expected = [`generic-password ${password} base64`];
    const line = `password: ${base64(password)}`;
    expect(found(manifest(`${line}  # encoded`))).toEqual(expected);
    expect(found(manifest(`# encoded\n  ${line}`))).toEqual(expected);
    expect(found(manifest(line).replace('data:\n', 'data:\n#encoded\n'))).toEqual(expected);
    expect(found(manifest(`password: ${base64(`${password}\r\n`)}`))).toEqual(expected);
  });

  test('up to where its block ends, however deep that stands', () => {
    const list = `items:\n  - kind: Secret\n    data:\n      a: ${base64(password)}\n    type: Opaque\n`;
    expect(found(list)).toEqual([`generic-secret ${password} base64`]);
    const after = `    # no data\n    type: x\n      b: ${base64(`${password}9`)}\n`;
    expect(found(list + after)).toEqual([`generic-secret ${password} base64`]);
  });

  test('wherever the kind stands', () => {
    const entry = `password: ${base64(password)}`;
    const expected = [`generic-password ${password} base64`];
    expect(found(`data:\n  ${entry}\nkind: Secret\n`)).toEqual(expected);
  });

  test('in JSON, over several lines and on one', () => {
    const secret = { apiVersion: 'v1', data: { password: base64(password) }, kind: 'Secret' };
    const expected = [`generic-password ${password} base64`];
    expect(found(JSON.stringify(secret, null, 2))).toEqual(expected);
    expect(found(JSON.stringify(secret))).toEqual(expected);
  });

  test('wrapped over several lines', () => {
    const wrapped = base64(env.repeat(2)).replace(/.{64}/gu, '$&\n    ');
    expect(found(manifest(`app.env: |\n    ${wrapped}`))).toContain(
      `generic-password ${password} base64`,
    );
  });

  test('at the place of its text', () => {
    const text = manifest(`password: ${base64(password)}`);
    const [match] = detector.scan(Buffer.from(text), kindBit('config'));
    expect(text.slice(match?.startOffset, match?.endOffset)).toBe(base64(password));
    expect(match).toMatchObject({ line: 6, column: 13 });
  });

  test('and a placeholder is nothing, though its base64 looks like something', () => {
    expect(found(manifest(`password: ${base64('<your-password>')}`))).toEqual([]);
    expect(found(manifest(`token: ${base64('${TOKEN}')}`))).toEqual([]);
  });

  test('elsewhere the text counts as it stands', () => {
    const text = base64(password);
    expect(found(`password: ${text}\n`)).toEqual([`generic-password ${text} undefined`]);
  });
});
