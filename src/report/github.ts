// Annotations of GitHub's workflow runs: commands that the runner reads from standard output and shows at the lines of
// a pull request ("Workflow commands for GitHub Actions"). The job summary is the Markdown report.
import type { Severity } from '../model/rule.ts';
import { severities } from '../model/rule.ts';
import type { FindingDocument, ReportDocument } from './document.ts';
import { currentPlaces, placeText, shownSecret, sinceText, stateText } from './findingFacts.ts';
import { gapsOf, foundText } from './gaps.ts';
import { counted } from './quantities.ts';
import { sanitize } from './sanitize.ts';

type Level = 'error' | 'warning' | 'notice';

const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};
/** A step shows ten annotations a level and drops the rest unseen; so the most severe ones come first, the rest is counted. */
const mostOfLevel = 10;

/** Chunks of whole lines. Suppressed findings are left out. */
export function* githubReport(document: ReportDocument): Generator<string> {
  const left: Record<Level, number> = {
    error: mostOfLevel,
    warning: mostOfLevel,
    notice: mostOfLevel,
  };
  const [gap] = gapsOf(document);
  if (!document.coverage.complete) {
    const reason = gap === undefined ? 'something could not be read' : gap.message;
    const message = `The scan was incomplete: ${reason}`;
    left.warning -= 1;
    yield command('warning', { title: 'leaktrail: incomplete' }, message);
  }
  const active = document.findings
    .filter(({ suppressed }) => suppressed === null)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  let shown = 0;
  for (const finding of active) {
    const level = levels[finding.severity];
    if (left[level] === 0) continue;
    left[level] -= 1;
    shown += 1;
    yield annotation(finding, level, document.mode === 'files');
  }
  for (const { path, message, fix } of document.hygiene.filter(({ status }) => status === 'fail')) {
    if (left.warning === 0) break;
    left.warning -= 1;
    yield command('warning', { title: 'leaktrail: .env file' }, `${path}: ${message} (${fix})`);
  }
  const rest = active.length - shown;
  const more = rest === 0 ? '' : `; ${counted(rest, 'more', 'more')} without an annotation`;
  yield `leaktrail: ${foundText(document)}${more}\n`;
}

/** At its line where the file exists now; else its message alone names commit and path. */
function annotation(finding: FindingDocument, level: Level, isOutsideGit: boolean): string {
  const [place] = currentPlaces(finding);
  const at =
    place === undefined
      ? {}
      : {
          file: place.path,
          line: place.line,
          endLine: place.endLine,
          // With several lines GitHub does not take columns.
          ...(place.line === place.endLine
            ? { col: place.column, endColumn: Math.max(place.column, place.endColumn - 1) }
            : {}),
        };
  const origin = isOutsideGit ? '' : ` It came in at ${placeText(finding.introduced)}.`;
  const first = `${shownSecret(finding)} ${stateText(finding, isOutsideGit)}${sinceText(finding)}.`;
  const message = [`${first}${origin}`, ...finding.advice, `id: ${finding.fingerprint}`];
  return command(level, { ...at, title: finding.title }, ...message);
}

/** `::error file=a%2Cb,line=1,title=T::text`; the lines of a message are joined by `%0A`. */
function command(
  level: Level,
  values: Readonly<Record<string, string | number>>,
  ...message: readonly string[]
): string {
  const listed = Object.entries(values)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${level} ${listed}::${message.map(escapeData).join('%0A')}\n`;
}

/** As `escapeData` of the toolkit (@actions/core, command.ts) does; CR and LF are gone by then. */
function escapeData(text: string): string {
  return sanitize(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
