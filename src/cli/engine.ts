// The runs that commands start, each loaded when it is asked for: `leaktrail --help` must not load an engine.
import type { Recall } from '../cache/recallReport.ts';
import type { BaselineResult } from '../model/baseline.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Plan, PlanRun, Verification, VerifyRun } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { RangeRun, UpdatesRun } from '../scan/commitRuns.ts';
import type { TraceRun } from '../remedy/traceRun.ts';
import type { StagedRun } from '../scan/staged.ts';
import type { BaselineRun, EnvRun, ExplainRun, FilesRun, RepositoryRun } from '../model/run.ts';

/**
 * The reports they return hold what was found at or above `minConfidence`; `summary.exitCode` is set by
 * the command line. They throw UsageError, ConfigError or GitError for mistakes of the user.
 */
export interface Engine {
  /** With its verdict. */
  readonly audit: (run: RepositoryRun) => Promise<Report>;
  /** The last report of the same audit, where nothing changed since. */
  readonly recall: (run: RepositoryRun) => Promise<Recall>;
  readonly range: (run: RangeRun) => Promise<Report>;
  readonly push: (run: UpdatesRun) => Promise<Report>;
  readonly receive: (run: UpdatesRun) => Promise<Report>;
  readonly staged: (run: StagedRun) => Promise<Report>;
  readonly env: (run: EnvRun) => Promise<Report>;
  readonly baseline: (run: BaselineRun) => Promise<BaselineResult>;
  readonly files: (run: FilesRun) => Promise<Report>;
  readonly trace: (run: TraceRun) => Promise<Report>;
  readonly plan: (run: PlanRun) => Promise<Plan>;
  readonly verifyPlan: (run: VerifyRun) => Promise<Verification>;
  readonly explain: (run: ExplainRun) => Promise<Explanation>;
}

export const engine: Engine = {
  audit: async (run) => (await import('../remedy/weighedAudit.ts')).runWeighedAudit(run),
  recall,
  range: async (run) => (await import('../scan/commitRuns.ts')).runRange(run),
  push: async (run) => (await import('../scan/commitRuns.ts')).runPush(run),
  receive: async (run) => (await import('../scan/commitRuns.ts')).runReceive(run),
  staged: async (run) => (await import('../scan/staged.ts')).runStaged(run),
  env: async (run) => (await import('../scan/env.ts')).runEnv(run),
  baseline: async (run) => (await import('../scan/baseline.ts')).runBaseline(run),
  files: async (run) => (await import('../scan/files.ts')).runFiles(run),
  trace: async (run) => (await import('../remedy/traceRun.ts')).runTrace(run),
  plan: async (run) => (await import('../remedy/plan.ts')).runPlan(run),
  verifyPlan: async (run) => (await import('../remedy/verifyPlan.ts')).verifyPlan(run),
  explain: async (run) => (await import('../scan/explain.ts')).runExplain(run),
};

async function recall(run: RepositoryRun): Promise<Recall> {
  const { recallReport } = await import('../cache/recallReport.ts');
  const { announceSettings, configureRun } = await import('../scan/configureRun.ts');
  let configured = run;
  const recalled = await recallReport(run, async (asked, repository) => {
    configured = await configureRun(asked, repository);
    return configured;
  });
  // Otherwise the audit says it. What it warned of is kept with its report.
  if (recalled.text !== undefined) announceSettings({ ...configured, onWarning: () => undefined });
  return recalled;
}
