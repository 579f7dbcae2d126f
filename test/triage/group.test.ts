import { expect, test } from 'vitest';
import type { PathMark } from '../../src/model/finding.ts';
import type { Occurrence } from '../../src/model/occurrence.ts';
import type { Rule, Severity } from '../../src/model/rule.ts';
import { groupFindings } from '../../src/triage/group.ts';
import type { GroupInput, ObjectTrail, PresentPlace, SecretMatch } from '../../src/triage/group.ts';
import { rule } from './sampleRule.ts';

const blob = 'b'.repeat(40);
const commit = 'c'.repeat(40);

function secretMatch(secretId: string, ruleId: string, score = 0.9): SecretMatch {
  return { secretId, ruleId, score, fingerprint: `${ruleId}/${secretId}` };
}

function occurrence(path: string | null, more: Partial<Occurrence> = {}): Occurrence {
  return {
    event: 'present',
    commit: null,
    blob,
    path,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 5,
    author: null,
    date: null,
    summary: null,
    ...more,
  };
}

function introduced(path: string, more: Partial<Occurrence> = {}): Occurrence {
  return occurrence(path, { event: 'introduced', commit, date: '2024-01-01T00:00:00Z', ...more });
}

function trail(occurrences: readonly Occurrence[], more: Partial<ObjectTrail> = {}): ObjectTrail {
  return {
    occurrences,
    loose: [],
    introduced: occurrences.find(({ event }) => event === 'introduced') ?? null,
    removed: null,
    exposedDays: occurrences.length > 0 ? 3 : null,
    reachableFrom: ['refs/heads/main'],
    isInHead: false,
    isInHistory: occurrences.length > 0,
    isInUnreachable: false,
    ...more,
  };
}

function place(
  state: PresentPlace['state'],
  path: string | null,
  more: Partial<Occurrence> = {},
): PresentPlace {
  return { secretId: 's', state, occurrence: occurrence(path, more) };
}

interface Case {
  readonly matches?: readonly SecretMatch[];
  readonly rules?: readonly Rule[];
  readonly trails?: Readonly<Record<string, ObjectTrail>>;
  readonly present?: readonly PresentPlace[];
}

function group({
  matches = [secretMatch('s', 'one')],
  rules = [rule('one'), rule('two')],
  trails = {},
  present = [],
}: Case): ReturnType<typeof groupFindings> {
  const input: GroupInput = {
    matches,
    rules: new Map(rules.map((each) => [each.id, each])),
    values: new Map(matches.map(({ secretId }) => [secretId, { value: `value of ${secretId}` }])),
    trailOf: (secretId) => trails[secretId],
    present,
    marksOf: (path) =>
      (['test', 'docs', 'vendored'] as const).filter((mark) => path.split('/').includes(mark)),
    confidenceOf: (score) => (score >= 0.9 ? 'high' : 'low'),
    severityUnder: (severity: Severity, marks: readonly PathMark[]) =>
      marks.length > 0 ? 'low' : severity,
    entropyOf: (value) => value.length / 7,
  };
  return groupFindings(input);
}

test('A secret becomes one finding with what rule, match and trail say', () => {
  const first = introduced('a.env');
  const last = introduced('a.env', { event: 'removed', line: 4 });
  const removed = { commit, date: '2024-01-04T00:00:00Z' };
  const rules = [
    rule('one', { provider: 'aws', revoke: 'https://example.com/keys', advice: ['Look at logs.'] }),
  ];
  expect(group({ rules, trails: { s: trail([first, last], { removed }) } })).toEqual([
    {
      fingerprint: 'one/s',
      ruleId: 'one',
      title: 'Title of one',
      provider: 'aws',
      severity: 'high',
      confidence: 'high',
      score: 0.9,
      secret: { value: 'value of s', entropy: 1.429 },
      state: 'history',
      introduced: first,
      removed,
      exposedDays: 3,
      reachableFrom: ['refs/heads/main'],
      occurrences: [first, last],
      marks: [],
      suppressed: null,
      advice: ['Revoke it and issue a new one: https://example.com/keys', 'Look at logs.'],
    },
  ]);
});

test.each([
  [
    'the more specific rule',
    [
      ['generic', 20, 0.99],
      ['exact', 90, 0.6],
    ],
    'exact',
    0.99,
  ],
  [
    'of equally specific ones the better score',
    [
      ['b', 50, 0.6],
      ['a', 50, 0.5],
    ],
    'b',
    0.6,
  ],
  [
    'then the first by id',
    [
      ['b', 50, 0.6],
      ['a', 50, 0.6],
      ['c', 50, 0.6],
    ],
    'a',
    0.6,
  ],
] as const)('One secret under several rules is named by %s', (_, rows, ruleId, score) => {
  const findings = group({
    matches: rows.map(([id, , each]) => secretMatch('s', id, each)),
    rules: rows.map(([id, specificity]) => rule(id, { specificity })),
    present: [place('worktree', 'a')],
  });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ ruleId, fingerprint: `${ruleId}/s`, score });
});

const everywhere = [
  place('index', 'a'),
  place('worktree', 'a'),
  place('message', null, { commit }),
];
test.each<[string, Partial<ObjectTrail>, readonly PresentPlace[]]>([
  ['head', { isInHead: true, isInHistory: true, isInUnreachable: true }, everywhere],
  ['history', { isInHistory: true, isInUnreachable: true }, everywhere],
  ['index', { isInUnreachable: true }, everywhere],
  ['worktree', { isInUnreachable: true }, everywhere.slice(1)],
  ['unreachable', { isInUnreachable: true }, everywhere.slice(2)],
  ['message', {}, everywhere.slice(2)],
])('The state is the strongest that holds: %s', (state, flags, present) => {
  const [finding] = group({ trails: { s: trail([], flags) }, present });
  expect(finding).toMatchObject({ state });
});

test('Where no commit holds a secret the first place that is present introduces it', () => {
  const [finding] = group({
    trails: { s: trail([], { isInHistory: true, loose: [occurrence(null, { blob: 'f' })] }) },
    present: [
      place('message', null, { commit, blob: null, line: 7 }),
      place('worktree', 'b'),
      place('worktree', 'a', { line: 3 }),
      place('index', 'z', { line: 2 }),
    ],
  });
  expect(finding!.occurrences.map(({ path, line }) => [path, line])).toEqual([
    ['z', 2],
    ['a', 3],
    ['b', 1],
    [null, 1],
    [null, 7],
  ]);
  expect(finding).toMatchObject({ introduced: { path: 'z' }, exposedDays: null, removed: null });
});

test('Places of one line, and a loose blob that has a path in the index, are told once', () => {
  const [finding] = group({
    trails: { s: trail([], { isInUnreachable: true, loose: [occurrence(null)] }) },
    present: [
      place('index', 'a', { column: 9 }),
      place('index', 'a', { column: 2 }),
      place('worktree', 'a', { column: 2 }),
      place('worktree', 'a', { line: 2, blob: 'other' }),
    ],
  });
  expect(finding!.state).toBe('index');
  expect(finding!.occurrences.map(({ path, line, column }) => [path, line, column])).toEqual([
    ['a', 1, 2],
    ['a', 2, 1],
  ]);
});

test.each<[string, readonly Occurrence[], readonly PathMark[]]>([
  ['one marked path', [introduced('test/a')], ['test']],
  [
    'marks of all paths, in their order',
    [introduced('docs/a'), introduced('test/a')],
    ['test', 'docs'],
  ],
  ['none when a path carries none', [introduced('test/a'), introduced('src/a')], []],
  [
    'none when it is gone from there',
    [introduced('test/a'), introduced('a', { event: 'removed' })],
    [],
  ],
  ['a blob without a path does not count', [introduced('test/a'), occurrence(null)], ['test']],
  ['only a blob without a path', [occurrence(null)], []],
  ['a message counts', [introduced('test/a'), occurrence(null, { commit, blob: null })], []],
  ['git’s quotes are no part of a path', [introduced(String.raw`"test/\377"`)], ['test']],
])('Marks are those of a secret that stands nowhere else: %s', (_, occurrences, marks) => {
  const [finding] = group({ trails: { s: trail(occurrences) } });
  expect(finding).toMatchObject({ marks, severity: marks.length > 0 ? 'low' : 'high' });
});

test('Findings are sorted by severity, path, line, rule and fingerprint', () => {
  const rules = [
    rule('low', { severity: 'low' }),
    rule('one', { severity: 'critical' }),
    rule('two', { severity: 'critical' }),
  ];
  const rows = [
    ['h', 'low', 'a', 1],
    ['g', 'one', null, 1],
    ['f', 'one', 'b', 2],
    ['e', 'two', 'b', 1],
    ['d', 'one', 'b', 1],
    ['c', 'one', 'b', 1],
    ['b', 'one', 'a', 9],
    ['a', 'one', 'Z', 9],
  ] as const;
  const findings = group({
    rules,
    matches: rows.map(([id, ruleId]) => secretMatch(id, ruleId)),
    present: rows.map(([secretId, , path, line]) => ({
      ...place('worktree', path, { line }),
      secretId,
    })),
  });
  expect(findings.map(({ secret }) => secret.value.at(-1)).join('')).toBe('abcdefgh');
});

test('A secret without any place gives no finding; one without rule or value is a mistake of the caller', () => {
  expect(group({})).toEqual([]);
  expect(() => group({ matches: [secretMatch('s', 'unknown')] })).toThrow(
    'There is no rule unknown',
  );
});
