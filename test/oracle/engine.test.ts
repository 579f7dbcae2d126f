// The engine against its oracle: the detector run over what `git cat-file --batch` prints, one blob after the
// other. On a generated history of 20,000 commits and on this project's own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { findOid } from '../../src/git/objectTable.ts';
import type { SealedMatch } from '../../src/model/match.ts';
import type { RunOptions } from '../../src/model/run.ts';
import { loadRules } from '../../src/rules/load.ts';
import { objectOid } from '../../src/scan/objects.ts';
import type { ObjectScan } from '../../src/scan/objects.ts';
import { kindBits } from '../../src/scan/pathMask.ts';
import { createSealer, fingerprintKey } from '../../src/triage/fingerprint.ts';
import { makeLargeHistory } from '../makeLargeHistory.ts';
import { testRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { runIn, scanRepository } from '../scanRepository.ts';
import { readAllWithGit } from './catFile.ts';

const detector = createDetector(loadRules());
const key = fingerprintKey(undefined);

async function scan(repo: TestRepository, changes: Partial<RunOptions> = {}): Promise<ObjectScan> {
  return (await scanRepository(runIn(repo.dir, changes), detector)).objects;
}

/** One match as a line: blob, then everything that is known of it. */
function lineOf(oid: string, match: SealedMatch): string {
  return JSON.stringify([oid, Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function matchLines(found: ObjectScan): string[] {
  return found.blobMatches
    .map(({ object, ...match }) => lineOf(objectOid(found, object), match))
    .sort();
}

/** `found` tells what kinds of file the names of a blob make it; everything else comes from git. */
function oracleLines(
  repo: TestRepository,
  found: ObjectScan,
): { lines: string[]; blobs: number; bytes: number } {
  const seal = createSealer(key);
  const lines: string[] = [];
  let blobs = 0;
  let bytes = 0;
  for (const [oid, object] of readAllWithGit(repo)) {
    if (object.type !== 'blob') continue;
    blobs++;
    bytes += object.bytes.length;
    const kinds = kindBits(found.shared.paths[findOid(found.storage.table, oid)]!);
    for (const match of detector.scan(object.bytes, kinds)) lines.push(lineOf(oid, seal(match)));
  }
  return { lines: lines.sort(), blobs, bytes };
}

function expectSame(found: ObjectScan, repo: TestRepository): number {
  const oracle = oracleLines(repo, found);
  expect(found.problems).toEqual([]);
  expect(found.contents.reduce((sum, part) => sum + part.blobs, 0)).toBe(oracle.blobs);
  expect(found.contents.reduce((sum, part) => sum + part.blobBytes, 0)).toBe(oracle.bytes);
  expect(matchLines(found)).toEqual(oracle.lines);
  return oracle.lines.length;
}

describe('the engine finds in a history what the detector finds in each of its blobs', () => {
  it('in a generated history of 20,000 commits, packed, with and without carrying over', async () => {
    const { repo, planted } = makeLargeHistory(20_000);
    repo.git('repack', '-adfq', '--depth=50', '--window=10');
    const incremental = await scan(repo);
    expect(expectSame(incremental, repo)).toBeGreaterThanOrEqual(planted.length);
    const plain = await scan(repo, { incremental: false });
    expect(matchLines(plain)).toEqual(matchLines(incremental));
  }, 240_000);

  it('in the history of this project', async () => {
    const top = join(import.meta.dirname, '..', '..');
    expect(existsSync(join(top, '.git')), 'the tests run in a checkout of the project').toBe(true);
    const repo = testRepository(top);
    const found = await scan(repo);
    expect(matchLines(found)).toEqual(oracleLines(repo, found).lines);
  }, 120_000);
});
