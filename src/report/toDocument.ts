// From the result of a run to the document that leaves the program: keys in the order of CLI.md, numbers
// rounded, findings sorted, and, unless the user asked otherwise, every secret hidden.
import type { Finding, Judgement, TreePlace, Secret } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Problem } from '../model/problem.ts';
import type { Coverage, Report, Summary, Target } from '../model/report.ts';
import type { Verdict } from '../model/verdict.ts';
import { compareFindings } from '../model/order.ts';
import type { FindingDocument, ReportDocument, SecretDocument } from './document.ts';
import { shownExcerpt } from './excerpts.ts';
import { hideSecrets } from './hideSecrets.ts';
import { redactSecret } from './redact.ts';

/**
 * The document of a report. With `showSecrets` every finding holds its `value` and the other texts are
 * left as they are; without, no secret is left in any of them.
 */
export function toDocument(
  report: Report,
  options: { readonly showSecrets: boolean },
): ReportDocument {
  const clear = clearDocument(report);
  const document = options.showSecrets
    ? withShownExcerpts(clear)
    : hideSecrets(clear, report.alsoSecret);
  const findings = document.findings.map(withShortReason);
  // Sorted at the end: what is compared is what the reader sees.
  return { ...document, findings: findings.toSorted(compareFindings) };
}

function withShownExcerpts(document: ReportDocument): ReportDocument {
  const shown = (occurrence: Occurrence): Occurrence =>
    occurrence.context === undefined
      ? occurrence
      : { ...occurrence, context: shownExcerpt(occurrence.context) };
  return {
    ...document,
    findings: document.findings.map((finding) => ({
      ...finding,
      introduced: shown(finding.introduced),
      occurrences: finding.occurrences.map(shown),
    })),
  };
}

/** Of comments, in code points. */
const longestReason = 200;

/** Comments are cut here: a secret that was cut before would not be known as one. */
function withShortReason(finding: FindingDocument): FindingDocument {
  const { suppressed } = finding;
  if (suppressed?.by !== 'inline-comment') return finding;
  const reason = Array.from(suppressed.reason).slice(0, longestReason).join('');
  return { ...finding, suppressed: { ...suppressed, reason } };
}

function clearDocument({ tool, ...report }: Report): ReportDocument {
  return {
    schema: report.schema,
    tool: { name: tool.name, version: tool.version, rulesHash: tool.rulesHash },
    mode: report.mode,
    target: targetDocument(report.target),
    coverage: coverageDocument(report.coverage),
    findings: report.findings.map(findingDocument),
    hygiene: report.hygiene.map(hygieneDocument),
    summary: summaryDocument(report.summary),
    ...(report.trace === undefined ? {} : { trace: report.trace }),
    ...(report.verdict === undefined ? {} : { verdict: verdictDocument(report.verdict) }),
  };
}

function targetDocument({ head, ...target }: Target): Target {
  return {
    path: target.path,
    head: head && { ref: head.ref, oid: head.oid },
    tips: target.tips,
    objectFormat: target.objectFormat,
    shallow: target.shallow,
    partial: target.partial,
    ...(target.bare === undefined ? {} : { bare: target.bare }),
    ...(target.remoteRefs === undefined ? {} : { remoteRefs: target.remoteRefs }),
  };
}

function coverageDocument(coverage: Coverage): Coverage {
  return {
    complete: coverage.complete,
    commits: coverage.commits,
    trees: coverage.trees,
    blobs: coverage.blobs,
    bytes: coverage.bytes,
    messages: coverage.messages,
    worktreeFiles: coverage.worktreeFiles,
    missingObjects: coverage.missingObjects,
    ...(coverage.verifiedObjects === undefined
      ? {}
      : { verifiedObjects: coverage.verifiedObjects }),
    skipped: coverage.skipped.map(({ reason, count, bytes, examples }) => ({
      reason,
      count,
      bytes,
      examples: [...examples],
    })),
    problems: coverage.problems.map(problemDocument),
  };
}

function problemDocument({ kind, message, oid, path }: Problem): Problem {
  return {
    kind,
    message,
    ...(oid === undefined ? {} : { oid }),
    ...(path === undefined ? {} : { path }),
  };
}

function findingDocument({ suppressed, removed, ...finding }: Finding): FindingDocument {
  return {
    fingerprint: finding.fingerprint,
    ruleId: finding.ruleId,
    title: finding.title,
    provider: finding.provider,
    severity: finding.severity,
    confidence: finding.confidence,
    score: round(finding.score, 3),
    secret: secretDocument(finding.secret),
    state: finding.state,
    ...(finding.headPlaces === undefined
      ? {}
      : { headPlaces: finding.headPlaces.map(headPlaceDocument) }),
    introduced: occurrenceDocument(finding.introduced),
    removed: removed && { commit: removed.commit, date: removed.date },
    exposedDays: finding.exposedDays === null ? null : round(finding.exposedDays, 2),
    // Shared: findings of one branch have the same list, of 60,000 refs in a large repository.
    reachableFrom: finding.reachableFrom,
    ...(finding.reachableFromHead === undefined
      ? {}
      : { reachableFromHead: finding.reachableFromHead }),
    occurrences: finding.occurrences.map(occurrenceDocument),
    occurrenceCount: finding.occurrences.length,
    marks: [...finding.marks],
    ...(finding.pairedWith === undefined
      ? {}
      : {
          pairedWith: finding.pairedWith.map(({ fingerprint, ruleId, title, path, line }) => ({
            fingerprint,
            ruleId,
            title,
            path,
            line,
          })),
        }),
    suppressed: suppressed && {
      by: suppressed.by,
      reason: suppressed.reason,
      ...(suppressed.until === undefined ? {} : { until: suppressed.until }),
    },
    advice: [...finding.advice],
    ...(finding.judgement === undefined ? {} : { judgement: judgementDocument(finding.judgement) }),
  };
}

function secretDocument({ value, entropy, encoding }: Secret): SecretDocument {
  return {
    redacted: redactSecret(value),
    length: Array.from(value).length,
    entropy: round(entropy, 2),
    ...(encoding === undefined ? {} : { encoding }),
    value,
  };
}

function judgementDocument({ verdict, reasons }: Judgement): Judgement {
  return {
    verdict,
    reasons: reasons.map(({ weight, text }) => ({ weight: round(weight, 2), text })),
  };
}

function headPlaceDocument(place: TreePlace): TreePlace {
  return {
    path: place.path,
    blob: place.blob,
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn,
  };
}

function occurrenceDocument({ author, cell, context, ...occurrence }: Occurrence): Occurrence {
  return {
    event: occurrence.event,
    commit: occurrence.commit,
    blob: occurrence.blob,
    path: occurrence.path,
    line: occurrence.line,
    column: occurrence.column,
    endLine: occurrence.endLine,
    endColumn: occurrence.endColumn,
    author: author && { name: author.name, email: author.email },
    date: occurrence.date,
    summary: occurrence.summary,
    ...(cell === undefined
      ? {}
      : { cell: { number: cell.number, part: cell.part, line: cell.line } }),
    ...(context === undefined ? {} : { context }),
  };
}

function hygieneDocument({ rule, ...entry }: HygieneEntry): HygieneEntry {
  return {
    check: entry.check,
    path: entry.path,
    status: entry.status,
    rule: rule && { source: rule.source, line: rule.line, pattern: rule.pattern },
    message: entry.message,
    fix: entry.fix,
    ...(entry.inHead === undefined ? {} : { inHead: entry.inHead }),
    ...(entry.onDisk === undefined ? {} : { onDisk: entry.onDisk }),
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

function verdictDocument({ verdict, reasons, onlyHere }: Verdict): Verdict {
  return {
    verdict,
    reasons: reasons.map(({ kind, count, text }) => ({ kind, count, text })),
    onlyHere: onlyHere.map(({ kind, count, path, text }) => ({ kind, count, path, text })),
  };
}

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
