// The runs that commands start, each loaded when it is asked for: `leaktrail --help` must not load an engine.
import type { Recall } from '../cache/recallReport.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Report } from '../model/report.ts';
import type { StagedRun } from '../scan/staged.ts';
import type { ExplainRun, FilesRun, RepositoryRun } from '../model/run.ts';

/**
 * The reports they return hold what was found at or above `minConfidence`; `summary.exitCode` is set by
 * the command line. They throw UsageError, ConfigError or GitError for mistakes of the user.
 */
export interface Engine {
  readonly audit: (run: RepositoryRun) => Promise<Report>;
  /** The last report of the same audit, where nothing changed since. */
  readonly recall: (run: RepositoryRun) => Promise<Recall>;
  readonly staged: (run: StagedRun) => Promise<Report>;
  readonly env: (run: RepositoryRun) => Promise<Report>;
  readonly files: (run: FilesRun) => Promise<Report>;
  readonly explain: (run: ExplainRun) => Promise<Explanation>;
}

export const engine: Engine = {
  audit: async (run) => (await import('../scan/audit.ts')).runAudit(run),
  recall: async (run) => (await import('../cache/recallReport.ts')).recallReport(run),
  staged: async (run) => (await import('../scan/staged.ts')).runStaged(run),
  env: async (run) => (await import('../scan/env.ts')).runEnv(run),
  files: async (run) => (await import('../scan/files.ts')).runFiles(run),
  explain: async (run) => (await import('../scan/explain.ts')).runExplain(run),
};
