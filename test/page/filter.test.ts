import { expect, it } from 'vitest';
import type { Decision } from '../../src/model/decision.ts';
import { filterRows, isUnder, narrowedBy, openFilter } from '../../src/page/filter.ts';
import type { Filter } from '../../src/page/filter.ts';
import { makeHeadPlace, makeOccurrence } from '../report/sampleReport.ts';
import { findingAt, fingerprint, rowsOf } from './pageRows.ts';

const rows = rowsOf([
  findingAt('a/critical.py', '2020-01-01', {
    severity: 'critical',
    ruleId: 'jwt',
    title: 'JSON Web Token',
  }),
  findingAt('a/head.py', '2021-01-01', {
    state: 'head',
    headPlaces: [makeHeadPlace({ path: 'moved/here.py' })],
    reachableFrom: ['refs/heads/main', 'refs/remotes/origin/main'],
  }),
  findingAt('ab/low.py', '2022-01-01', { severity: 'low', confidence: 'medium', marks: ['test'] }),
  findingAt('z.py', '2022-01-01', {
    severity: 'low',
    suppressed: { by: 'baseline', reason: 'known' },
  }),
  findingAt(null, '2023-01-01', {
    severity: 'medium',
    state: 'message',
    occurrences: [
      makeOccurrence({
        path: null,
        author: { name: 'Ümit', email: 'u@example.org' },
        summary: 'Let go',
      }),
    ],
  }),
]);
const decisions = new Map<string, Decision>([
  [
    fingerprint(3),
    {
      fingerprint: fingerprint(3),
      ruleId: 'x',
      decision: 'rotated',
      reason: '',
      decidedOn: '2026-01-01',
    },
  ],
]);

function pass(filter: Partial<Filter>): string[] {
  return filterRows(rows, { ...openFilter, ...filter }, decisions).map(({ where }) => where);
}

const critical = 'a/critical.py:12';
const head = 'moved/here.py:12';
const low = 'ab/low.py:12';
const message = 'message, line 12';

it.each<[string, Partial<Filter>, readonly string[]]>([
  ['all that counts at first', {}, [critical, head, message, low]],
  ['suppressed ones, too', { suppressed: '' }, [critical, head, message, low, 'z.py:12']],
  ['suppressed ones alone', { suppressed: 'yes' }, ['z.py:12']],
  ['a word of a title in any case', { text: 'WEB' }, [critical]],
  ['words that all stand in it', { text: 'json  critical' }, [critical]],
  ['nothing for a word that is nowhere', { text: 'json zebra' }, []],
  ['an author', { text: 'ümit' }, [message]],
  ['a subject', { text: 'let go' }, [message]],
  ['a fingerprint', { text: fingerprint(3) }, [low]],
  ['a path where it stands now', { text: 'moved/' }, [head]],
  ['several severities', { severities: ['critical', 'low'] }, [critical, low]],
  ['a state', { state: 'message' }, [message]],
  ['a confidence', { confidence: 'medium' }, [low]],
  ['a rule', { rule: 'jwt' }, [critical]],
  ['a folder and not its neighbour of a like name', { path: 'a/' }, [critical]],
  ['a file', { path: 'ab/low.py' }, [low]],
  ['a kind of path', { mark: 'test' }, [low]],
  ['no tests, examples or documentation', { mark: 'none' }, [critical, head, message]],
  ['what is undecided', { decision: 'none' }, [critical, head, message]],
  ['what was rotated', { decision: 'rotated' }, [low]],
  ['what is in HEAD', { isInHead: true }, [head]],
  ['what was pushed', { isPushed: true }, [head]],
  ['nothing where two parts contradict', { isInHead: true, state: 'message' }, []],
])('shows %s', (_title, filter, expected) => {
  expect(pass(filter)).toEqual(expected);
});

it.each([
  ['a/b', 'a/', true],
  ['a/b', 'a/b', true],
  ['a/bc', 'a/b', false],
  ['ab/c', 'a/', false],
  [null, 'a/', false],
])('%s lies under %s: %s', (path, place, expected) => {
  expect(isUnder(path, place)).toBe(expected);
});

it('counts what narrows it, the words aside', () => {
  expect(narrowedBy(openFilter)).toBe(0);
  expect(narrowedBy({ ...openFilter, text: 'x' })).toBe(0);
  expect(narrowedBy({ ...openFilter, severities: ['low'], isPushed: true, suppressed: '' })).toBe(
    3,
  );
});
