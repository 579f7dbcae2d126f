// Rows of the page from made-up findings.
import type { Finding } from '../../src/model/finding.ts';
import { findingRows } from '../../src/page/findingRow.ts';
import type { FindingRow } from '../../src/page/findingRow.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport } from '../report/sampleReport.ts';

/** A fingerprint of a number. */
export function fingerprint(seed: number): string {
  return madeUp(seed, 32, '0123456789abcdef');
}

/** A finding that came in at this path on this day; without a path in a message. */
export function findingAt(
  path: string | null,
  date: string,
  partial: Partial<Finding> = {},
): Finding {
  const introduced = makeOccurrence({ path, date, ...(path === null ? { blob: null } : {}) });
  return makeFinding({ introduced, occurrences: [introduced], state: 'history', ...partial });
}

/** Their rows, in the order of the report: by severity, then path. */
export function rowsOf(findings: readonly Finding[]): FindingRow[] {
  const numbered = findings.map((finding, index) => ({
    ...finding,
    fingerprint: fingerprint(index + 1),
  }));
  return findingRows(toDocument(makeReport(numbered), { showSecrets: false }));
}
