import { describe, expect, test } from 'vitest';
import { createExplainer } from '../../src/detect/explain.ts';
import type { ExplainedLine } from '../../src/detect/explain.ts';
import { mediumScore } from '../../src/detect/confidence.ts';
import type { FileKind } from '../../src/model/rule.ts';
import { loadRules } from '../../src/rules/load.ts';
import { parseRuleFile } from '../../src/rules/parseRuleFile.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { tokenLine } from '../e2e/githubToken.ts';
import { fill } from './fill.ts';

const explainContent = createExplainer(loadRules());

function explain(kind: FileKind, text: string, line = 1): ExplainedLine {
  const explained = explainContent(Buffer.from(fill(text)), kind, mediumScore)(line);
  if (explained === undefined) throw new Error('no such line');
  return explained;
}

describe('what is reported', () => {
  test('comes with its score, its parts in words, and their sum', () => {
    const { values, notes } = explain('python', 'x = 1\ndb_password = "mk<pw:a>-x"\n', 2);
    expect(notes).toEqual([]);
    const [value] = values;
    expect(value).toMatchObject({
      ruleId: 'generic-password',
      line: 2,
      column: 16,
      isReported: true,
    });
    expect(value?.verdict).toMatch(/^its score of 0\.\d\d reaches 0\.50$/u);
    expect(value?.reasons.map(({ text }) => text)).toContain('the name db_password says password');
    const sum = (value?.reasons ?? []).reduce((total, { weight }) => total + weight, 0);
    const logOdds = Math.log((value?.score ?? 0) / (1 - (value?.score ?? 0)));
    // Reasons below a twentieth are left out.
    expect(Math.abs(sum - logOdds)).toBeLessThan(0.3);
  });

  test("under a provider's rule names the form", () => {
    const { values } = explain('python', `${tokenLine('explain')}\n`);
    expect(values.filter(({ isReported }) => isReported).map(({ verdict }) => verdict)).toEqual([
      'it has the form that github-personal-access-token looks for',
    ]);
  });
});

describe('what is not reported', () => {
  test.each<[string, FileKind, string, RegExp]>([
    ['a plain word', 'python', 'token: str = "changeme"', /a plain word/u],
    ['a bare name in code', 'python', 'password = other_thing9', /a name or a piece of code/u],
    ['a list of words', 'python', 'keywords = "mk<pw:a>-x"', /a list of words/u],
    ['a low score', 'python', 'password = "password"', /is below 0\.50/u],
  ])('says why: %s', (_title, kind, text, why) => {
    const { values } = explain(kind, `${text}\n`);
    expect(values.map(({ isReported }) => isReported)).toEqual([false]);
    expect(values[0]?.verdict).toMatch(why);
  });

  test('says that a token failed a check', () => {
    const token = expandTemplate('ghp_<alnum:36>', 'explain');
    const { values } = explain('python', `x = "${token}"\n`);
    expect(values.map(({ verdict }) => verdict)).toContainEqual(
      expect.stringContaining('it fails a check'),
    );
  });

  test('says that nothing on the line begins a rule', () => {
    expect(explain('python', 'x = 1\n').notes).toEqual([
      'no keyword of any rule stands on this line',
    ]);
  });

  test('names the keywords that nothing came of', () => {
    const [note] = explain('python', 'password = os.environ["X"]\n').notes;
    expect(note).toMatch(/^keywords on this line: pass;/u);
  });
});

test('there is nothing to say of a line that is not there', () => {
  expect(explainContent(Buffer.from('x\n'), 'python', mediumScore)(9)).toBeUndefined();
});

test('a rule of its own stands before the built-in ones, or beside them where it has paths', () => {
  const own = (paths: string): string[] => {
    const rules = parseRuleFile(
      `rules: [{ id: own, title: Own, provider: own, specificity: 100, keywords: [ghp_],
        pattern: '(?P<secret>.ghp_.{36})'${paths} }]`,
      'own.yaml',
    );
    const explained = createExplainer(loadRules({ own: rules }));
    const content = Buffer.from(`${tokenLine('own')}\n`);
    const values = explained(content, 'python', mediumScore)(1)?.values ?? [];
    return values.filter(({ isReported }) => isReported).map(({ verdict }) => verdict);
  };
  const form = 'it has the form that';
  expect(own('')).toEqual([`${form} own looks for`]);
  expect(own(', paths: { include: [src/] }')).toEqual([
    `${form} own looks for, at the paths that it names`,
    `${form} github-personal-access-token looks for`,
  ]);
});

test.each([
  ['on one line', ''],
  ['on lines of their own', '\n'],
])('thousands of values %s are explained at once', (_title, end) => {
  const text = Array.from({ length: 1500 }, (_, i) => `${tokenLine(String(i))};${end}`).join('');
  const started = performance.now();
  const explainLine = explainContent(Buffer.from(text), 'python', mediumScore);
  const lines = end === '' ? [1] : Array.from({ length: 1500 }, (_, i) => i + 1);
  const values = lines.flatMap((line) => explainLine(line)?.values ?? []);
  // Each line or value sought from the start of the content took minutes.
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(values.filter(({ isReported }) => isReported)).toHaveLength(1500);
});
