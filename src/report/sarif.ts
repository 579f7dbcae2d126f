// The SARIF report, for code scanning services: one log with one run. SARIF 2.1.0 (OASIS), sections named where
// they matter: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { ReportDocument } from './document.ts';
import { gapsOf } from './gaps.ts';
import type { Gap } from './gaps.ts';
import { framedJson } from './json.ts';
import { counted } from './quantities.ts';
import { mask } from './redact.ts';
import type { ReportOptions } from './reporters.ts';
import { artifactLocation, plainMessage, sourceRoot } from './sarifParts.ts';
import { sarifResult } from './sarifResult.ts';
import { sarifRules } from './sarifRules.ts';

const schemaUri =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** A damaged repository can have a problem an object. */
const mostNotifications = 100;

/** Chunks of the SARIF log, result by result. */
export function* sarifReport(document: ReportDocument, options: ReportOptions): Generator<string> {
  const { rules, indexOf } = sarifRules(document.findings);
  const frame = {
    $schema: schemaUri,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: document.tool.name,
            semanticVersion: document.tool.version,
            rules,
            properties: { rulesHash: document.tool.rulesHash },
          },
        },
        // The part before the last slash is what GitHub calls a category: scans of different modes stand side by side.
        automationDetails: { id: `leaktrail/${document.mode}/` },
        invocations: [invocation(document)],
        ...provenance(document, options),
        originalUriBaseIds: {
          [sourceRoot]: { description: { text: 'The top of the work tree.' } },
        },
        columnKind: 'unicodeCodePoints',
        redactionTokens: [mask],
        properties: { coverage: receipt(document) },
        results: [],
      },
    ],
  };
  yield* framedJson(frame, {
    key: 'results',
    items: document.findings,
    write: (finding) =>
      sarifResult(finding, {
        ruleIndex: indexOf(finding.ruleId),
        isOutsideGit: document.mode === 'files',
        needsFiles: options.needsFiles === true,
      }),
  });
}

/** §3.20: what was not read is a notification each; a scan with gaps did not succeed as a whole. */
function invocation(document: ReportDocument): object {
  const gaps = gapsOf(document);
  const listed = gaps.slice(0, mostNotifications).map((gap) => notification(gap, document));
  const rest = gaps.length - listed.length;
  return {
    executionSuccessful: document.coverage.complete,
    exitCode: document.summary.exitCode,
    toolExecutionNotifications: [
      ...listed,
      ...(rest > 0
        ? [
            notification(
              { kind: 'more', message: `and ${counted(rest, 'more', 'more')}` },
              document,
            ),
          ]
        : []),
    ],
  };
}

function notification({ kind, message, path }: Gap, { coverage }: ReportDocument): object {
  return {
    descriptor: { id: kind },
    level: coverage.complete ? 'note' : 'warning',
    message: plainMessage(message),
    ...(path === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }] }),
  };
}

/** §3.23; its repositoryUri is required, so without a known address there is none. */
function provenance({ target }: ReportDocument, { repositoryUri }: ReportOptions): object {
  const { head } = target;
  if (repositoryUri === undefined || head === null) return {};
  return {
    versionControlProvenance: [
      {
        repositoryUri,
        ...(head.oid === null ? {} : { revisionId: head.oid }),
        ...(head.ref === null ? {} : { branch: head.ref.replace(/^refs\/heads\//u, '') }),
        mappedTo: { uriBaseId: sourceRoot },
      },
    ],
  };
}

function receipt({ coverage }: ReportDocument): object {
  const { skipped: _skipped, problems: _problems, ...counts } = coverage;
  return counts;
}
