// What the next commit would bring in: a pre-commit check. Reads the index that git hands its hook and the blobs in it,
// without git and without listing the repository's objects.
import { resolve } from 'node:path';
import { folderReader } from '../config/configFolder.ts';
import type { ReadFile } from '../config/configFolder.ts';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { openLooseObject } from '../git/looseObjects.ts';
import { createObjectFinder } from '../git/objectFinder.ts';
import { readHeadAlone } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { readStagingIndex } from '../git/stagingIndex.ts';
import { treeEntryKind } from '../git/tree.ts';
import { createPathBudget, tooManyPaths, treeOfCommit } from '../git/treeFiles.ts';
import type { SealedMatch } from '../model/match.ts';
import { displayPath } from '../model/path.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import { listStaged } from '../sources/staged.ts';
import type { StagedFile } from '../sources/staged.ts';
import { isEngineLoaded } from '../rules/engine.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { secretsAround } from './bystanders.ts';
import { monotonicMs } from './clock.ts';
import { announceSettings, configureRun } from './configureRun.ts';
import { createCoverage } from './coverage.ts';
import { coverLarge, createLargeBlobs } from './largeBlobs.ts';
import { hidingDetector } from './hidingDetector.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import type { LargeReceipt } from './objectMatches.ts';
import { createLateness, scanUnlessOver, withDeadline } from './lateness.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { repositoryContents } from './occurrenceContents.ts';
import { createPresentFindings } from './presentFindings.ts';
import { buildReport } from './report.ts';
import { detectorSettings, warnOfPort } from './settings.ts';
import { rulesFor } from './thread.ts';
import { weighFindings } from './weighFindings.ts';
import { createTurns } from './turns.ts';

export interface StagedRun extends RepositoryRun {
  /** The whole index, not only what HEAD does not have. */
  readonly all: boolean;
}

/** Scans what is staged. Throws GitError where there is no repository, ConfigError for rules. */
export async function runStaged(asked: StagedRun): Promise<Report> {
  const startedAt = monotonicMs();
  const repository = await openRepository(resolve(asked.cwd, asked.repoPath), asked.env);
  const run = withDeadline(await configureRun(asked, repository));
  announceSettings(run);
  const { options, env } = run;
  const { objectFormat: format, indexFile, gitDir } = repository;
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  let made: Detector | undefined;
  const detector = (): Detector => (made ??= createDetector(rules, settings));
  const coverage = createCoverage();
  const finder = createObjectFinder(repository.objectDirs, format, largestFound);
  const large = createLargeBlobs({ repository, options, detector });
  try {
    const [head, index] = await Promise.all([
      readHeadAlone(repository, env),
      readStagingIndex(indexFile, format, gitDir),
    ]);
    for (const problem of index.problems) coverage.problem(problem);
    const headTree = treeOfCommit(finder, head.oid) ?? undefined;
    const budget = createPathBudget(undefined, createLateness(run));
    const staged = listStaged({ index, headTree, objects: finder, format, all: run.all, budget });
    if (budget.left < 0) coverage.problem(tooManyPaths('the index'));
    const seal = createSealer(settings.fingerprintKey);
    const found = createPresentFindings({
      rules,
      detector,
      seal,
      coverage,
      options,
      state: 'index',
    });
    const counts = { blobs: 0, bytes: 0, missingObjects: 0 };
    const seen = new Set<string>();
    let left = 0;

    /** What suppresses is taken from the work tree, as the commit will most likely hold it. */
    function readTrusted(): ReadFile {
      const { workTree } = repository;
      return workTree === null
        ? () => undefined
        : folderReader(workTree, suppressionRules(run.onWarning));
    }

    /** A secret that HEAD holds at the same path is not this commit's doing. */
    function newIn(file: StagedFile): (match: SealedMatch) => boolean {
      let held: ReadonlySet<string> | undefined;
      return ({ secretId }) => !(held ??= heldBefore(file)).has(secretId);
    }

    function heldBefore({ path, before }: StagedFile): ReadonlySet<string> {
      if (before === undefined || run.all) return new Set();
      const object = finder.read(before);
      let matches: readonly SealedMatch[] = [];
      if (object !== undefined) matches = found.matchesOf(path, object.bytes);
      else if (finder.lastIsTooLarge()) matches = large.matchesOf(path, before).map(seal);
      return new Set(matches.map((match) => match.secretId));
    }

    function scanFile(file: StagedFile): void {
      const { path, oid } = file;
      const shown = displayPath(path);
      const object = isEmptyObject(oid) ? emptyBlob : finder.read(oid);
      if (object === undefined && finder.lastIsTooLarge()) {
        scanLarge(file);
        return;
      }
      if (object === undefined) {
        counts.missingObjects++;
        const message = `the index names a blob that cannot be read: ${finder.lastProblem()}`;
        coverage.problem({ kind: 'missing-object', message, oid, path: shown });
        return;
      }
      const { bytes } = object;
      if (bytes.length > (options.maxBlobBytes ?? Number.POSITIVE_INFINITY)) {
        leaveOut(file, bytes.length);
        return;
      }
      scanUnlessOver(detector(), run, () =>
        found.add({ path, bytes, blob: oid, isNew: newIn(file) }),
      );
      if (!seen.has(oid)) {
        seen.add(oid);
        counts.blobs++;
        counts.bytes += bytes.length;
      }
    }

    /** In windows, or whole where an archive or a notebook has to be. */
    function scanLarge(file: StagedFile): void {
      const { path, oid } = file;
      const most = options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
      const loose = openLooseObject(repository.objectDirs, oid, format);
      loose?.close();
      if (most <= largestFound || (loose !== undefined && loose.size > most)) {
        leaveOut(file, loose?.size ?? 0);
        return;
      }
      const leaveOutLarge = (sizeBytes: number): void => leaveOut(file, sizeBytes);
      const receiptOf = (memory: MemoryPlan): LargeReceipt =>
        coverLarge({ coverage, counts, memory, oid, mostBytes: most, leaveOut: leaveOutLarge });
      const matches = scanUnlessOver(detector(), run, () => large.matchesOf(path, oid, receiptOf));
      found.take({ path, blob: oid, isNew: newIn(file) }, matches);
    }

    function leaveOut({ path, oid }: StagedFile, sizeBytes: number): void {
      const shown = displayPath(path);
      coverage.skip('max-blob', sizeBytes, shown);
      const message = 'blob is larger than --max-blob';
      coverage.problem({ kind: 'limit', message, oid, path: shown });
    }

    const turns = createTurns();
    for (const [i, file] of staged.entries()) {
      if (turns.isDue()) {
        const { count: findings } = found;
        run.onProgress({ phase: 'reading contents', done: i, total: staged.length, findings });
        await turns.giveWay();
      }
      if (found.leavesOut(file.path)) continue;
      if (treeEntryKind(file.mode) === 'gitlink') coverage.skip('gitlink', 0, file.oid);
      else if (run.signal.aborted) left++;
      else {
        try {
          scanFile(file);
        } catch (error) {
          if (!run.signal.aborted || error !== run.signal.reason) throw error;
          left++;
        }
      }
    }
    if (left > 0) {
      coverage.problem({ kind: 'limit', message: `stopped: ${left} files were not scanned` });
    }
    // To load it only to say which one it is would take longer than the check.
    if (isEngineLoaded(settings.engine)) warnOfPort(settings, run);
    const contentOf = repositoryContents(repository, finder);
    const nothing = { commits: 0, trees: 0, messages: 0, worktreeFiles: 0 };
    // Before the receipt is built: it tells that what was left out.
    const findings = found.build();
    const report = buildReport({
      mode: 'staged',
      rulesHash: rules.hash,
      target: {
        path: run.repoPath,
        head,
        tips: head.oid === null ? 0 : 1,
        objectFormat: format,
        shallow: repository.shallow.size > 0,
        partial: repository.partial,
      },
      coverage: coverage.build({ ...nothing, ...counts }, true),
      findings: await weighFindings({
        findings,
        suppressions: () => loadSuppressions({ run, rules, settings, readFile: readTrusted() }),
        placesOf: () => [],
        contentOf,
        run,
        detector,
        rules,
        settings,
      }),
      hygiene: [],
      elapsedMs: monotonicMs() - startedAt,
    });
    // A detector only for the names of files would cost more than the check.
    const alsoSecret =
      made === undefined ? [] : secretsAround(report, hidingDetector({ detector, settings })());
    return { ...report, alsoSecret };
  } finally {
    finder.close();
    large.close();
  }
}

/** Bytes of a blob that is read as a whole. */
const largestFound = 64 * 2 ** 20;

const emptyBlob = { bytes: Buffer.alloc(0) };
