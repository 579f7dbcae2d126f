// The Markdown report, for a comment on a pull request or a job summary: a table of what was found and what to do, the
// receipt in a line. Short: a comment that is too long is refused as a whole.
import type { FindingDocument, ReportDocument } from './document.ts';
import { sinceText, shownSecret, stateText, whereText } from './findingFacts.ts';
import { foundText, gapsOf, receiptParts } from './gaps.ts';
import { markdownAdvice, markdownCode, markdownText } from './markdownText.ts';
import { counted, groupDigits } from './quantities.ts';

/** GitHub's limit for the body of a comment ("body is too long (maximum is 65536 characters)"). */
const mostCharacters = 65_536;
/** Kept free for the note on what was left out. */
const noteCharacters = 200;
const gapsListed = 5;
/** A secret of several lines, or a path of thousands of characters, is no help in a cell. */
const mostInCell = 300;

/** Chunks of the Markdown report. */
export function* markdownReport(document: ReportDocument): Generator<string> {
  const findings = document.findings.filter(({ suppressed }) => suppressed === null);
  const head = heading(document) + verdictText(document);
  const foot = [...hygieneLines(document), ...gapLines(document), ...receiptLines(document)];
  const end = foot.map((line) => `${line}\n`).join('');
  yield head;
  let left = mostCharacters - head.length - end.length - noteCharacters;
  if (findings.length > 0) {
    const header = '| Severity | Secret | Where | What to do |\n| --- | --- | --- | --- |\n';
    yield header;
    left -= header.length;
  }
  let listed = 0;
  for (const finding of findings) {
    const row = `${tableRow(finding, document)}\n`;
    if (row.length > left) break;
    yield row;
    left -= row.length;
    listed += 1;
  }
  const omitted = findings.length - listed;
  if (omitted > 0) {
    yield `\n${counted(omitted, 'more finding')} left out: a comment holds ${groupDigits(mostCharacters)} characters.\n`;
  }
  yield end;
}

function heading(document: ReportDocument): string {
  return `## ${sign(document)} leaktrail: ${foundText(document)}\n\n`;
}

/** Before the table: what it means as a whole. */
function verdictText({ verdict }: ReportDocument): string {
  if (verdict === undefined) return '';
  const { reasons, onlyHere } = verdict;
  const reasonLines = reasons.map(({ text }) => `- ${markdownText(cut(text))}`);
  const here = onlyHere.slice(0, gapsListed).map(({ text }) => `- ${markdownText(cut(text))}`);
  const lines = [
    `**Verdict: ${verdict.verdict}**`,
    '',
    ...reasonLines,
    '',
    ...(here.length === 0
      ? []
      : ['**Only on the disk that was scanned:**', '', ...here, ...more(onlyHere.length), '']),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function sign({ summary, coverage, hygiene }: ReportDocument): string {
  if (summary.findings > 0) return '🔴';
  const isClean = coverage.complete && hygiene.every(({ status }) => status !== 'fail');
  return isClean ? '🟢' : '🟡';
}

function tableRow(finding: FindingDocument, { mode }: ReportDocument): string {
  const state = stateText(finding, mode === 'files');
  const cells = [
    finding.severity,
    `${markdownText(finding.title)}<br>${markdownCode(cut(shownSecret(finding)))}`,
    `${markdownCode(cut(whereText(finding)))}<br>${markdownText(state + sinceText(finding))}`,
    [...finding.advice.map((line) => markdownAdvice(line)), markdownCode(finding.fingerprint)].join(
      '<br>',
    ),
  ];
  return `| ${cells.join(' | ')} |`;
}

function hygieneLines({ hygiene }: ReportDocument): string[] {
  const bad = hygiene.filter(({ status }) => status === 'fail');
  if (bad.length === 0) return [];
  const listed = bad.slice(0, gapsListed).map(({ path, message }) => {
    return `- ${markdownCode(cut(path))}: ${markdownText(message)}`;
  });
  return ['', '**.env files that are not safe:**', '', ...listed, ...more(bad.length)];
}

function gapLines(document: ReportDocument): string[] {
  if (document.coverage.complete) return [];
  const gaps = gapsOf(document);
  const listed = gaps.slice(0, gapsListed).map(({ message, path }) => {
    return `- ${markdownText(cut(message))}${path === undefined ? '' : ` ${markdownCode(cut(path))}`}`;
  });
  return ['', '**Not everything was scanned:**', '', ...listed, ...more(gaps.length)];
}

function more(count: number): string[] {
  return count > gapsListed ? [`- and ${groupDigits(count - gapsListed)} more`] : [];
}

function receiptLines(document: ReportDocument): string[] {
  const { summary, tool, mode } = document;
  const parts = receiptParts(document);
  const read = parts.length === 0 ? 'nothing to scan' : parts.join(', ');
  const suppressed =
    summary.suppressed > 0 ? ` ${counted(summary.suppressed, 'finding')} suppressed.` : '';
  return ['', `<sub>leaktrail ${markdownText(tool.version)} ${mode}: ${read}.${suppressed}</sub>`];
}

function cut(text: string): string {
  const points = Array.from(text);
  return points.length <= mostInCell ? text : `${points.slice(0, mostInCell).join('')}…`;
}
