// The order of findings in a report: the same repository gives the same report, byte for byte.
import { severities } from '../model/rule.ts';
import type { FindingDocument } from './document.ts';

/** By severity, path (none last), line, rule and fingerprint; texts by UTF-16 units, whatever the locale. */
export function compareFindings(a: FindingDocument, b: FindingDocument): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    comparePaths(a.introduced.path, b.introduced.path) ||
    a.introduced.line - b.introduced.line ||
    compareTexts(a.ruleId, b.ruleId) ||
    compareTexts(a.fingerprint, b.fingerprint)
  );
}

/**
 * For a reader: the newest exposure first. What stands outside commits (about to be committed) comes before all,
 * then by the day the secret came in, then as in the JSON report.
 */
export function compareByExposure(a: FindingDocument, b: FindingDocument): number {
  return exposureTime(b) - exposureTime(a) || compareFindings(a, b);
}

/** Negative, 0 or positive, by UTF-16 units. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function comparePaths(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a, b);
}

/** Milliseconds; greatest for what no commit holds yet, 0 where no date is known. */
function exposureTime(finding: FindingDocument): number {
  if (finding.state === 'index' || finding.state === 'worktree') return Number.MAX_SAFE_INTEGER;
  const time = Date.parse(finding.introduced.date ?? '');
  return Number.isNaN(time) ? 0 : time;
}
