// The search of a whole repository for values that are known: an audit's scan with another detector. Nothing is judged,
// suppressed, excluded or kept: every place counts.
import { resolve } from 'node:path';
import { createDetector } from '../detect/detector.ts';
import { createValueDetector, mostValues, soughtRule } from '../detect/sought/valueDetector.ts';
import { openRepository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { BytePath } from '../model/path.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun, SoughtValue } from '../model/run.ts';
import { noSettings } from '../model/settings.ts';
import { ruleSetOf } from '../rules/ruleSet.ts';
import { withDeadline } from './lateness.ts';
import { secretsAround } from './bystanders.ts';
import { monotonicMs } from './clock.ts';
import { describeFindings } from './describeFindings.ts';
import { configureRun } from './configureRun.ts';
import { withCells } from './notebookCells.ts';
import { repositoryContents } from './occurrenceContents.ts';
import { createPathFilter } from './pathFilter.ts';
import { buildReport } from './report.ts';
import { withRepositoryScan } from './repositoryScan.ts';
import { detectorSettings } from './settings.ts';
import { rulesFor } from './thread.ts';

/**
 * A report of mode `trace` whose findings are the sought values, titled with their names, under the rule `env-value`. Values
 * are at least four bytes long. `omitted` are files of the work tree in which nothing counts. Throws UsageError for too
 * many values, GitError where there is no repository.
 */
export async function auditForValues(
  asked: RepositoryRun,
  sought: readonly SoughtValue[],
  omitted?: ReadonlySet<BytePath>,
): Promise<Report> {
  const startedAt = monotonicMs();
  const namesOf = new Map<string, Set<string>>();
  for (const { name, value } of sought) {
    namesOf.set(value, (namesOf.get(value) ?? new Set()).add(name));
  }
  const values = [...namesOf.keys()];
  if (values.length > mostValues) {
    throw new UsageError(
      `${values.length} values are more than the ${mostValues} that can be sought at once: name fewer files with --from`,
    );
  }
  const repository = await openRepository(resolve(asked.cwd, asked.repoPath), asked.env);
  const configured = withDeadline(await configureRun(asked, repository));
  const run: RepositoryRun = {
    ...configured,
    options: { ...configured.options, settings: noSettings, minConfidence: 'low', useCache: false },
  };
  const wanted = { values, wholes: wholesOf(sought) };
  const settings = { ...detectorSettings(run), sought: wanted };
  const rules = ruleSetOf([soughtRule]);
  const detector = createValueDetector(wanted);
  const input = {
    repository,
    run,
    settings,
    rules,
    detector: () => detector,
    filter: createPathFilter(noSettings, rules),
    cache: undefined,
    ...(omitted === undefined ? {} : { omitted }),
  };
  return withRepositoryScan(input, async ({ found, objects, target, coverageWith }) => {
    const contentOf = repositoryContents(repository, objects.store);
    // What subjects, paths and neighbouring lines hold beside the values must not be told either.
    const builtin = { ...settings, sought: undefined, ruleFiles: [], enable: [], disable: [] };
    const builtinRules = rulesFor(builtin);
    const tokens = createDetector(builtinRules, builtin);
    const findings = await describeFindings({
      findings: withCells(found.findings, contentOf),
      run: { ...run, options: { ...run.options, wantsJudgements: false } },
      contentOf,
      detector: () => tokens,
      rules: builtinRules,
      settings: builtin,
    });
    const report = buildReport({
      mode: 'trace',
      rulesHash: rules.hash,
      target,
      coverage: coverageWith({ entries: [], problems: [] }),
      findings: findings.map((finding) => named(finding, namesOf)),
      hygiene: [],
      elapsedMs: monotonicMs() - startedAt,
    });
    const alsoSecret = [...secretsAround(report, tokens), ...secretsAround(report, detector)];
    return { ...report, alsoSecret: [...new Set(alsoSecret)].sort() };
  });
}

/** By value that never is one of its own: the values that it was taken out of. */
function wholesOf(sought: readonly SoughtValue[]): Map<string, string[]> {
  const own = new Set(
    sought.filter(({ partOf }) => partOf === undefined).map(({ value }) => value),
  );
  const wholes = new Map<string, string[]>();
  for (const { value, partOf } of sought) {
    if (partOf === undefined || own.has(value)) continue;
    wholes.set(value, [...(wholes.get(value) ?? []), partOf]);
  }
  return wholes;
}

function named(finding: Finding, namesOf: ReadonlyMap<string, ReadonlySet<string>>): Finding {
  const { value, entropy, encoding } = finding.secret;
  const secret =
    encoding === undefined || standsPlainly(finding)
      ? { value, entropy }
      : { value, entropy, encoding };
  const names = namesOf.get(value) ?? new Set([finding.title]);
  return { ...finding, title: [...names].sort().join(', '), secret };
}

/** Whether the value stands somewhere as it is: every way to encode it is longer. */
function standsPlainly({ occurrences, secret: { value } }: Finding): boolean {
  const { length } = [...value];
  return occurrences.some(
    ({ line, column, endLine, endColumn }) => line === endLine && endColumn - column === length,
  );
}
