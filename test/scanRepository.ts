// The objects of a test repository, scanned in this process with a detector that the test has already: from source, loading
// the rules takes longer than these scans.
import type { Detector } from '../src/detect/detector.ts';
import type { Environment } from '../src/git/environment.ts';
import { openRepository } from '../src/git/repository.ts';
import type { Repository } from '../src/git/repository.ts';
import type { RepositoryRun, RunOptions } from '../src/model/run.ts';
import { scanObjects } from '../src/scan/objects.ts';
import type { ObjectScan } from '../src/scan/objects.ts';
import { detectorSettings } from '../src/scan/settings.ts';

/** A run at any confidence, in one thread, without a cache. */
export function runIn(
  dir: string,
  changes: Partial<RunOptions> = {},
  env: Environment = {},
): RepositoryRun {
  return {
    cwd: dir,
    repoPath: dir,
    env,
    options: {
      ruleFiles: [],
      enable: [],
      disable: [],
      minConfidence: 'low',
      threads: 0,
      useCache: false,
      incremental: true,
      ...changes,
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

/** Opens the repository of a run and scans its objects. */
export async function scanRepository(
  run: RepositoryRun,
  detector: Detector,
): Promise<{ readonly repository: Repository; readonly objects: ObjectScan }> {
  const repository = await openRepository(run.repoPath, run.env);
  const objects = await scanObjects({
    repository,
    run,
    settings: detectorSettings(run),
    entries: [],
    refs: 0,
    detector: () => detector,
    cache: undefined,
  });
  return { repository, objects };
}
