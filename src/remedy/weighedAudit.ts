// An audit with its verdict: what the command prints and the library returns.
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { runAudit } from '../scan/audit.ts';
import { verdictOf } from './verdict.ts';

/** Audits a repository and weighs what was found. Throws as `runAudit` does. */
export async function runWeighedAudit(run: RepositoryRun): Promise<Report> {
  const report = await runAudit(run);
  const isLimited = run.options.selection !== undefined;
  return { ...report, verdict: verdictOf(report, { isLimited, isCutShort: run.signal.aborted }) };
}
