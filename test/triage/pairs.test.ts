import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Occurrence } from '../../src/model/occurrence.ts';
import { pairFindings } from '../../src/triage/pairs.ts';
import { rule } from './sampleRule.ts';

// `by-name` names the id, the id names another rule of the secret: both count.
const rules = new Map(
  [
    rule('id', { pairedWith: 'secret' }),
    rule('secret'),
    rule('by-name', { pairedWith: 'id' }),
    rule('other'),
  ].map((each) => [each.id, each]),
);

interface Place {
  blob: string;
  path: string;
  commit: string;
  line: number;
}

function finding(fingerprint: string, ruleId: string, ...places: Partial<Place>[]): Finding {
  const occurrences = places.map(
    ({ blob = 'b', path = 'a.py', commit = 'c', line = 1 }): Occurrence => ({
      event: 'introduced',
      commit,
      blob,
      path,
      line,
      column: 1,
      endLine: line,
      endColumn: 2,
      author: null,
      date: null,
      summary: null,
    }),
  );
  return {
    fingerprint,
    ruleId,
    title: `Title of ${ruleId}`,
    provider: 'generic',
    severity: 'high',
    confidence: 'high',
    score: 0.9,
    secret: { value: fingerprint, entropy: 1 },
    state: 'history',
    introduced: occurrences[0]!,
    removed: null,
    exposedDays: null,
    reachableFrom: [],
    occurrences,
    marks: [],
    suppressed: null,
    advice: [],
  };
}

function pairs(...findings: Finding[]): Record<string, string | undefined> {
  return Object.fromEntries(
    pairFindings(findings, rules).map((each) => [
      each.fingerprint,
      each.pairedWith?.map(({ fingerprint, line }) => `${fingerprint}:${line}`).join(),
    ]),
  );
}

test('the halves of one file belong together, the nearest of several', () => {
  expect(
    pairs(
      finding('i1', 'id', { line: 3 }),
      finding('s1', 'secret', { line: 4 }),
      finding('i2', 'id', { line: 30 }),
      finding('s2', 'by-name', { line: 31 }),
      finding('x', 'other', { line: 5 }),
    ),
  ).toEqual({ i1: 's1:4', s1: 'i1:3', i2: 's2:31', s2: 'i2:30', x: undefined });
});

test('a version of the same file, then the same commit, is nearer than any other place', () => {
  expect(
    pairs(
      finding('i', 'id', { blob: 'v1', path: 'a.py', commit: 'one', line: 9 }),
      finding('s1', 'secret', { blob: 'v2', path: 'a.py', commit: 'two', line: 2 }),
      finding('s2', 'secret', { blob: 'w', path: 'b.py', commit: 'one', line: 9 }),
      finding('s3', 'secret', { blob: 'x', path: 'c.py', commit: 'three', line: 9 }),
    ),
  ).toEqual({ i: 's1:2', s1: 'i:9', s2: 'i:9', s3: undefined });
});

test('halves in different files and commits belong together when there is one of each', () => {
  const id = finding('i', 'id', { blob: 'v', path: 'a.py', commit: 'one' });
  const secret = finding('s', 'secret', { blob: 'w', path: 'b.env', commit: 'two', line: 7 });
  const another = finding('t', 'secret', { blob: 'x', path: 'c.env', commit: 'three' });
  expect(pairs(id, secret)).toEqual({ i: 's:7', s: 'i:1' });
  expect(pairs(id, secret, another)).toEqual({ i: undefined, s: undefined, t: undefined });
});
