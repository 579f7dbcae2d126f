// The labels in front of the lines of a text report: `introduced`, `because`, `warn`.
import { severities } from '../../../src/model/rule.ts';

/** Rows of a table of severities are none. */
export function labelsOf(report: string): string[] {
  const rows: ReadonlySet<string> = new Set([...severities, 'all']);
  const labels = [...report.matchAll(/^ {2}([a-z][a-z ]*?) {2,}/gmu)].map(
    ([, label = '']) => label,
  );
  return labels.filter((label) => !rows.has(label));
}
