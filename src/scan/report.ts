// Puts a report together: counts for the summary, name and version of the tool.
import { version } from '../config/version.ts';
import { findingStates } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { reportSchema } from '../model/report.ts';
import type { Report, Summary } from '../model/report.ts';
import { severities } from '../model/rule.ts';

export interface ReportParts extends Pick<
  Report,
  'mode' | 'target' | 'coverage' | 'findings' | 'hygiene'
> {
  readonly rulesHash: string;
  readonly elapsedMs: number;
}

/** The report of a run; `summary.exitCode` is left at 0 for the command line, which knows the policy, to set. */
export function buildReport(parts: ReportParts): Report {
  const { mode, rulesHash, target, coverage, findings, hygiene, elapsedMs } = parts;
  return {
    schema: reportSchema,
    tool: { name: 'leaktrail', version: version(), rulesHash },
    mode,
    target,
    coverage,
    findings,
    hygiene,
    summary: summaryOf(findings, elapsedMs),
  };
}

/** Suppressed findings count in `suppressed` alone. */
export function summaryOf(findings: readonly Finding[], elapsedMs: number): Summary {
  const counted = findings.filter((finding) => finding.suppressed === null);
  const count = (isOf: (finding: Finding) => boolean): number => counted.filter(isOf).length;
  const [critical, high, medium, low] = severities.map((severity) =>
    count((finding) => finding.severity === severity),
  );
  const [head, history, index, worktree, unreachable, message] = findingStates.map((state) =>
    count((finding) => finding.state === state),
  );
  return {
    findings: counted.length,
    bySeverity: { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 },
    byState: {
      head: head ?? 0,
      history: history ?? 0,
      index: index ?? 0,
      worktree: worktree ?? 0,
      unreachable: unreachable ?? 0,
      message: message ?? 0,
    },
    suppressed: findings.length - counted.length,
    elapsedMs: Math.round(elapsedMs),
    exitCode: 0,
  };
}
