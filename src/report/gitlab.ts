// GitLab's secret detection report (security-report-schemas, MIT, version 15.2.1): what its pipeline, merge request and
// vulnerability pages read from `artifacts:reports:secret_detection`.
import type { Severity } from '../model/rule.ts';
import type { FindingDocument, ReportDocument } from './document.ts';
import {
  currentPlaces,
  linksIn,
  placeText,
  shownSecret,
  sinceText,
  stateText,
} from './findingFacts.ts';
import { gapsOf } from './gaps.ts';
import { framedJson } from './json.ts';
import { markdownText } from './markdownText.ts';
import type { ReportOptions } from './reporters.ts';
import { sanitize } from './sanitize.ts';

const version = '15.2.1';
const schema = `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${version}/dist/secret-detection-report-format.json`;
/** Limits of the schema. */
const longestName = 255;
const longestSolution = 7000;
const mostMessages = 100;
/** What GitLab's own analyser writes where there is no commit. */
const noCommit = '0000000';

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** Chunks of the report. Suppressed findings are left out: GitLab has no word for them and would list them as new. */
export function* gitlabReport(document: ReportDocument, options: ReportOptions): Generator<string> {
  const frame = { version, schema, scan: scan(document, options), vulnerabilities: [] };
  const isOutsideGit = document.mode === 'files';
  yield* framedJson(frame, {
    key: 'vulnerabilities',
    items: document.findings.filter(({ suppressed }) => suppressed === null),
    write: (finding) => vulnerability(finding, isOutsideGit),
  });
}

function scan(document: ReportDocument, { endedAtMs = 0 }: ReportOptions): object {
  const { tool, summary, coverage } = document;
  const program = {
    id: tool.name,
    name: tool.name,
    version: tool.version,
    vendor: { name: 'The leaktrail authors' },
  };
  return {
    type: 'secret_detection',
    analyzer: program,
    scanner: program,
    start_time: utcSeconds(endedAtMs - summary.elapsedMs),
    end_time: utcSeconds(endedAtMs),
    // A failed scan's findings are not taken in, and most runners clone shallowly: gaps are told as warnings.
    status: 'success',
    messages: gapsOf(document)
      .slice(0, mostMessages)
      .map(({ message, path }) => ({
        level: coverage.complete ? 'info' : 'warn',
        value: sanitize(path === undefined ? message : `${message}: ${path}`),
      })),
  };
}

/** `2020-01-28T03:26:02`, as the schema's pattern wants it: UTC, no fraction, no zone. */
function utcSeconds(ms: number): string {
  return new Date(ms).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

function vulnerability(finding: FindingDocument, isOutsideGit: boolean): object {
  const { ruleId, title, advice, fingerprint, introduced, removed } = finding;
  const state = stateText(finding, isOutsideGit);
  const gone = removed === null ? [] : [`Commit ${removed.commit} took it out.`];
  const description = [
    `${title}, ${state}${sinceText(finding)}.`,
    ...(isOutsideGit ? [] : [`It came in at ${placeText(introduced)}.`]),
    ...gone,
  ].join(' ');
  return {
    id: uuid(fingerprint),
    name: cut(sanitize(title), longestName),
    // GitLab renders it as Markdown.
    description: markdownText(description),
    severity: severityNames[finding.severity],
    ...(advice.length === 0 ? {} : { solution: cut(sanitize(advice.join(' ')), longestSolution) }),
    identifiers: [
      { type: 'leaktrail_rule_id', name: `leaktrail rule ID ${ruleId}`, value: ruleId },
      {
        type: 'cwe',
        name: 'CWE-798',
        value: '798',
        url: 'https://cwe.mitre.org/data/definitions/798.html',
      },
    ],
    links: linksIn(advice).map((url) => ({ url })),
    location: location(finding),
    // Named "unsanitized" by the schema; here it is redacted like everything else.
    raw_source_code_extract: sanitize(shownSecret(finding)),
  };
}

/** The file as it is now where it exists, with the commit that brought the secret in. */
function location(finding: FindingDocument): object {
  const { introduced } = finding;
  const { author, date, summary, commit } = introduced;
  const [place = introduced] = currentPlaces(finding);
  return {
    ...(place.path === null ? {} : { file: sanitize(place.path) }),
    start_line: place.line,
    end_line: place.endLine,
    commit: {
      sha: commit ?? noCommit,
      ...(author === null ? {} : { author: sanitize(`${author.name} <${author.email}>`) }),
      ...(date === null ? {} : { date }),
      ...(summary === null ? {} : { message: sanitize(summary) }),
    },
  };
}

/** A fingerprint in the form of a UUID: the same secret keeps its id from run to run. */
function uuid(fingerprint: string): string {
  return fingerprint.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
}

function cut(text: string, length: number): string {
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
