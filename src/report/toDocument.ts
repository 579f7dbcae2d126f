// From a report with secrets in clear to the document that leaves the program. The one place where
// secrets are redacted, in the findings themselves and in every text that may hold one.
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Problem } from '../model/problem.ts';
import type { Coverage, Report, Summary, Target } from '../model/report.ts';
import type { FindingDocument, ReportDocument, SecretDocument } from './document.ts';
import { compareFindings } from './order.ts';
import { redactSecret } from './redact.ts';
import { createRedactor } from './redactor.ts';
import type { Redactor } from './redactor.ts';

const clear: Redactor = { text: (text) => text, name: (name) => name };

/**
 * The document of a report, keys in the order of CLI.md, findings sorted. With `showSecrets` every
 * finding holds its `value` and the other texts are left as they are.
 */
export function toDocument(
  report: Report,
  options: { readonly showSecrets: boolean },
): ReportDocument {
  const redactor = options.showSecrets
    ? clear
    : createRedactor(new Set(report.findings.map((finding) => finding.secret.value)));
  const { tool } = report;
  return {
    schema: report.schema,
    tool: { name: tool.name, version: tool.version, rulesHash: tool.rulesHash },
    mode: report.mode,
    target: targetDocument(report.target, redactor),
    coverage: coverageDocument(report.coverage, redactor),
    findings: report.findings
      .map((finding) => findingDocument(finding, redactor, options.showSecrets))
      .toSorted(compareFindings),
    hygiene: report.hygiene.map((entry) => hygieneDocument(entry, redactor)),
    summary: summaryDocument(report.summary),
  };
}

function summaryDocument({ bySeverity, byState, ...summary }: Summary): Summary {
  return {
    findings: summary.findings,
    bySeverity: {
      critical: bySeverity.critical,
      high: bySeverity.high,
      medium: bySeverity.medium,
      low: bySeverity.low,
    },
    byState: {
      head: byState.head,
      history: byState.history,
      index: byState.index,
      worktree: byState.worktree,
      unreachable: byState.unreachable,
      message: byState.message,
    },
    suppressed: summary.suppressed,
    elapsedMs: Math.round(summary.elapsedMs),
    exitCode: summary.exitCode,
  };
}

function targetDocument(target: Target, redactor: Redactor): Target {
  const { head } = target;
  return {
    path: redactor.name(target.path),
    head: head && { ref: head.ref === null ? null : redactor.name(head.ref), oid: head.oid },
    tips: target.tips,
    objectFormat: target.objectFormat,
    shallow: target.shallow,
    partial: target.partial,
  };
}

function coverageDocument(coverage: Coverage, redactor: Redactor): Coverage {
  return {
    complete: coverage.complete,
    commits: coverage.commits,
    trees: coverage.trees,
    blobs: coverage.blobs,
    bytes: coverage.bytes,
    messages: coverage.messages,
    worktreeFiles: coverage.worktreeFiles,
    missingObjects: coverage.missingObjects,
    skipped: coverage.skipped.map(({ reason, count, bytes, examples }) => ({
      reason,
      count,
      bytes,
      examples: examples.map((example) => redactor.name(example)),
    })),
    problems: coverage.problems.map((problem) => problemDocument(problem, redactor)),
  };
}

function problemDocument(problem: Problem, redactor: Redactor): Problem {
  return {
    kind: problem.kind,
    message: redactor.text(problem.message),
    ...(problem.oid === undefined ? {} : { oid: problem.oid }),
    ...(problem.path === undefined ? {} : { path: redactor.name(problem.path) }),
  };
}

function findingDocument(
  finding: Finding,
  redactor: Redactor,
  showSecrets: boolean,
): FindingDocument {
  const { suppressed, removed } = finding;
  return {
    fingerprint: finding.fingerprint,
    ruleId: finding.ruleId,
    title: redactor.text(finding.title),
    provider: finding.provider,
    severity: finding.severity,
    confidence: finding.confidence,
    score: round(finding.score, 3),
    secret: secretDocument(finding, showSecrets),
    state: finding.state,
    introduced: occurrenceDocument(finding.introduced, redactor),
    removed: removed && { commit: removed.commit, date: removed.date },
    exposedDays: finding.exposedDays === null ? null : round(finding.exposedDays, 2),
    reachableFrom: finding.reachableFrom.map((ref) => redactor.name(ref)),
    occurrences: finding.occurrences.map((occurrence) => occurrenceDocument(occurrence, redactor)),
    occurrenceCount: finding.occurrences.length,
    marks: [...finding.marks],
    suppressed: suppressed && {
      by: suppressed.by,
      reason: redactor.text(suppressed.reason),
      ...(suppressed.until === undefined ? {} : { until: suppressed.until }),
    },
    advice: finding.advice.map((text) => redactor.text(text)),
  };
}

function secretDocument(finding: Finding, showSecrets: boolean): SecretDocument {
  const { value, entropy, encoding } = finding.secret;
  return {
    redacted: redactSecret(value),
    length: Array.from(value).length,
    entropy: round(entropy, 2),
    ...(encoding === undefined ? {} : { encoding }),
    ...(showSecrets ? { value } : {}),
  };
}

function occurrenceDocument(occurrence: Occurrence, redactor: Redactor): Occurrence {
  const { author, path, summary } = occurrence;
  return {
    event: occurrence.event,
    commit: occurrence.commit,
    blob: occurrence.blob,
    path: path === null ? null : redactor.name(path),
    line: occurrence.line,
    column: occurrence.column,
    endLine: occurrence.endLine,
    endColumn: occurrence.endColumn,
    author: author && { name: redactor.text(author.name), email: redactor.text(author.email) },
    date: occurrence.date,
    summary: summary === null ? null : redactor.text(summary),
  };
}

function hygieneDocument(entry: HygieneEntry, redactor: Redactor): HygieneEntry {
  const { rule } = entry;
  return {
    check: entry.check,
    path: redactor.name(entry.path),
    status: entry.status,
    rule: rule && {
      source: redactor.name(rule.source),
      line: rule.line,
      pattern: redactor.name(rule.pattern),
    },
    message: redactor.text(entry.message),
    fix: redactor.text(entry.fix),
  };
}

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
