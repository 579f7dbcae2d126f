// The audit of a repository, from opening it to the report. Reads like a contents page; each step has its file.
import { resolve } from 'node:path';
import { openCacheFolder } from '../cache/cacheFolder.ts';
import { cacheKey } from '../cache/program.ts';
import { folderReader } from '../config/configFolder.ts';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { EnvRun, RepositoryRun } from '../model/run.ts';
import type { Baseline } from '../triage/baseline.ts';
import { auditHygiene } from './auditHygiene.ts';
import { secretsAround } from './bystanders.ts';
import { monotonicMs } from './clock.ts';
import { commitReader } from './commitReader.ts';
import { announceSettings, configureRun } from './configureRun.ts';
import { currentPlaces } from './currentPlaces.ts';
import { hidingDetector } from './hidingDetector.ts';
import { withDeadline } from './lateness.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { repositoryContents } from './occurrenceContents.ts';
import type { ObjectScanInput } from './objects.ts';
import { createPathFilter } from './pathFilter.ts';
import { buildReport } from './report.ts';
import { withRepositoryScan } from './repositoryScan.ts';
import { detectorSettings, warnOfPort } from './settings.ts';
import { rulesFor } from './thread.ts';
import { weighFindings } from './weighFindings.ts';

/**
 * Audits everything that the repository holds. Throws GitError where there is none, ConfigError for rules, configuration and
 * files that suppress. `baseline` takes the place of the one that would be read.
 */
export async function runAudit(wanted: EnvRun, baseline?: Baseline): Promise<Report> {
  const asked = withDeadline(wanted);
  if (asked.repoPath === '') {
    throw new UsageError('REPO is empty: name a folder, or leave it out for the current one');
  }
  const startedAt = monotonicMs();
  const { env } = asked;
  const repository = await openRepository(resolve(asked.cwd, asked.repoPath), env);
  const run = await configureRun(asked, repository);
  const { options } = run;
  if (run !== asked) announceSettings(run);
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  const detector = once((): Detector => createDetector(rules, settings));
  warnOfPort(settings, run);
  const suppressing = { run, rules, settings, ...(baseline === undefined ? {} : { baseline }) };
  const trust = suppressionRules(run.onWarning);
  const { workTree } = repository;
  const ownSuppressions =
    workTree === null
      ? undefined
      : loadSuppressions({ ...suppressing, readFile: folderReader(workTree, trust) });
  const filter = createPathFilter(options.settings, rules);

  const scan = {
    repository,
    run,
    settings,
    rules,
    detector,
    filter,
    cache: objectCacheOf(repository, run),
  };
  return withRepositoryScan(scan, async (scanned) => {
    const { roots, selection, objects, present, found, target } = scanned;
    const contentOf = repositoryContents(repository, objects.store);
    const { objectFormat } = repository;
    const readFile = commitReader(objects.store, roots.head.oid, objectFormat, trust);
    await objects.beginPhase('weighing findings', 0);
    const suppressions = ownSuppressions ?? loadSuppressions({ ...suppressing, readFile });
    const findings = await weighFindings({
      findings: found.findings,
      suppressions: () => suppressions,
      placesOf: currentPlaces(
        objects,
        [...present.headFiles.values(), ...(selection === undefined ? present.entries : [])].filter(
          ({ path }) => !filter.isExcluded(path),
        ),
        present.matches,
      ),
      contentOf,
      run,
      detector,
      rules,
      settings,
    });
    await objects.beginPhase('checking .env files', 0);
    const hygiene = await auditHygiene({ ...scanned.hygieneInput, run, findings });
    const report = buildReport({
      mode: 'audit',
      rulesHash: rules.hash,
      target,
      coverage: scanned.coverageWith(hygiene),
      findings,
      hygiene: hygiene.entries,
      elapsedMs: monotonicMs() - startedAt,
    });
    objects.keep();
    return {
      ...report,
      alsoSecret: secretsAround(report, hidingDetector({ detector, settings })()),
    };
  });
}

/** Where what is learned of the objects is kept, unless the user or the place forbids it. */
function objectCacheOf(repository: Repository, run: RepositoryRun): ObjectScanInput['cache'] {
  const { options } = run;
  if (!options.useCache || !options.incremental || options.verifyObjects === true) return undefined;
  const folder = openCacheFolder(repository, options.asksForCache === true);
  const key = cacheKey(run, [repository.objectFormat, [...repository.shallow].sort()]);
  return folder && { folder, key };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
