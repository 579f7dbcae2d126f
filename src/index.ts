// The library's entry: re-exports only.
export { runAudit } from './scan/audit.ts';
export { runEnv } from './scan/env.ts';
export { runFiles } from './scan/files.ts';
export { verdictOf } from './remedy/verdict.ts';
export type { VerdictOptions } from './remedy/verdict.ts';
export { createDetector } from './detect/detector.ts';
export type { Detector } from './detect/detector.ts';
export { loadRules } from './rules/load.ts';
export type { RuleSet } from './rules/ruleSet.ts';
export { ConfigError, GitError, UsageError } from './model/errors.ts';
export type { Finding, FindingState, PathMark, Secret } from './model/finding.ts';
export type { HygieneEntry, IgnoreEdit, IgnoreFix } from './model/hygiene.ts';
export type { Match, SealedMatch } from './model/match.ts';
export type { Occurrence, OccurrenceEvent } from './model/occurrence.ts';
export type { Problem, ProblemKind } from './model/problem.ts';
export type { Coverage, Report, Summary, Target } from './model/report.ts';
export type { Confidence, FileKind, Rule, Severity } from './model/rule.ts';
export type { LocalRemains, Verdict, VerdictReason, VerdictText } from './model/verdict.ts';
export type {
  EnvRun,
  FilesRun,
  Progress,
  RepositoryRun,
  RunContext,
  RunOptions,
} from './model/run.ts';
