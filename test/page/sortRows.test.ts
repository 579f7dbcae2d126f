import { expect, it } from 'vitest';
import type { Decision } from '../../src/model/decision.ts';
import { sortRows } from '../../src/page/sortRows.ts';
import type { SortKey } from '../../src/page/sortRows.ts';
import { findingAt, fingerprint, rowsOf } from './pageRows.ts';

// In the order of the report: b, c, a, none.
const rows = rowsOf([
  findingAt('b', '2021-01-01', {
    severity: 'critical',
    title: 'Zebra',
    exposedDays: 3,
    confidence: 'low',
  }),
  findingAt('c', '2020-01-01', {
    severity: 'high',
    title: 'Yak',
    exposedDays: null,
    state: 'message',
  }),
  findingAt('a', '2022-06-01', {
    severity: 'low',
    title: 'Ape',
    exposedDays: 100,
    confidence: 'medium',
  }),
  findingAt(null, 'not a date', {
    severity: 'low',
    title: 'Bee',
    exposedDays: 1,
    state: 'unreachable',
  }),
]);
const decisions = new Map<string, Decision>(
  [1, 3].map((seed) => [
    fingerprint(seed),
    {
      fingerprint: fingerprint(seed),
      ruleId: 'r',
      decision: seed === 1 ? 'rotated' : 'accept',
      reason: 'x',
      decidedOn: '2026-01-01',
    },
  ]),
);

function order(key: SortKey, isDescending = false): string {
  return sortRows(rows, { key, isDescending }, decisions)
    .map(({ path }) => path ?? '-')
    .join('');
}

it.each<[SortKey, string, string]>([
  ['severity', 'bca-', 'a-cb'],
  ['title', 'a-cb', 'bc-a'],
  ['path', 'abc-', 'cba-'],
  ['state', 'c-ba', 'ba-c'],
  ['introduced', 'cba-', 'abc-'],
  ['exposed', '-bac', 'ab-c'],
  ['confidence', 'c-ab', 'bac-'],
  ['decision', 'abc-', 'bac-'],
])('sorts by %s, and the other way round, with what has none last', (key, up, down) => {
  expect([order(key), order(key, true)]).toEqual([up, down]);
});
