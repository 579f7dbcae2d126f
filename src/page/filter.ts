// Which findings are shown. Table, timeline and treemap follow one filter; the address of the page keeps it.
import type { FindingState, PathMark } from '../model/finding.ts';
import { isAside } from '../model/finding.ts';
import type { Confidence, Severity } from '../model/rule.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import type { FindingRow } from './findingRow.ts';

export interface Filter {
  /** Words, all of which must stand in a finding; any case. */
  readonly text: string;
  /** Any of these; all where empty. */
  readonly severities: readonly Severity[];
  readonly state: FindingState | '';
  readonly confidence: Confidence | '';
  readonly rule: string;
  /** A file, or a folder that ends in a slash. */
  readonly path: string;
  readonly mark: PathMark | 'none' | '';
  readonly suppressed: 'no' | 'yes' | '';
  readonly decision: DecisionKind | 'none' | '';
  readonly isInHead: boolean;
  readonly isPushed: boolean;
}

/** What does not count is hidden at first. */
export const openFilter: Filter = {
  text: '',
  severities: [],
  state: '',
  confidence: '',
  rule: '',
  path: '',
  mark: '',
  suppressed: 'no',
  decision: '',
  isInHead: false,
  isPushed: false,
};

export type Decisions = ReadonlyMap<string, Decision>;

/** The rows that pass, in their order. */
export function filterRows(
  rows: readonly FindingRow[],
  filter: Filter,
  decisions: Decisions,
): FindingRow[] {
  const words = filter.text.toLowerCase().split(/\s+/u).filter(Boolean);
  return rows.filter(
    (row) => words.every((word) => row.searchText.includes(word)) && passes(row, filter, decisions),
  );
}

function passes(row: FindingRow, filter: Filter, decisions: Decisions): boolean {
  const { finding } = row;
  return (
    (filter.severities.length === 0 || filter.severities.includes(finding.severity)) &&
    (filter.state === '' || finding.state === filter.state) &&
    (filter.confidence === '' || finding.confidence === filter.confidence) &&
    (filter.rule === '' || finding.ruleId === filter.rule) &&
    (filter.path === '' || isUnder(row.path, filter.path)) &&
    hasMark(row, filter.mark) &&
    (filter.suppressed === '' || (finding.suppressed !== null) === (filter.suppressed === 'yes')) &&
    (filter.decision === '' ||
      (decisions.get(finding.fingerprint)?.decision ?? 'none') === filter.decision) &&
    (!filter.isInHead || row.isInHead) &&
    (!filter.isPushed || row.isPushed)
  );
}

/** Whether a path is this file, or lies in this folder, which ends in a slash. */
export function isUnder(path: string | null, place: string): boolean {
  if (path === null) return false;
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

function hasMark({ finding }: FindingRow, mark: Filter['mark']): boolean {
  if (mark === '') return true;
  return mark === 'none' ? !isAside(finding) : finding.marks.includes(mark);
}

/** How many parts of a filter narrow what is shown, the words aside. */
export function narrowedBy(filter: Filter): number {
  const { text: _text, ...rest } = filter;
  return Object.entries(rest).filter(
    ([key, value]) => String(value) !== String(openFilter[key as keyof Filter]),
  ).length;
}
