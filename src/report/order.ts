// The order of findings for a reader, who asks what is new; that of the JSON report is in model/order.ts.
import { compareFindings } from '../model/order.ts';
import type { FindingDocument } from './document.ts';

/**
 * The newest exposure first. What stands outside commits (about to be committed) comes before all, then by the day the
 * secret came in, then as in the JSON report.
 */
export function compareByExposure(a: FindingDocument, b: FindingDocument): number {
  return exposureTime(b) - exposureTime(a) || compareFindings(a, b);
}

/** Milliseconds; greatest for what no commit holds yet, 0 where no date is known. */
function exposureTime(finding: FindingDocument): number {
  if (finding.state === 'index' || finding.state === 'worktree') return Number.MAX_SAFE_INTEGER;
  const time = Date.parse(finding.introduced.date ?? '');
  return Number.isNaN(time) ? 0 : time;
}
