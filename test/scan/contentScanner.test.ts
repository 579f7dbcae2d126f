// One thread's reading of contents, without threads.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { oidOf } from '../../src/git/objectTable.ts';
import { openRepository } from '../../src/git/repository.ts';
import { openStorage } from '../../src/git/storage.ts';
import { createContentScanner } from '../../src/scan/contentScanner.ts';
import { createShared } from '../../src/scan/createShared.ts';
import { planMemory } from '../../src/scan/memoryPlan.ts';
import { detectorSettings } from '../../src/scan/settings.ts';
import { rulesFor } from '../../src/scan/thread.ts';
import { createSealer } from '../../src/triage/fingerprint.ts';
import { tokenLine } from '../e2e/githubToken.ts';
import { makeRepository } from '../makeRepository.ts';
import { plainOptions } from './plainOptions.ts';

test('of a large content so many matches are told as there is memory for, and the rest is named', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'pass\n' }, message: 'Add' }]);
  const repository = await openRepository(repo.dir, repo.env);
  const run = {
    cwd: repo.dir,
    repoPath: '.',
    env: repo.env,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    options: plainOptions,
  };
  const { storage } = openStorage([join(repo.gitDir, 'objects')], 'sha1', 0);
  const settings = detectorSettings(run);
  const planned = planMemory({ maxBytes: 2 ** 30, threads: 1, tableBytes: 0 }, false);
  const told = (foundBytes: number) => {
    const memory = { ...planned, foundBytes };
    const shared = createShared(storage, memory, { repository, run, settings }, true);
    const detector = createDetector(rulesFor(settings), settings);
    const scanner = createContentScanner(shared, detector, createSealer(settings.fingerprintKey));
    const content = Buffer.from(
      Array.from({ length: 2000 }, (_, i) => `${tokenLine(`many ${i}`)}\n`).join(''),
    );
    const sink = scanner.stream(0, content.length, undefined);
    sink?.push(content.subarray(0, 500));
    sink?.push(content.subarray(500));
    sink?.end();
    return scanner.result();
  };
  const all = told(2 ** 24);
  expect(all.blobMatches.rows.length).toBeGreaterThan(0);
  expect([...all.problems, ...all.crowded]).toEqual([]);
  const some = told(3_000 * 1_200);
  expect(some.blobMatches.rows.length).toBe(all.blobMatches.rows.length * 0.6);
  expect(some.crowded).toEqual([
    {
      kind: 'limit',
      message:
        'of 2000 matches in one content only the first 1200 are told; a greater --max-memory tells more',
      oid: oidOf(storage.table, 0),
    },
  ]);
});
