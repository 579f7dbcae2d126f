// The library's entry: re-exports only. docs/LIBRARY.md shows how each is used.
export { audit, range, scanFiles, staged } from './library/scans.ts';
export { scanText } from './library/scanText.ts';
export { loadRules } from './library/loadRules.ts';
export { ConfigError, GitError, UsageError } from './model/errors.ts';
export type { ScanRun } from './library/scanRun.ts';
export type {
  AuditOptions,
  ScanOptions,
  StagedOptions,
  TextOptions,
} from './library/scanOptions.ts';
export type { ScanTextOptions } from './library/scanText.ts';
export type { RuleOptions } from './library/loadRules.ts';
export type { FindingDocument, ReportDocument, SecretDocument } from './report/document.ts';
export type { RuleSet } from './rules/ruleSet.ts';
export type {
  FindingState,
  Judgement,
  Partner,
  PathMark,
  Suppression,
  TreePlace,
} from './model/finding.ts';
export type { HygieneEntry } from './model/hygiene.ts';
export type { ValueEncoding } from './model/match.ts';
export type { Excerpt, ExcerptMark, Occurrence, OccurrenceEvent } from './model/occurrence.ts';
export type { Problem, ProblemKind } from './model/problem.ts';
export type { Coverage, Mode, Skipped, Summary, Target } from './model/report.ts';
export type { Confidence, Rule, Severity } from './model/rule.ts';
export type { Progress } from './model/run.ts';
export type { LocalRemains, Verdict, VerdictReason, VerdictText } from './model/verdict.ts';
