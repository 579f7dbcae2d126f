import { expect, it } from 'vitest';
import { inlineComments } from '../../src/triage/inlineComment.ts';

const isRule = (word: string): boolean => word === 'github-token';
const any = { reason: '', isAboutNextLine: false };

it.each([
  ['x = 1  # leaktrail:allow', { marker: 'leaktrail:allow', ...any }],
  ['x = 1  # leaktrail:allow made up', { marker: 'leaktrail:allow', ...any, reason: 'made up' }],
  [
    'x = 1 // leaktrail:allow github-token: of a test',
    { marker: 'leaktrail:allow', ruleId: 'github-token', ...any, reason: 'of a test' },
  ],
  [
    '/* leaktrail:allow github-token */ x = "y"',
    { marker: 'leaktrail:allow', ruleId: 'github-token', ...any },
  ],
  ['<!-- leaktrail:allow old --> <a>', { marker: 'leaktrail:allow', ...any, reason: 'old' }],
  ['"x = 1 # leaktrail:allow old\\n",', { marker: 'leaktrail:allow', ...any, reason: 'old' }],
  ["x('# leaktrail:allow') + y", { marker: 'leaktrail:allow', ...any }],
  [
    'x = "a leaktrail:allow old\\" + b", c = "d"',
    { marker: 'leaktrail:allow', ...any, reason: 'old' },
  ],
  ['x = `leaktrail:allow old` + b', { marker: 'leaktrail:allow', ...any, reason: 'old' }],
  ['x = 1;--leaktrail:allow - gone', { marker: 'leaktrail:allow', ...any, reason: 'gone' }],
  ['x # gitleaks:allow', { marker: 'gitleaks:allow', ...any }],
  ['x # betterleaks:allow', { marker: 'betterleaks:allow', ...any }],
  ['x # trufflehog:ignore', { marker: 'trufflehog:ignore', ...any }],
  ['x # kingfisher:ignore', { marker: 'kingfisher:ignore', ...any }],
  ['x # ggignore', { marker: 'ggignore', ...any }],
  ['x # pragma: allowlist secret', { marker: 'pragma: allowlist secret', ...any }],
  ['x # pragma: whitelist secret', { marker: 'pragma: whitelist secret', ...any }],
  ['x # pragma:allowlist-secret', { marker: 'pragma:allowlist-secret', ...any }],
  [
    '# pragma: allowlist nextline secret',
    { marker: 'pragma: allowlist nextline secret', reason: '', isAboutNextLine: true },
  ],
])('%j holds a comment', (line, expected) => {
  const [found, ...others] = inlineComments(line, isRule);
  const { endOffset, ...rest } = found ?? { endOffset: -1 };
  expect(rest).toEqual(expected);
  expect(line.slice(0, endOffset).endsWith(expected.marker)).toBe(true);
  expect(others).toEqual([]);
});

it.each([
  'x = 1',
  'leaktrail:allowed',
  'leaktrail: allow',
  'myleaktrail:allow',
  'gitleaks:allow:start',
  'gitleaks:allow-start',
  'ggignored',
  'baggignore',
  'allowlist secret',
])('%j holds none', (line) => {
  expect(inlineComments(line, isRule)).toEqual([]);
});

it('reads a reason up to the next comment, and only so far', () => {
  const reasons = (line: string): string[] =>
    inlineComments(line, isRule).map(({ reason }) => reason);
  expect(reasons('# leaktrail:allow one leaktrail:allow two')).toEqual(['one', 'two']);
  expect(reasons(`# leaktrail:allow ${'x'.repeat(5000)}`)).toEqual(['x'.repeat(999)]);
});

it('reads a long line in time and several comments in one line', () => {
  const line = `${'pragma: '.repeat(200_000)} ggignore, gitleaks:allow`;
  expect(inlineComments(line, isRule)).toHaveLength(2);
  expect(inlineComments('leaktrail:allow one '.repeat(100_000), isRule)).toHaveLength(100_000);
});
