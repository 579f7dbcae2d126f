// What the next commit would bring in: a pre-commit check. Reads the index that git hands its hook and the blobs in it,
// without git and without listing the repository's objects.
import { resolve } from 'node:path';
import { folderReader } from '../config/configFolder.ts';
import type { ReadFile } from '../config/configFolder.ts';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { mediumScore } from '../detect/confidence.ts';
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf } from '../detect/paths.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { openLooseObject } from '../git/looseObjects.ts';
import { createObjectFinder } from '../git/objectFinder.ts';
import { readHeadAlone } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { readStagingIndex } from '../git/stagingIndex.ts';
import { treeEntryKind } from '../git/tree.ts';
import { treeOfCommit } from '../git/treeFiles.ts';
import type { Match } from '../model/match.ts';
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
import { loadSuppressions } from './loadSuppressions.ts';
import { withCells } from './notebookCells.ts';
import { repositoryContents } from './occurrenceContents.ts';
import { createPresentFindings } from './presentFindings.ts';
import { buildReport } from './report.ts';
import { detectorSettings, warnOfPort } from './settings.ts';
import { suppressFindings } from './suppressFindings.ts';
import { rulesFor } from './thread.ts';
import { createWindowScanner } from './windowScanner.ts';

export interface StagedRun extends RepositoryRun {
  /** The whole index, not only what HEAD does not have. */
  readonly all: boolean;
}

/** Scans what is staged. Throws GitError where there is no repository, ConfigError for rules. */
export async function runStaged(asked: StagedRun): Promise<Report> {
  const startedAt = monotonicMs();
  const repository = await openRepository(resolve(asked.cwd, asked.repoPath), asked.env);
  const run = await configureRun(asked, repository);
  announceSettings(run);
  const { options, env } = run;
  const { objectFormat: format, indexFile, gitDir } = repository;
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  let made: Detector | undefined;
  const detector = (): Detector => (made ??= createDetector(rules, settings));
  const coverage = createCoverage();
  const finder = createObjectFinder(repository.objectDirs, format);
  try {
    const [head, index] = await Promise.all([
      readHeadAlone(repository, env),
      readStagingIndex(indexFile, format, gitDir),
    ]);
    for (const problem of index.problems) coverage.problem(problem);
    const headTree = treeOfCommit(finder, head.oid) ?? undefined;
    const staged = listStaged({ index, headTree, objects: finder, format, all: run.all });
    const found = createPresentFindings({
      rules,
      detector,
      seal: createSealer(settings.fingerprintKey),
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
    function heldBefore({ path, before }: StagedFile): ReadonlySet<string> {
      const object = before === undefined || run.all ? undefined : finder.read(before);
      if (object === undefined) return new Set();
      return new Set(found.matchesOf(path, object.bytes).map((match) => match.secretId));
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
        coverage.skip('max-blob', bytes.length, shown);
        coverage.problem({ kind: 'limit', message: 'blob is larger than --max-blob', oid });
        return;
      }
      if (!seen.has(oid)) {
        seen.add(oid);
        counts.blobs++;
        counts.bytes += bytes.length;
      }
      let held: ReadonlySet<string> | undefined;
      found.add({
        path,
        bytes,
        blob: oid,
        isNew: ({ secretId }) => !(held ??= heldBefore(file)).has(secretId),
      });
    }

    /** What was just staged is a file of its own and passes by in pieces; in a pack it may be made from others. */
    function scanLarge({ path, oid }: StagedFile): void {
      const shown = displayPath(path);
      const loose = openLooseObject(repository.objectDirs, oid, format);
      const most = options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
      if (loose === undefined || loose.size > most) {
        const message =
          loose === undefined
            ? 'blob is too large for this check; an audit reads it'
            : 'blob is larger than --max-blob';
        coverage.skip('max-blob', loose?.size ?? 0, shown);
        coverage.problem({ kind: 'limit', message, oid, path: shown });
        return;
      }
      const matches: Match[] = [];
      const scanner = createWindowScanner({
        detector: detector(),
        kinds: kindBit(fileKindOf(path)),
        onMatch: (match) => void matches.push(match),
      });
      try {
        for (const piece of loose.pieces()) scanner.push(piece);
        scanner.end();
      } finally {
        loose.close();
      }
      counts.blobs++;
      counts.bytes += loose.size;
      found.take({ path, blob: oid }, matches);
    }

    for (const [i, file] of staged.entries()) {
      run.onProgress({ phase: 'reading', done: i, total: staged.length, findings: found.count });
      if (found.leavesOut(file.path)) continue;
      if (treeEntryKind(file.mode) === 'gitlink') coverage.skip('gitlink', 0, file.oid);
      else if (run.signal.aborted) left++;
      else scanFile(file);
    }
    if (left > 0) {
      coverage.problem({ kind: 'limit', message: `stopped: ${left} files were not scanned` });
    }
    // To load it only to say which one it is would take longer than the check.
    if (isEngineLoaded(settings.engine)) warnOfPort(settings, run);
    const contentOf = repositoryContents(repository, finder);
    const findings = withCells(found.build(), contentOf);
    const nothing = { commits: 0, trees: 0, messages: 0, worktreeFiles: 0 };
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
      findings:
        findings.length === 0
          ? findings
          : suppressFindings({
              findings,
              suppressions: loadSuppressions({ run, rules, settings, readFile: readTrusted() }),
              fingerprintKey: settings.fingerprintKey,
              placesOf: () => [],
              contentOf,
            }),
      hygiene: [],
      elapsedMs: monotonicMs() - startedAt,
    });
    // A detector only for the names of files would cost more than the check.
    const alsoSecret = made === undefined ? [] : secretsAround(report, made, mediumScore);
    return { ...report, alsoSecret };
  } finally {
    finder.close();
  }
}

const emptyBlob = { bytes: Buffer.alloc(0) };
