import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/rules/load.ts';
import { leastScoreOf } from '../../src/scan/judgement.ts';
import type { ObjectScan } from '../../src/scan/objects.ts';
import { readRoots } from '../../src/scan/roots.ts';
import { traceObjects } from '../../src/scan/trace.ts';
import type { Traced } from '../../src/scan/trace.ts';
import { runIn, scanRepository } from '../scanRepository.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

const detector = createDetector(loadRules({ enable: ['github-personal-access-token'] }));

/** Scans and traces; also tells what the trail asked of the scan. */
async function trace(
  repo: TestRepository,
): Promise<{ objects: ObjectScan; traced: Traced; asked: readonly string[] }> {
  const run = runIn(repo.dir, {}, repo.env);
  const { repository, objects } = await scanRepository(run, detector);
  const asked: string[] = [];
  const watched: ObjectScan = {
    ...objects,
    get commits() {
      asked.push('commits');
      return objects.commits;
    },
    readShapes(sought) {
      asked.push('trees');
      return objects.readShapes(sought);
    },
  };
  const traced = await traceObjects({
    repository,
    roots: await readRoots(repository, repo.env),
    objects: watched,
    leastScore: leastScoreOf('low'),
    selection: undefined,
    isLate: () => false,
  });
  await objects.close();
  return { objects, traced, asked };
}

test('where nothing was found no trail is resolved, and what is missing is told all the same', async () => {
  const repo = makeRepository([
    { write: { 'a.txt': 'a\n', 'b.txt': 'b\n' }, message: 'Begin' },
    { remove: ['b.txt'], message: 'Drop' },
  ]);
  const oid = repo.git('rev-parse', 'HEAD^:b.txt');
  rmSync(join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)));
  const { objects, traced, asked } = await trace(repo);
  expect(asked).toEqual([]);
  expect(objects.missing).toEqual([oid]);
  expect(traced).toMatchObject({ envLikePaths: [], trail: { secretIds: [], isTruncated: false } });
  expect(traced.trail.of('anything')).toBeUndefined();
});

test('every path that a .env-like file ever had is told, whatever became of it', async () => {
  const repo = makeRepository([
    { write: { '.env': 'A=1\n', 'x/.env.local': 'A=1\n' }, message: 'Begin' },
    { write: { '.env': 'A=2\n' }, message: 'Change' },
    { write: { 'y/.env': 'A=2\n' }, remove: ['.env'], message: 'Move' },
    { remove: ['y/.env', 'x/.env.local'], write: { 'z.txt': 'z\n' }, message: 'Clean' },
    { branch: 'side', from: 'HEAD~2', write: { 'w/.env': 'A=3\n' }, message: 'Aside' },
  ]);
  const { traced, asked } = await trace(repo);
  expect(traced.envLikePaths).toEqual(['.env', 'w/.env', 'x/.env.local', 'y/.env']);
  expect(traced.trail.secretIds).toHaveLength(1);
  expect(asked).toContain('trees');
});
