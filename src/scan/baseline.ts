// `leaktrail baseline`: an audit, and the baseline under which it would pass. Writing the file is left to the command line.
import { randomBytes } from 'node:crypto';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { folderReader, lookBelow } from '../config/configFolder.ts';
import { readNamedBaseline, suppressionRules } from '../config/suppressionFiles.ts';
import { readUserConfig } from '../git/configFiles.ts';
import type { Environment } from '../git/environment.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { BaselineResult } from '../model/baseline.ts';
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { BaselineRun } from '../model/run.ts';
import { defaultBaselineFile, formatBaseline, saltedFingerprint } from '../triage/baseline.ts';
import type { Baseline } from '../triage/baseline.ts';
import { reasonOf } from '../triage/decisions.ts';
import { fingerprintOf } from '../triage/fingerprint.ts';
import { updateBaseline } from '../triage/updateBaseline.ts';
import { runAudit } from './audit.ts';
import { announceSettings, configureRun } from './configureRun.ts';
import { fingerprintKeys, readBaseline, today } from './loadSuppressions.ts';
import { summaryOf } from './report.ts';
import { detectorSettings } from './settings.ts';
import { withoutExpiry } from './suppressFindings.ts';

/** Throws as an audit does, and UsageError where there is no place for the file. */
export async function runBaseline(asked: BaselineRun): Promise<BaselineResult> {
  const { options, cwd, env } = asked;
  if (asked.prune && options.enable.length + options.disable.length > 0) {
    throw new UsageError('--prune needs all rules: leave out --enable and --disable');
  }
  const repository = await openRepository(resolve(cwd, asked.repoPath), env);
  const run = await configureRun(asked, repository);
  announceSettings(run);
  const place = placeOf(run, repository);
  const old = oldBaseline(run, repository);
  const baseline = old ?? { salts: [randomBytes(32).toString('hex')], entries: [] };
  const report = await runAudit(run, baseline);
  // What was not looked at may still be there.
  const isWhole = report.coverage.complete && options.enable.length + options.disable.length === 0;
  const decisions = run.decisions && openDecisions(run.decisions, run);
  const update = updateBaseline({
    baseline,
    findings: report.findings,
    by: await personOf(repository, env),
    reason: run.reason,
    until: run.until,
    today: today(run),
    prune: run.prune && isWhole,
    ...(decisions === undefined ? {} : { decided: decisions.reasonFor }),
  });
  const { salts, entries } = update.baseline;
  const entryOf = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const findings = report.findings.map((finding) => {
    const { suppressed, ruleId, secret } = finding;
    if (suppressed !== null) return finding;
    const own = salts.map((salt) => saltedFingerprint(salt, ruleId, secret.value));
    const entry = own.map((each) => entryOf.get(each)).find((each) => each !== undefined);
    if (entry === undefined) return finding;
    const { reason, until } = entry;
    const lasting = until === undefined ? {} : { until };
    return withoutExpiry({ ...finding, suppressed: { by: 'baseline', reason, ...lasting } });
  });
  return {
    ...place,
    text: old === undefined && entries.length === 0 ? undefined : formatBaseline(update.baseline),
    added: update.added,
    renewed: update.renewed,
    kept: update.kept,
    stale: isWhole ? update.stale : [],
    isPruned: run.prune && isWhole,
    unused: decisions?.unused() ?? [],
    report: {
      ...report,
      mode: 'baseline',
      findings,
      summary: summaryOf(findings, report.summary.elapsedMs),
    },
  };
}

/** Finds the decision about a finding, and knows afterwards which were of no use. */
function openDecisions(
  decisions: readonly Decision[],
  run: BaselineRun,
): {
  readonly reasonFor: (finding: Finding) => string | undefined;
  readonly unused: () => Decision[];
} {
  const byFingerprint = new Map(decisions.map((each) => [each.fingerprint, each]));
  const keys = fingerprintKeys(detectorSettings(run));
  const used = new Set<Decision>();
  return {
    reasonFor({ ruleId, secret }) {
      for (const key of keys) {
        const decision = byFingerprint.get(fingerprintOf(key, ruleId, secret.value));
        if (decision === undefined) continue;
        used.add(decision);
        return reasonOf(decision);
      }
      return undefined;
    },
    unused: () => [...byFingerprint.values()].filter((each) => !used.has(each)),
  };
}

/** Where the file is, absolutely and as the user knows it. */
function placeOf(
  { options, cwd, repoPath }: BaselineRun,
  { workTree }: Repository,
): Pick<BaselineResult, 'path' | 'name'> {
  const { baselineFile } = options;
  if (baselineFile !== undefined) return { path: resolve(cwd, baselineFile), name: baselineFile };
  if (workTree === null) {
    throw new UsageError(
      `'${repoPath}' has no work tree to write ${defaultBaselineFile} to: name a file with --baseline`,
    );
  }
  const name = options.settings?.baseline ?? defaultBaselineFile;
  const path = resolve(workTree, name);
  // An absolute one is the word of a file that the user named with --config: its folder may be a link.
  const found = isAbsolute(name)
    ? lookBelow(dirname(path), basename(path))
    : lookBelow(workTree, name);
  if (found !== undefined && found.kind !== 'file') {
    throw new ConfigError(`${name} cannot be written: ${found.path} is a link or no regular file`);
  }
  return { path, name };
}

function oldBaseline(run: BaselineRun, { workTree }: Repository): Baseline | undefined {
  const { baselineFile } = run.options;
  if (baselineFile !== undefined && readNamedBaseline(run.cwd, baselineFile) === undefined) {
    return undefined;
  }
  return readBaseline(
    run,
    workTree === null ? () => undefined : folderReader(workTree, suppressionRules()),
  );
}

/** As git names the author of a commit made now (git-commit, "Commit Information"). */
async function personOf({ config }: Repository, env: Environment): Promise<string> {
  const { config: userConfig } = await readUserConfig(env);
  const setting = (key: string): string | undefined => config.get(key) ?? userConfig.get(key);
  const name = env['GIT_AUTHOR_NAME'] ?? setting('author.name') ?? setting('user.name');
  const email = env['GIT_AUTHOR_EMAIL'] ?? setting('author.email') ?? setting('user.email');
  const parts = [name ?? '', email === undefined ? '' : `<${email}>`];
  return parts.filter((part) => part !== '').join(' ') || 'unknown';
}
