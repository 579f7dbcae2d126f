// A finding with what the page asks of it again and again: what a search looks through, its place, its times.
import type { RefKind } from '../model/refKind.ts';
import { refKinds } from '../model/refKind.ts';
import type { FindingDocument, ReportDocument } from '../report/document.ts';
import { currentPlaces, day, placeText, stateText, whereText } from '../report/findingFacts.ts';

export interface FindingRow {
  readonly finding: FindingDocument;
  /** Its number in the document, 0-based. */
  readonly index: number;
  /** In lower case. */
  readonly searchText: string;
  /** Where it stands now, else where it came in; null where that has no name. */
  readonly path: string | null;
  /** `src/a.py:12`, in HEAD where it stands there. */
  readonly where: string;
  readonly state: string;
  /** Milliseconds since 1970; null where no commit tells. */
  readonly introducedTime: number | null;
  readonly removedTime: number | null;
  /** `2021-03-04`; empty where no commit tells. */
  readonly introducedDay: string;
  readonly isInHead: boolean;
  /** A remote-tracking branch or a request on the server holds it. */
  readonly isPushed: boolean;
}

/** The rows of a document, in its order. */
export function findingRows({ findings, mode }: ReportDocument): FindingRow[] {
  return findings.map((finding, index) => findingRow(finding, index, mode === 'files'));
}

function findingRow(finding: FindingDocument, index: number, isOutsideGit: boolean): FindingRow {
  const { introduced, removed, reachableFrom, state } = finding;
  const kinds = refKinds(reachableFrom);
  const [current] = currentPlaces(finding);
  const text = stateText(finding, isOutsideGit);
  const path = current?.path ?? introduced.path;
  const where = whereText(finding);
  return {
    finding,
    index,
    searchText: searchText(finding, [text, where]),
    path,
    where,
    state: text,
    introducedTime: timeOf(introduced.date),
    removedTime: timeOf(removed?.date ?? null),
    introducedDay: introduced.date === null ? '' : day(introduced.date),
    isInHead: state === 'head',
    isPushed: pushedKinds.some((kind) => kinds.has(kind)),
  };
}

const pushedKinds: readonly RefKind[] = ['remote', 'pull'];
/** Steps of a trail that are looked through; more would make a search slow and find the same. */
const stepsSearched = 40;

function searchText(finding: FindingDocument, shown: readonly string[]): string {
  const { occurrences, secret, suppressed } = finding;
  const steps = occurrences
    .slice(0, stepsSearched)
    .flatMap((step) => [
      placeText(step),
      step.commit ?? '',
      step.summary ?? '',
      step.author === null ? '' : `${step.author.name} ${step.author.email}`,
    ]);
  return [
    ...new Set([
      finding.title,
      finding.ruleId,
      finding.provider,
      finding.severity,
      finding.fingerprint,
      secret.redacted,
      suppressed?.reason ?? '',
      ...shown,
      ...finding.marks,
      ...steps,
    ]),
  ]
    .join('\n')
    .toLowerCase();
}

/** Milliseconds; null for what is no date. */
function timeOf(date: string | null): number | null {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? null : time;
}
