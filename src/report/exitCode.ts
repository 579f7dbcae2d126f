// The exit status as the command line's contract has it: 0 nothing found, 1 findings, 2 usage,
// configuration or git failure, 3 nothing found but the scan was incomplete.
import type { Report } from '../model/report.ts';

export interface ExitPolicy {
  /** `--exit-code`: the status for findings; 1 when not given. */
  readonly findingsCode: number;
  /** `--allow-incomplete`: 0 instead of 3. */
  readonly allowsIncomplete: boolean;
}

/**
 * The status of a finished run. Findings win over incomplete; suppressed findings and hygiene do not
 * count, except in `env`, where an entry that is `fail` does.
 */
export function exitCodeOf(
  { mode, summary, hygiene, coverage }: Pick<Report, 'mode' | 'summary' | 'hygiene' | 'coverage'>,
  policy: ExitPolicy,
): number {
  const hasFindings =
    mode === 'env' ? hygiene.some((entry) => entry.status === 'fail') : summary.findings > 0;
  if (hasFindings) return policy.findingsCode;
  return coverage.complete || policy.allowsIncomplete ? 0 : 3;
}
