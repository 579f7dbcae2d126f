// What a set of commits brings in: the scan behind `range`, `push` and `receive`. Only what no parent outside the set has is
// scanned; when something is found, what the parents hold is looked at as well, to tell what they had before.
import type { ReadFile } from '../config/configFolder.ts';
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { oidOf } from '../git/objectTable.ts';
import type { Head, Ref } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Storage } from '../git/storage.ts';
import { createPathBudget, filesOfCommit, tooManyPaths } from '../git/treeFiles.ts';
import type { TreeFile } from '../git/treeFiles.ts';
import type { Oid } from '../model/oid.ts';
import { shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Mode, Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { isEngineLoaded } from '../rules/engine.ts';
import { resolveTrail } from '../trail/resolveTrail.ts';
import { groupBy } from '../triage/groupBy.ts';
import { SoughtTrees } from '../trail/soughtTrees.ts';
import { secretsAround } from './bystanders.ts';
import { changedContents } from './changedContents.ts';
import { monotonicMs } from './clock.ts';
import { createCommitContents } from './commitContents.ts';
import { cutOffProblem, readCommitGraph } from './commitGraph.ts';
import type { CommitSet } from './commitSets.ts';
import { withLooseBlobs } from './commitTrail.ts';
import { trailCutOff, trailLimits } from './trailLimits.ts';
import { createCoverage } from './coverage.ts';
import type { CurrentPlaces } from './currentPlaces.ts';
import { collectFindings } from './findings.ts';
import { acceptedByName, leastScoreOf } from './judgement.ts';
import type { PlacedMatch } from './matchList.ts';
import {
  defaultMaxMemory,
  listBytesOf,
  pathBytesFor,
  planMemory,
  tableBytesOf,
} from './memoryPlan.ts';
import { repositoryContents } from './occurrenceContents.ts';
import { hidingDetector } from './hidingDetector.ts';
import { createLateness } from './lateness.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { noteSettings } from './noteSettings.ts';
import { createPathFilter } from './pathFilter.ts';
import { presentAt } from './presentAt.ts';
import { buildReport } from './report.ts';
import { secretLimit, secretsBeyond, tooManySecrets } from './secretLimit.ts';
import { detectorSettings, warnOfPort } from './settings.ts';
import { rulesFor } from './thread.ts';
import { weighFindings } from './weighFindings.ts';
import { createTurns } from './turns.ts';

export interface CommitScanInput {
  /** With the configuration that counts. */
  readonly run: RepositoryRun;
  readonly mode: Extract<Mode, 'range' | 'push' | 'receive'>;
  readonly startedAt: number;
  readonly repository: Repository;
  readonly storage: Storage;
  readonly store: ObjectStore;
  readonly refs: readonly Ref[];
  readonly head: Head;
  readonly set: CommitSet;
  /** Files of the tree that is trusted to suppress findings. */
  readonly readTrusted: ReadFile;
}

/** The report of a set of commits. Throws ConfigError for rules and for files that suppress. */
export async function scanCommits(input: CommitScanInput): Promise<Report> {
  const { run, repository, storage, store, set, head } = input;
  const { options } = run;
  const { table } = storage;
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  let made: Detector | undefined;
  const detector = (): Detector => (made ??= createDetector(rules, settings));
  const leastScore = leastScoreOf(options.minConfidence);
  const isLate = createLateness(run);
  const coverage = createCoverage();
  for (const problem of set.problems) coverage.problem(problem);
  const missing = new Set<Oid>();

  const beginPhase = async (phase: string, findings: number): Promise<void> => {
    run.onProgress({ phase, done: 0, total: 0, findings });
    // What follows does not let the bar in.
    if (turns.isDue()) await turns.giveWay();
  };
  const turns = createTurns();
  await beginPhase('reading commits', 0);
  const graph = readCommitGraph({ ...input, onMissing: (oid) => missing.add(oid) });
  for (const oid of graph.cutOff) coverage.problem(cutOffProblem(oid));
  const changed = changedContents(storage, store, [...graph.roots, ...set.others], graph.oldRoots);
  for (const oid of changed.missing) missing.add(oid);
  for (const oid of changed.gitlinks) coverage.skip('gitlink', 0, oid);

  await beginPhase('reading contents', 0);
  const memory = planMemory(
    {
      maxBytes: options.maxMemoryBytes ?? defaultMaxMemory,
      threads: 1,
      tableBytes: tableBytesOf(storage, 0) + listBytesOf(input.refs.length, 0),
    },
    options.maxMemoryBytes !== undefined,
  );
  const shared = { paths: changed.paths, detector: settings, memory };
  const stored = { storage, store, shared };
  const contents = createCommitContents({ run, stored, detector, coverage });
  const all = await contents.scan(changed.fresh, [...set.commits, ...set.tags]);
  const limit = secretLimit(options, memory.foundBytes);
  const inBlobs = acceptedByName(all.blobs, changed.paths, leastScore);
  const beyond = secretsBeyond(limit, [inBlobs, all.messages], leastScore);
  if (beyond.size > 0) coverage.problem(tooManySecrets(limit, beyond.size));
  const isTold = ({ secretId }: PlacedMatch): boolean => !beyond.has(secretId);
  const own = { blobs: all.blobs.filter(isTold), messages: all.messages.filter(isTold) };
  const { values } = contents;
  const counted = new Set(
    acceptedByName(own.blobs, changed.paths, leastScore).map((match) => match.secretId),
  );
  const matches = [...own.blobs, ...contents.heldIn(changed.old, counted)].filter((match) =>
    counted.has(match.secretId),
  );
  const messages = own.messages;
  const matchesOf = groupBy(matches, (match) => match.secretId);
  const sought = groupBy(matches, (match) => oidOf(table, match.object));
  const { objectFormat } = repository;
  await beginPhase('tracing', values.size);
  const trees = new SoughtTrees({ objects: store, objectFormat, blobs: sought.keys() });
  const inCommits = resolveTrail({
    commits: graph.commits,
    trees,
    objects: store,
    sought,
    messages: messages.map(({ secretId, object }) => ({ secretId, oid: oidOf(table, object) })),
    refs: input.refs,
    reflogOids: [],
    // What is scanned is about to be somebody's history.
    otherRoots: [...set.commits, ...set.others],
    head: head.oid,
    selection: graph.selection,
    isLate,
    limits: trailLimits(memory, run),
  });
  if (inCommits.isTruncated) coverage.problem(trailCutOff);
  const trail = withLooseBlobs(inCommits, (secretId) =>
    (matchesOf.get(secretId) ?? []).map((match) =>
      presentAt(match, { blob: oidOf(table, match.object) }),
    ),
  );
  const filter = createPathFilter(options.settings, rules);
  const budget = createPathBudget(pathBytesFor(memory, storage), isLate);
  const headFiles = filter.excludesAny
    ? filesOfCommit(store, head.oid, objectFormat, budget)
    : new Map<BytePath, TreeFile>();
  if (budget.left < 0) coverage.problem(tooManyPaths('the tree of HEAD'));
  const { findings: found, ...switchedOff } = collectFindings({
    rules,
    run,
    objects: { ...stored, messageMatches: messages },
    present: {
      matches: [],
      values,
      headFiles,
    },
    filter,
    traced: { matchesOf, trail },
    detector,
    leastScore,
    isAsked: (each) => !each.isHeldBefore && (each.introduced ?? each.loose[0]) !== undefined,
    isAskedCommit: () => true,
  });
  noteSettings(coverage, options, {
    paths: switchedOff.excludedPaths,
    allowed: switchedOff.allowed,
  });
  const placesAtTips: CurrentPlaces = (secretId) => {
    const places = set.tips.flatMap((tip) => trail.placesIn(tip, secretId));
    return places
      .map((place) => ({ ...place, path: shownPath(place.path) }))
      .filter(({ path }) => !filter.isExcluded(path));
  };
  const contentOf = repositoryContents(repository, store);
  for (const oid of missing) {
    coverage.problem({ kind: 'missing-object', message: 'object is named but absent', oid });
  }
  // A blob that is new as well is told among the missing.
  const goneBefore = [...changed.missingBefore].find((oid) => !missing.has(oid));
  if (found.length > 0 && goneBefore !== undefined) {
    const message =
      'what the parents of the scanned commits hold is not all here: what was found may have been there before';
    coverage.problem({ kind: 'missing-object', message, oid: goneBefore });
  }
  // To load it only to say which one it is would take longer than the check.
  if (isEngineLoaded(settings.engine)) warnOfPort(settings, run);
  const report = buildReport({
    mode: input.mode,
    rulesHash: rules.hash,
    target: {
      path: run.repoPath,
      head,
      tips: input.refs.length,
      objectFormat,
      shallow: repository.shallow.size > 0,
      partial: repository.partial,
    },
    coverage: coverage.build(
      {
        commits: set.commits.length,
        trees: changed.trees,
        ...contents.counts,
        worktreeFiles: 0,
        missingObjects: missing.size,
      },
      true,
    ),
    findings: await weighFindings({
      findings: found,
      suppressions: () => loadSuppressions({ run, rules, settings, readFile: input.readTrusted }),
      placesOf: placesAtTips,
      contentOf,
      run,
      detector,
      rules,
      settings,
    }),
    hygiene: [],
    elapsedMs: monotonicMs() - input.startedAt,
  });
  const alsoSecret =
    made === undefined ? [] : secretsAround(report, hidingDetector({ detector, settings })());
  return { ...report, alsoSecret };
}
