// The orders of the table. Ties fall back to the order of the report.
import { confidences, severities } from '../model/rule.ts';
import { compareTexts } from '../model/order.ts';
import type { Decisions } from './filter.ts';
import type { FindingRow } from './findingRow.ts';

export const sortKeys = [
  'severity',
  'title',
  'path',
  'state',
  'introduced',
  'exposed',
  'confidence',
  'decision',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** The worst first, as the report has it. */
export const reportSort: Sort = { key: 'severity', isDescending: false };

type Compare = (a: FindingRow, b: FindingRow) => number;

/** A sorted copy; what has no value (no date, no path, no decision) comes last in either direction. */
export function sortRows(
  rows: readonly FindingRow[],
  { key, isDescending }: Sort,
  decisions: Decisions,
): FindingRow[] {
  const compare = comparisons(decisions)[key];
  const direction = isDescending ? -1 : 1;
  const isMissing = missing(decisions)[key] ?? ((): boolean => false);
  return rows.toSorted(
    (a, b) =>
      Number(isMissing(a)) - Number(isMissing(b)) || direction * compare(a, b) || a.index - b.index,
  );
}

function comparisons(decisions: Decisions): Readonly<Record<SortKey, Compare>> {
  const decided = ({ finding }: FindingRow): string =>
    decisions.get(finding.fingerprint)?.decision ?? '';
  return {
    severity: (a, b) =>
      severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity),
    title: (a, b) => compareTexts(a.finding.title, b.finding.title),
    path: (a, b) => compareTexts(a.path ?? '', b.path ?? ''),
    state: (a, b) => compareTexts(a.state, b.state),
    introduced: (a, b) => (a.introducedTime ?? 0) - (b.introducedTime ?? 0),
    exposed: (a, b) => (a.finding.exposedDays ?? 0) - (b.finding.exposedDays ?? 0),
    confidence: (a, b) =>
      confidences.indexOf(a.finding.confidence) - confidences.indexOf(b.finding.confidence),
    decision: (a, b) => compareTexts(decided(a), decided(b)),
  };
}

function missing(
  decisions: Decisions,
): Readonly<Partial<Record<SortKey, (row: FindingRow) => boolean>>> {
  return {
    path: (row) => row.path === null,
    introduced: (row) => row.introducedTime === null,
    exposed: (row) => row.finding.exposedDays === null,
    decision: (row) => !decisions.has(row.finding.fingerprint),
  };
}
