// Why a scan was incomplete and what it read, as one list of sentences and one line: every format tells of it, each
// in its own place.
import type { ReportDocument } from './document.ts';
import { byteSize, counted } from './quantities.ts';

export interface Gap {
  /** A kind of problem, or `shallow-clone`, `partial-clone`. */
  readonly kind: string;
  readonly message: string;
  readonly path?: string;
}

/** What should have been read and was not; empty for a complete scan without problems. */
export function gapsOf({ coverage, target }: ReportDocument): Gap[] {
  const clone = [
    ...(target.shallow
      ? [{ kind: 'shallow-clone', message: 'the clone is shallow, older commits are absent' }]
      : []),
    ...(target.partial
      ? [{ kind: 'partial-clone', message: 'the clone is partial, some objects are absent' }]
      : []),
  ];
  const problems = coverage.problems.map(({ kind, message, oid, path }) => ({
    kind,
    message: oid === undefined || message.includes(oid) ? message : `${message} (${oid})`,
    ...(path === undefined ? {} : { path }),
  }));
  return [...clone, ...problems];
}

/** `59,392 blobs (977 MB)`, `8,123 commits`, …: what was read, by kind. */
export function receiptParts({ coverage, mode }: ReportDocument): string[] {
  const files = counted(coverage.worktreeFiles, 'file');
  return [
    coverage.blobs > 0 && `${counted(coverage.blobs, 'blob')} (${byteSize(coverage.bytes)})`,
    coverage.commits > 0 && counted(coverage.commits, 'commit'),
    coverage.trees > 0 && counted(coverage.trees, 'tree'),
    coverage.messages > 0 && counted(coverage.messages, 'message'),
    coverage.worktreeFiles > 0 &&
      (mode === 'files'
        ? `${files} (${byteSize(coverage.bytes)})`
        : `${files} of the working tree`),
    coverage.verifiedObjects !== undefined &&
      `${counted(coverage.verifiedObjects, 'object')} verified`,
  ].filter((part) => part !== false);
}

/** What findings are called: of a search for values those. */
export function nounOf({ mode }: Pick<ReportDocument, 'mode'>): string {
  return mode === 'trace' ? 'value' : 'secret';
}

/** `12 secrets found (3 critical, 9 high)`, `no secrets found`; of an incomplete scan it says so. */
export function foundText({ mode, summary, coverage }: ReportDocument): string {
  const bySeverity = Object.entries(summary.bySeverity).filter(([, count]) => count > 0);
  const counts = bySeverity.map(([severity, count]) => `${count} ${severity}`).join(', ');
  const found =
    summary.findings === 0
      ? `no ${nounOf({ mode })}s found`
      : `${counted(summary.findings, nounOf({ mode }))} found (${counts})`;
  return coverage.complete ? found : `${found}, but the scan was incomplete`;
}
