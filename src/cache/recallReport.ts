// The whole report of the last audit, for when nothing changed since. Kept as it leaves the program: redacted.
import { resolve } from 'node:path';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import type { RepositoryRun } from '../model/run.ts';
import { baselineState } from './baselineState.ts';
import { openCacheFolder } from './cacheFolder.ts';
import { cacheKey } from './program.ts';
import { repositoryState } from './repositoryState.ts';

export interface Recall {
  /** What was kept in the same state of the repository, under the same options. */
  readonly text: string | undefined;
  /** Keeps a text for this state. */
  readonly keep: (text: string) => void;
}

const nothingToRecall: Recall = { text: undefined, keep: () => undefined };

/**
 * Looks for the report of this run; `configure` gives the run its configuration, which counts as the options do. Throws
 * GitError and ConfigError as the run would.
 */
export async function recallReport(
  asked: RepositoryRun,
  configure: (run: RepositoryRun, repository: Repository) => Promise<RepositoryRun>,
): Promise<Recall> {
  const { options, env } = asked;
  // Limited runs are told apart by what git makes of their options, which only git knows.
  if (
    !options.useCache ||
    !options.incremental ||
    options.verifyObjects === true ||
    options.selection !== undefined ||
    asked.repoPath === ''
  )
    return nothingToRecall;
  const repository = await openRepository(resolve(asked.cwd, asked.repoPath), env);
  const folder = openCacheFolder(repository, options.asksForCache === true);
  if (folder === undefined) return nothingToRecall;
  const state = await repositoryState(repository, env);
  if (state === undefined) return nothingToRecall;
  const run = await configure(asked, repository);
  const { minConfidence, asksForConfidence, settings } = run.options;
  const baseline = baselineState(run, repository);
  const judged = [minConfidence, asksForConfidence === true, settings];
  // With another engine the findings are the same, but not what is said of it.
  const more = [run.repoPath, ...judged, env['LEAKTRAIL_RE2'], state.digest];
  const key = cacheKey(run, [...more, ...baseline]);
  return {
    text: folder.read('report', key)?.toString('utf8'),
    keep(text) {
      if (state.isSettled) folder.write('report', key, [Buffer.from(text)]);
    },
  };
}
