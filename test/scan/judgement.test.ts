import { describe, expect, it } from 'vitest';
import { kindBit } from '../../src/detect/kinds.ts';
import type { FileKind } from '../../src/model/rule.ts';
import { fileKinds } from '../../src/model/rule.ts';
import {
  acceptedByName,
  bestMatches,
  leastScoreOf,
  placesOfTrail,
} from '../../src/scan/judgement.ts';
import type { PlacedMatch } from '../../src/scan/matchList.ts';
import { envLikeBit, kindBits, kindIndexes } from '../../src/scan/pathMask.ts';
import type { ObjectTrail } from '../../src/triage/group.ts';

function match(
  object: number,
  scores: Partial<Record<FileKind, number>>,
  ruleId = 'r',
): PlacedMatch {
  const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  return {
    object,
    ruleId,
    secretId: 's',
    fingerprint: `f-${ruleId}`,
    scores: fileKinds.map((kind) => scores[kind] ?? 0),
    startOffset: 0,
    endOffset: 1,
    ...span,
  };
}

function trailAt(...paths: (string | null)[]): ObjectTrail {
  const occurrences = paths.map((path) => ({
    event: 'introduced' as const,
    commit: 'c',
    blob: 'b',
    path,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    author: null,
    date: null,
    summary: null,
  }));
  return {
    occurrences,
    loose: [],
    introduced: occurrences[0] ?? null,
    removed: null,
    exposedDays: null,
    reachableFrom: [],
    isInHead: false,
    isInHistory: true,
    isInUnreachable: false,
  };
}

describe('the names of a blob', () => {
  it('are unknown where nothing names it, .env-like or not', () => {
    expect(kindBits(0)).toBe(kindBit('unknown'));
    expect(kindBits(envLikeBit)).toBe(kindBit('unknown'));
    expect(kindBits(envLikeBit | kindBit('dotenv'))).toBe(kindBit('dotenv'));
    expect(kindIndexes(kindBit('python') | kindBit('shell')).map((i) => fileKinds[i])).toEqual([
      'python',
      'shell',
    ]);
  });

  it('decide which matches count', () => {
    const paths = Int32Array.from([kindBit('python'), kindBit('dotenv'), 0]);
    const all = [0, 1, 2].map((object) => match(object, { dotenv: 0.9, python: 0.2 }));
    expect(acceptedByName(all, paths, 0.5).map(({ object }) => object)).toEqual([1]);
    expect(acceptedByName(all, paths, 0.1).map(({ object }) => object)).toEqual([0, 1]);
  });
});

describe('the full paths of a trail', () => {
  it('tell a translation from configuration of the same name', () => {
    const paths = Int32Array.from([kindBit('config')]);
    const found = [match(0, { config: 0.9 })];
    const judged = (...names: string[]): number =>
      bestMatches(placesOfTrail(trailAt(...names), found, paths), 0.5).length;
    expect(judged('deploy/app.json')).toBe(1);
    expect(judged('locale/app.json')).toBe(0);
    expect(judged('locale/app.json', 'deploy/app.json')).toBe(1);
  });

  it('count each rule, though two of them score alike, and each kind of name once', () => {
    const scores = match(0, { config: 0.6, python: 0.2 }).scores;
    const paths = Int32Array.from([kindBit('config'), kindBit('config'), kindBit('python')]);
    const found = ['r', 'q'].flatMap((ruleId) =>
      [0, 1, 2].map((object) => ({ ...match(object, {}, ruleId), scores })),
    );
    const places = placesOfTrail(trailAt('a.yml', 'b.py'), found, paths);
    expect(places.map(({ match: { ruleId }, kind }) => `${ruleId} ${kind}`)).toEqual([
      'r config',
      'r python',
      'q config',
      'q python',
    ]);
  });

  it('give each rule its best score', () => {
    const paths = Int32Array.from([kindBit('config'), kindBit('config')]);
    const found = [
      match(0, { config: 0.6 }),
      match(1, { config: 0.8 }),
      match(1, { config: 0.4 }, 'q'),
    ];
    const best = bestMatches(placesOfTrail(trailAt('a.yml'), found, paths), 0.5);
    expect(best).toEqual([{ secretId: 's', ruleId: 'r', fingerprint: 'f-r', score: 0.8 }]);
  });
});

it('the least score follows the confidence asked for', () => {
  expect(leastScoreOf('high')).toBeGreaterThan(leastScoreOf('medium'));
  expect(leastScoreOf('medium')).toBeGreaterThan(leastScoreOf('low'));
  expect(leastScoreOf('low')).toBeGreaterThan(0);
});
