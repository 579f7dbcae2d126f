// A trail without the places that a configuration excludes.
import { expect, test } from 'vitest';
import type { Occurrence } from '../../src/model/occurrence.ts';
import type { Rule } from '../../src/model/rule.ts';
import { noSettings } from '../../src/model/settings.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';
import { filterTrail } from '../../src/scan/filterTrail.ts';
import { createAllowedValues, createPathFilter } from '../../src/scan/pathFilter.ts';
import type { PathFilter } from '../../src/scan/pathFilter.ts';
import type { ObjectTrail } from '../../src/triage/group.ts';

function filterOf(excludePaths: string[], excludePathPatterns: string[] = []): PathFilter {
  return createPathFilter({ ...noSettings, excludePaths, excludePathPatterns }, ruleSetOf([]));
}

test.each<[string[], string, boolean]>([
  [['vendor/'], 'vendor/a.py', true],
  [['vendor/'], 'src/vendor/b/a.py', true],
  [['/vendor/'], 'src/vendor/a.py', false],
  [['vendor/'], 'vendor', false],
  [['*.snap'], 'src/x/a.snap', true],
  [['docs/**/*.md'], 'docs/a/b/c.md', true],
  [['docs/*.md'], 'docs/a/c.md', false],
  [['*.md', '!README.md'], 'README.md', false],
  [['*.md', '!README.md'], 'a.md', true],
  [['ü.py'], Buffer.from('src/ü.py').toString('latin1'), true],
  [['A.py'], 'a.py', false],
])('%j excludes %s: %j', (globs, path, isExcluded) => {
  expect(filterOf(globs).isExcluded(path)).toBe(isExcluded);
});

test('patterns are found anywhere in a path', () => {
  const filter = filterOf([], ['(^|/)vendor/', 'go\\.sum$']);
  expect(['a/vendor/b', 'vendors/b', 'x/go.sum', 'go.sums'].map(filter.isExcluded)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a rule looks at the paths that it names, in any case, and at no others', () => {
  const rule = { id: 'a', paths: { include: ['*.PY'], exclude: ['tests/'] } } as unknown as Rule;
  const pattern = { id: 'b', paths: { includePatterns: ['\\.py$'] } } as unknown as Rule;
  const filter = createPathFilter(noSettings, ruleSetOf([rule, pattern]));
  expect(filter.excludesAny).toBe(false);
  expect(filter.admits('a', 'src/x.py')).toBe(true);
  expect(filter.admits('a', 'src/x.js')).toBe(false);
  expect(filter.admits('a', 'Tests/x.py')).toBe(false);
  expect(filter.admits('b', 'x.py')).toBe(true);
  expect(filter.admits('b', 'x.PY')).toBe(false);
  expect(filter.admits('c', 'x.js')).toBe(true);
  expect(['a', 'b', 'c'].map(filter.needsPath)).toEqual([true, true, false]);
});

test('values are allowed by pattern or as a whole', () => {
  const isAllowed = createAllowedValues({
    ...noSettings,
    allow: { patterns: ['^abc', 'ü$'], literals: ['whole'] },
  });
  expect(['abcd', 'xabc', 'whole', 'wholes', 'xü'].map(isAllowed)).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
});

const nobody = { author: null, summary: null, line: 1, column: 1, endLine: 1, endColumn: 9 };

function at(path: string, event: Occurrence['event'], day: number): Occurrence {
  const date = `2024-01-0${day}T00:00:00Z`;
  return { ...nobody, event, path, commit: `c${day}`, blob: `b${day}`, date };
}

const occurrences = [
  at('tests/a.py', 'introduced', 1),
  at('src/a.py', 'spread', 2),
  at('src/a.py', 'removed', 4),
];
const trail: ObjectTrail = {
  occurrences,
  loose: [],
  introduced: occurrences[0] ?? null,
  removed: null,
  exposedDays: 8,
  reachableFrom: ['refs/heads/main'],
  isInHead: true,
  isInHistory: true,
  isInUnreachable: false,
};

test('what is left is told as if the rest did not exist', () => {
  const excluded: string[] = [];
  const left = filterTrail(
    trail,
    filterOf(['tests/']),
    () => false,
    (path) => excluded.push(path),
  );
  expect(left).toEqual({
    ...trail,
    occurrences: occurrences.slice(1),
    introduced: occurrences[1],
    removed: { commit: 'c4', date: '2024-01-04T00:00:00Z' },
    exposedDays: 2,
    isInHead: false,
  });
  expect(excluded).toEqual(['tests/a.py']);
});

test('where HEAD holds it at a path that counts it stays there', () => {
  const left = filterTrail(
    trail,
    filterOf(['tests/']),
    () => true,
    () => undefined,
  );
  expect(left).toMatchObject({ isInHead: true, removed: null, exposedDays: 8 });
});

test('a trail without an excluded place stays as it is, one without any other is gone', () => {
  const unused = (): boolean => expect.unreachable();
  expect(filterTrail(trail, filterOf(['x']), unused, () => undefined)).toBe(trail);
  expect(filterTrail(trail, filterOf([]), unused, () => undefined)).toBe(trail);
  expect(filterTrail(trail, filterOf(['*.py']), unused, () => undefined)).toBeUndefined();
});
