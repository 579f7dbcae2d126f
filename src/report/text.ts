// The text report: what a person reads on a terminal. Findings first, the newest exposure on top, those in
// tests, examples and documentation apart; then .env files, the receipt, a table that sums it up, and the verdict.
import { isAside } from '../model/finding.ts';
import type { FindingDocument, ReportDocument } from './document.ts';
import { compareByExposure } from './order.ts';
import { createPalette } from './palette.ts';
import type { Paint, Palette } from './palette.ts';
import { nounOf } from './gaps.ts';
import { counted, duration } from './quantities.ts';
import type { ReportOptions } from './reporters.ts';
import { sanitize } from './sanitize.ts';
import { coverageLines } from './textCoverage.ts';
import { shortOid } from './findingFacts.ts';
import { createRefTexts, shortRef } from './refGroups.ts';
import { findingLines, suppressedLines } from './textFinding.ts';
import { hygieneLines } from './textHygiene.ts';
import { block, heading } from './textLayout.ts';
import { createLinks } from './textLinks.ts';
import { foundLines } from './textSummary.ts';
import { nextStepLines } from './textNextSteps.ts';
import { traceLines } from './textTrace.ts';
import type { TextStyle } from './textLayout.ts';
import { verdictLines } from './textVerdict.ts';
import { dotted } from './wrap.ts';

const leastWidth = 60;
/** Longer lines are hard to read, however wide the terminal. */
const greatestWidth = 110;

/** Chunks of the text report, each of whole lines. */
export function* textReport(document: ReportDocument, options: ReportOptions): Generator<string> {
  const style: TextStyle = {
    palette: createPalette(options.color),
    width: Math.min(Math.max(options.width, leastWidth), greatestWidth),
    verbose: options.verbose,
    isOutsideGit: document.mode === 'files',
    target: document.target,
    links: createLinks(options.links),
    nextSteps: options.nextSteps ?? [],
    refTexts: createRefTexts(document.target.head?.ref ?? null),
  };
  const active = document.findings
    .filter((finding) => finding.suppressed === null)
    .toSorted(compareByExposure);
  yield joined(headerLines(document, style));
  yield joined(traceLines(document.trace, style));
  yield* findingBlocks(
    active.filter((finding) => !isAside(finding)),
    style,
  );
  const aside = active.filter(isAside);
  if (aside.length > 0) {
    yield joined(heading('In tests, examples and documentation', style));
    yield* findingBlocks(aside, style);
  }
  yield joined(suppressedSection(document, style));
  yield joined(hygieneLines(document.hygiene, style));
  if (document.mode !== 'env' || !document.coverage.complete) {
    yield joined(coverageLines(document, style));
  }
  yield joined([
    '',
    ...closingLines(document, style),
    ...verdictLines(document.verdict, style),
    ...nextStepLines(style.nextSteps, style),
  ]);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function* findingBlocks(findings: readonly FindingDocument[], style: TextStyle): Generator<string> {
  for (const finding of findings) yield joined(['', ...findingLines(finding, style)]);
}

function headerLines({ mode, target }: ReportDocument, style: TextStyle): string[] {
  const { head } = target;
  const facts = [sanitize(target.path)];
  if (head !== null) {
    const branch = head.ref === null ? 'detached HEAD' : sanitize(shortRef(head.ref));
    facts.push(
      head.oid === null ? `${branch} (no commit yet)` : `${branch} at ${shortOid(head.oid)}`,
    );
    facts.push(counted(target.tips, 'ref'));
  }
  return block(dotted([`leaktrail ${mode}`, ...facts]), style, 0, style.palette.dim);
}

function suppressedSection(document: ReportDocument, style: TextStyle): string[] {
  const suppressed = document.findings.filter((finding) => finding.suppressed !== null);
  if (!style.verbose || suppressed.length === 0) return [];
  return [
    ...heading('Suppressed', style),
    ...suppressed.flatMap((finding) => suppressedLines(finding, style)),
  ];
}

/** What was found, counted, then what else is to be known. */
function closingLines(document: ReportDocument, style: TextStyle): string[] {
  const { summary, coverage } = document;
  const { palette } = style;
  const end = [
    ...(summary.suppressed > 0 ? [`${counted(summary.suppressed, 'finding')} suppressed.`] : []),
    ...(coverage.complete ? [] : ['The scan was INCOMPLETE.']),
    `Took ${duration(summary.elapsedMs)}.`,
  ].join(' ');
  return [...resultLines(document, style), ...block(end, style, 0, palette.dim)];
}

function resultLines(document: ReportDocument, style: TextStyle): string[] {
  const { palette } = style;
  const { mode, summary, coverage } = document;
  if (mode !== 'env' && summary.findings > 0) return foundLines(document, style);
  const nothing = `No ${nounOf(document)}s found.`;
  const [text, paint] =
    mode === 'env'
      ? hygieneVerdict(document, palette)
      : [nothing, coverage.complete ? palette.green : palette.yellow];
  return block(text, style, 0, (line) => palette.bold(paint(line)));
}

function hygieneVerdict(
  { hygiene }: ReportDocument,
  palette: Palette,
): [verdict: string, paint: Paint] {
  const failed = hygiene.filter((entry) => entry.status === 'fail').length;
  const warned = hygiene.filter((entry) => entry.status === 'warn').length;
  if (failed > 0) return [`${counted(failed, '.env path')} exposed.`, palette.red];
  if (warned > 0) return [`${counted(warned, '.env path')} not safely ignored.`, palette.yellow];
  return ['Every .env path is covered.', palette.green];
}
