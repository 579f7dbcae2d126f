// The CSV report, for spreadsheets: a header and one line a finding (RFC 4180), columns as in docs/REPORTS.md.
import type { FindingDocument, ReportDocument } from './document.ts';
import { shownSecret } from './findingFacts.ts';
import { sanitize } from './sanitize.ts';

type Cell = string | number | null;

/** Fixed: new columns are added at the end. */
const columns: Readonly<Record<string, (finding: FindingDocument) => Cell>> = {
  fingerprint: ({ fingerprint }) => fingerprint,
  rule: ({ ruleId }) => ruleId,
  title: ({ title }) => title,
  provider: ({ provider }) => provider,
  severity: ({ severity }) => severity,
  confidence: ({ confidence }) => confidence,
  state: ({ state }) => state,
  secret: shownSecret,
  head_path: ({ headPlaces }) => headPlaces?.[0]?.path ?? null,
  head_line: ({ headPlaces }) => headPlaces?.[0]?.line ?? null,
  path: ({ introduced }) => introduced.path,
  line: ({ introduced }) => introduced.line,
  column: ({ introduced }) => introduced.column,
  commit: ({ introduced }) => introduced.commit,
  author: ({ introduced }) => introduced.author?.name ?? null,
  email: ({ introduced }) => introduced.author?.email ?? null,
  date: ({ introduced }) => introduced.date,
  summary: ({ introduced }) => introduced.summary,
  removed_commit: ({ removed }) => removed?.commit ?? null,
  removed_date: ({ removed }) => removed?.date ?? null,
  exposed_days: ({ exposedDays }) => exposedDays,
  occurrences: ({ occurrenceCount }) => occurrenceCount,
  refs: ({ reachableFrom }) => reachableFrom.length,
  marks: ({ marks }) => marks.join(' '),
  suppressed_by: ({ suppressed }) => suppressed?.by ?? null,
  suppressed_reason: ({ suppressed }) => suppressed?.reason ?? null,
  advice: ({ advice }) => advice.join(' '),
};

/** Chunks of the CSV text, each a whole line. */
export function* csvReport(document: ReportDocument): Generator<string> {
  yield line(Object.keys(columns));
  const cells = Object.values(columns);
  for (const finding of document.findings) yield line(cells.map((cell) => cell(finding)));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

/**
 * Spreadsheets run a cell that begins with one of these as a formula, also after blanks and in its full-width form (OWASP,
 * CSV Injection); an apostrophe makes it text.
 */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/u;

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // On the raw text first: what is harmless for a terminal (`\t` as an escape) is no longer a formula.
  const safe = (formula.test(cell) ? "'" : '') + sanitize(cell);
  return /[",;'\s]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
