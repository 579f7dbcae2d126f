// The hygiene of a repository alone: an audit whose findings only serve to tell which files matter.
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { runAudit } from './audit.ts';
import { summaryOf } from './report.ts';

/** The hygiene report: `findings` is empty. Throws as an audit does. */
export async function runEnv(run: RepositoryRun): Promise<Report> {
  const report = await runAudit(run);
  return {
    ...report,
    mode: 'env',
    findings: [],
    summary: summaryOf([], report.summary.elapsedMs),
  };
}
