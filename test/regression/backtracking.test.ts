// Expressions of the program's own, which JavaScript's engine matches by trying: where two parts of one can take the same
// characters, each of these inputs takes minutes, most of them longer than anybody lives.
import { describe, expect, test } from 'vitest';
import { withSecretGroup } from '../../src/config/gitleaksPattern.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { kindBit } from '../../src/detect/kinds.ts';
import { fileKindOf } from '../../src/detect/paths.ts';
import { replaceInPython } from '../../src/remedy/replaceInPython.ts';
import { variableName } from '../../src/remedy/variableNames.ts';
import { optionalCopies } from '../../src/rules/patternCost.ts';
import { loadRules } from '../../src/rules/load.ts';

const many = 30_000;
/** Within what is looked at around `kind: Secret`. */
const within = 4_000;
const detector = createDetector(loadRules());
const yaml = kindBit('config');

describe('a manifest of a Kubernetes Secret', () => {
  const manifest = (line: string): Buffer =>
    Buffer.from(`apiVersion: v1\nkind: Secret\ndata:\n${line}\n  b: eA==\n`);

  test.each([
    ['blanks behind a value', `  a: b${' '.repeat(within)}"x"`],
    ['tabs and commas behind it', `  a: b${' \t,'.repeat(within / 3)}"x"`],
    ['blanks behind its quotes', `  a: "b"${' '.repeat(within)}x`],
  ])('with %s is read in time', (_name, line) => {
    expect(detector.scan(manifest(line), yaml).length).toBeGreaterThanOrEqual(0);
  });

  test('with blanks behind "data:" is read in time', () => {
    const text = `kind: Secret\ndata:${'\t'.repeat(within)}x\n`;
    expect(detector.scan(Buffer.from(text), yaml)).toEqual([]);
  });
});

test('a name with very many parts is told from a .env file in time', () => {
  expect(fileKindOf(`env.0${'s'.repeat(200)}`)).not.toBe('dotenv');
  expect(fileKindOf(`env.${'a_'.repeat(many)}`)).not.toBe('dotenv');
  expect(fileKindOf('env.my_own.example')).toBe('dotenv');
});

test('a Python literal of very many lines around a secret is left in time', () => {
  const text = `key = """${'\n'.repeat(many)}secret value${'\n'.repeat(many)}x"""\n`;
  const start = text.indexOf('secret');
  const range = { start, end: start + 12, variable: 'KEY' };
  expect(replaceInPython(text, [range])).toHaveLength(1);
});

test('a variable is named after a very long line in time', () => {
  const before = `a: b${' '.repeat(many)}${'_'.repeat(many)}"`;
  const place = { before, above: '', path: 'a.py', ruleId: 'generic-secret', provider: 'generic' };
  expect(variableName(place)).toMatch(/^[A-Z_]+$/u);
});

test('a class of very many escapes in a pattern is passed in time', () => {
  const open = `[\\${':\\:\\'.repeat(200)}`;
  expect(optionalCopies(open)).toBeGreaterThanOrEqual(0);
  expect(withSecretGroup(open, 0)).toContain('(?P<secret>');
});
