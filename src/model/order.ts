// The order of findings, wherever they are listed: the same repository gives the same report, byte for byte.
import type { Finding } from './finding.ts';
import { severities } from './rule.ts';

/** What the order looks at. */
type Sortable = Pick<Finding, 'severity' | 'ruleId' | 'fingerprint'> & {
  readonly introduced: Pick<Finding['introduced'], 'path' | 'line'>;
};

/** By severity, path (none last), line, rule and fingerprint. */
export function compareFindings(a: Sortable, b: Sortable): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    comparePaths(a.introduced.path, b.introduced.path) ||
    a.introduced.line - b.introduced.line ||
    compareTexts(a.ruleId, b.ruleId) ||
    compareTexts(a.fingerprint, b.fingerprint)
  );
}

/** No path comes last. */
export function comparePaths(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a, b);
}

/** Negative, 0 or positive, by UTF-16 units, whatever the locale. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
