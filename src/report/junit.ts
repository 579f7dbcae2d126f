// The JUnit report, for servers that show test results: a failed test case a finding, a skipped one where it is
// suppressed, and one that says whether everything was read. There is no standard; this is what the schema of Jenkins'
// xUnit plugin (junit-10.xsd) allows.
import type { FindingDocument, ReportDocument } from './document.ts';
import {
  placeText,
  shortOid,
  shownSecret,
  sinceText,
  stateText,
  whereText,
} from './findingFacts.ts';
import { gapsOf, receiptParts, foundText } from './gaps.ts';
import { counted } from './quantities.ts';
import { xmlText } from './xmlText.ts';

const gapsListed = 100;
const occurrencesListed = 20;

/** Chunks of the XML text. */
export function* junitReport(document: ReportDocument): Generator<string> {
  const { findings, summary, coverage, mode, tool } = document;
  const exposed = document.hygiene.filter(({ status }) => status === 'fail');
  const skipped = findings.filter(({ suppressed }) => suppressed !== null).length;
  const failures = findings.length - skipped + exposed.length;
  const counts = {
    tests: findings.length + exposed.length + 1,
    failures,
    errors: coverage.complete ? 0 : 1,
  };
  const time = (summary.elapsedMs / 1000).toFixed(3);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: 'leaktrail', time, ...counts })}>\n`;
  yield `  <testsuite${attributes({ name: `leaktrail ${mode}`, time, ...counts, skipped })}>\n`;
  yield '    <properties>\n';
  yield `      <property${attributes({ name: 'version', value: tool.version })}/>\n`;
  yield `      <property${attributes({ name: 'head', value: document.target.head?.oid ?? '' })}/>\n`;
  yield '    </properties>\n';
  for (const finding of findings) yield findingCase(finding, mode === 'files');
  for (const { path, message, fix } of exposed) {
    const body = `<failure${attributes({ type: 'env-file', message })}>${xmlText(fix)}</failure>`;
    yield testCase('leaktrail.hygiene', path, body);
  }
  yield coverageCase(document);
  yield '  </testsuite>\n</testsuites>\n';
}

function findingCase(finding: FindingDocument, isOutsideGit: boolean): string {
  const { suppressed } = finding;
  const name = `${finding.title} at ${whereText(finding)} (${finding.fingerprint.slice(0, 8)})`;
  const className = `leaktrail.${finding.ruleId}`;
  if (suppressed !== null) {
    const message = `${suppressed.by}: ${suppressed.reason}`;
    return testCase(className, name, `<skipped${attributes({ message })}/>`);
  }
  const message = `${finding.severity}: ${finding.title}, ${stateText(finding, isOutsideGit)}`;
  const lines = bodyLines(finding, isOutsideGit).map(xmlText).join('\n');
  const type = finding.severity;
  return testCase(className, name, `<failure${attributes({ type, message })}>${lines}</failure>`);
}

function bodyLines(finding: FindingDocument, isOutsideGit: boolean): string[] {
  const listed = finding.occurrences.slice(0, occurrencesListed);
  const rest = finding.occurrences.length - listed.length;
  return [
    // No "secret: …": a scan of the kept report would take that for one.
    `found ${shownSecret(finding)}`,
    `where: ${whereText(finding)}, ${stateText(finding, isOutsideGit)}${sinceText(finding)}`,
    ...(isOutsideGit
      ? []
      : listed.map((occurrence) => {
          const { event, commit, date } = occurrence;
          const at = commit === null ? '' : `${shortOid(commit)} ${date ?? ''} `;
          return `${event}: ${at}${placeText(occurrence)}`;
        })),
    ...(rest > 0 ? [`and ${counted(rest, 'more place')}`] : []),
    ...finding.advice.map((advice) => `to do: ${advice}`),
    `id: ${finding.fingerprint}`,
  ];
}

/** Passes when everything was read: a report without findings has a test as well. */
function coverageCase(document: ReportDocument): string {
  const name = 'everything was scanned';
  const receipt = `<system-out>${xmlText(receiptParts(document).join(', '))}</system-out>`;
  if (document.coverage.complete) return testCase('leaktrail.coverage', name, receipt);
  const gaps = gapsOf(document);
  const lines = gaps.slice(0, gapsListed).map(({ kind, message, path }) => {
    return xmlText(`${kind}: ${message}${path === undefined ? '' : ` ${path}`}`);
  });
  const rest = gaps.length - lines.length;
  const more = rest > 0 ? [`and ${counted(rest, 'more', 'more')}`] : [];
  const message = foundText(document);
  const error = `<error${attributes({ type: 'incomplete', message })}>${[...lines, ...more].join('\n')}</error>`;
  return testCase('leaktrail.coverage', name, `${error}${receipt}`);
}

function testCase(classname: string, name: string, body: string): string {
  return `    <testcase${attributes({ classname, name })}>${body}</testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
