// The hygiene of a repository alone: an audit whose findings only serve to tell which files matter.
import { resolve } from 'node:path';
import { openRepository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { EnvRun } from '../model/run.ts';
import { runAudit } from './audit.ts';
import { summaryOf } from './report.ts';

/** The hygiene report: `findings` is empty. Throws as an audit does, and UsageError for a fix without a work tree. */
export async function runEnv(run: EnvRun): Promise<Report> {
  if (run.showIgnoreFix !== undefined) await requireWorkTree(run);
  const report = await runAudit(run);
  return {
    ...report,
    mode: 'env',
    findings: [],
    summary: summaryOf([], report.summary.elapsedMs),
  };
}

async function requireWorkTree({ cwd, env, repoPath }: EnvRun): Promise<void> {
  // An audit tells that no folder is named.
  if (repoPath === '') return;
  const { workTree, movedBy } = await openRepository(resolve(cwd, repoPath), env);
  if (workTree === null) {
    throw new UsageError('--fix needs a working tree: this repository is bare, fix it in a clone');
  }
  if (movedBy !== null) {
    throw new UsageError(
      `--fix writes nothing to ${workTree}, which the repository's own configuration names (${movedBy}): say with GIT_DIR and GIT_WORK_TREE that you mean it`,
    );
  }
}
