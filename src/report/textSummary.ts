// What was found, counted: a table of severities by where the secrets stand, and a sentence where one says as much.
import { findingStates } from '../model/finding.ts';
import type { FindingState } from '../model/finding.ts';
import { severities } from '../model/rule.ts';
import type { Severity } from '../model/rule.ts';
import type { FindingDocument, ReportDocument } from './document.ts';
import { nounOf } from './gaps.ts';
import type { Paint } from './palette.ts';
import { counted, groupDigits } from './quantities.ts';
import { severityPaint } from './textFinding.ts';
import { block } from './textLayout.ts';
import type { LayoutStyle } from './textLayout.ts';

const stateNames: Readonly<Record<FindingState, string>> = {
  head: 'HEAD',
  history: 'history',
  index: 'index',
  worktree: 'worktree',
  unreachable: 'unreachable',
  message: 'message',
};

/**
 * `12 secrets found.` with the table of severities (rows) by states (columns), the empty ones left out; the table lies on
 * its side where the terminal is narrow. For a single finding and for files alone one sentence: `1 secret found (1 high).`
 */
export function foundLines(document: ReportDocument, style: LayoutStyle): string[] {
  const { summary, mode } = document;
  const { palette } = style;
  const found = `${counted(summary.findings, nounOf(document))} found`;
  const paint: Paint = (line) => palette.bold(palette.red(line));
  if (summary.findings > 1 && mode !== 'files' && mode !== 'staged') {
    return [...block(`${found}.`, style, 0, paint), ...tableLines(document, style)];
  }
  const bySeverity = severities
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`)
    .join(', ');
  const current = summary.byState.head > 0 ? `, ${summary.byState.head} still in HEAD` : '';
  return block(`${found} (${bySeverity})${current}.`, style, 0, paint);
}

/** A name with the paint it has in a heading or at the start of a row, and what it counts. */
interface Axis {
  readonly name: string;
  readonly paint: Paint;
  readonly counts: (finding: FindingDocument) => boolean;
}

function tableLines({ findings }: ReportDocument, style: LayoutStyle): string[] {
  const active = findings.filter(({ suppressed }) => suppressed === null);
  const all: Axis = { name: 'all', paint: style.palette.dim, counts: () => true };
  const withAll = (axes: readonly Axis[]): readonly Axis[] =>
    axes.length > 1 ? [...axes, all] : axes;
  const bySeverity = withAll(severitiesOf(active, style));
  const byState = withAll(statesOf(active, style));
  const table = gridOf(active, bySeverity, byState);
  const lines = table.plain.every((line) => line.length <= style.width)
    ? table
    : gridOf(active, byState, bySeverity);
  return ['', ...lines.painted, ''];
}

function severitiesOf(findings: readonly FindingDocument[], { palette }: LayoutStyle): Axis[] {
  return severities
    .filter((severity) => findings.some((finding) => finding.severity === severity))
    .map((severity: Severity) => ({
      name: severity,
      paint: severityPaint(severity, palette),
      counts: (finding) => finding.severity === severity,
    }));
}

function statesOf(findings: readonly FindingDocument[], { palette }: LayoutStyle): Axis[] {
  return findingStates
    .filter((state) => findings.some((finding) => finding.state === state))
    .map((state) => ({
      name: stateNames[state],
      paint: palette.dim,
      counts: (finding) => finding.state === state,
    }));
}

/** The same lines without and with paint. */
function gridOf(
  findings: readonly FindingDocument[],
  rows: readonly Axis[],
  columns: readonly Axis[],
): { readonly plain: readonly string[]; readonly painted: readonly string[] } {
  const counts = rows.map((row) => {
    const inRow = findings.filter(row.counts);
    return columns.map((column) => inRow.filter(column.counts).length);
  });
  const texts = counts.map((cells) => cells.map((cell) => (cell === 0 ? '-' : groupDigits(cell))));
  const labelWidth = Math.max(...rows.map(({ name }) => name.length));
  const widths = columns.map(({ name }, i) =>
    Math.max(name.length, ...texts.map((cells) => cells[i]?.length ?? 0)),
  );
  const lay = (isPainted: boolean): string[] => {
    const paint = (axis: Axis, text: string): string => (isPainted ? axis.paint(text) : text);
    const cell = (text: string, i: number): string => `  ${text.padStart(widths[i] ?? 0)}`;
    const head = columns.map((column, i) => paint(column, cell(column.name, i))).join('');
    return [
      `  ${' '.repeat(labelWidth)}${head}`,
      ...rows.map(
        (row, i) =>
          `  ${paint(row, row.name.padEnd(labelWidth))}${(texts[i] ?? []).map(cell).join('')}`,
      ),
    ];
  };
  return { plain: lay(false), painted: lay(true) };
}
