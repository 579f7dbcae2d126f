// What an audit and a search for known values have in common: everything that the repository holds is read and sought,
// and what was found gets its trail. Reads like a contents page; each step has its file.
import type { Detector } from '../detect/detector.ts';
import type { Repository } from '../git/repository.ts';
import { readStagingIndex } from '../git/stagingIndex.ts';
import type { BytePath } from '../model/path.ts';
import { refKind } from '../model/refKind.ts';
import type { Coverage, Target } from '../model/report.ts';
import type { SealedMatch } from '../model/match.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { collectCoverage } from './auditCoverage.ts';
import type { AuditHygiene, AuditHygieneInput } from './auditHygiene.ts';
import { collectFindings, hasNews } from './findings.ts';
import type { CollectedFindings } from './findings.ts';
import { acceptedByName, leastScoreOf } from './judgement.ts';
import { createLateness } from './lateness.ts';
import { scanObjects } from './objects.ts';
import type { ObjectScan, ObjectScanInput } from './objects.ts';
import { scanPresent } from './present.ts';
import type { PresentScan } from './present.ts';
import type { PathFilter } from './pathFilter.ts';
import { readRoots } from './roots.ts';
import type { Roots } from './roots.ts';
import { secretLimit, secretsBeyond, tooManySecrets } from './secretLimit.ts';
import { selectCommits } from './selection.ts';
import type { Selection } from './selection.ts';
import type { DetectorSettings } from './shared.ts';
import { reservedMs } from './stopWord.ts';
import { traceObjects } from './trace.ts';
import { trailLimits } from './trailLimits.ts';

export interface RepositoryScanInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly settings: DetectorSettings;
  readonly rules: RuleSet;
  readonly detector: () => Detector;
  readonly filter: PathFilter;
  readonly cache: ObjectScanInput['cache'];
  /** Files of the work tree in which nothing counts. */
  readonly omitted?: ReadonlySet<BytePath>;
}

export interface RepositoryScan {
  readonly roots: Roots;
  readonly selection: Selection | undefined;
  readonly objects: ObjectScan;
  readonly present: PresentScan;
  readonly found: CollectedFindings;
  readonly target: Target;
  /** What hygiene wants to know of the paths. */
  readonly hygieneInput: Omit<AuditHygieneInput, 'findings'>;
  /** The receipt, with what hygiene could not read. */
  readonly coverageWith: (hygiene: AuditHygiene) => Coverage;
}

/** Hands the scan to `use` and ends its threads after that. Throws GitError. */
export async function withRepositoryScan<Result>(
  input: RepositoryScanInput,
  use: (scan: RepositoryScan) => Promise<Result>,
): Promise<Result> {
  const { repository, run, settings, rules, detector, filter, cache, omitted } = input;
  const { env, options } = run;
  const isLate = createLateness(run);
  const leastScore = leastScoreOf(options.minConfidence);
  const roots = await readRoots(repository, env);
  const selection = await selectCommits(repository, run);
  const index = await readStagingIndex(
    repository.indexFile,
    repository.objectFormat,
    repository.gitDir,
  );
  const { entries } = index;
  const refs = roots.refs.length;
  const read = await scanObjects({ repository, run, settings, entries, refs, detector, cache });
  try {
    const inFiles = await scanPresent({
      repository,
      run,
      index,
      head: roots.head.oid,
      objects: read,
      detector,
      seal: createSealer(settings.fingerprintKey),
      isLeftOut: selection !== undefined,
      filter,
      isLate,
    });
    const { objects, present } = withinMemory(
      read,
      omitted === undefined ? inFiles : withoutFiles(inFiles, omitted),
      leastScore,
      run,
    );
    const traced = await traceObjects({
      repository,
      roots,
      objects,
      leastScore,
      selection,
      isLate,
      limits: () => trailLimits(objects.shared.memory, run, reservedMs(objects.shared)),
    });
    const scanned = { repository, env, run, roots, objects, present, traced };
    const found = collectFindings({
      ...scanned,
      rules,
      detector,
      leastScore,
      isAsked: selection === undefined ? () => true : hasNews,
      isAskedCommit: (oid) => selection === undefined || selection.has(oid),
      filter,
      isHeadDetached: roots.head.ref === null,
    });
    const { excludedPaths, allowed } = found;
    return await use({
      roots,
      selection,
      objects,
      present,
      found,
      target: targetOf(repository, run, roots),
      hygieneInput: { ...scanned, detector },
      coverageWith: (hygiene) =>
        collectCoverage({ ...scanned, hygiene, leftOut: { excludedPaths, allowed }, filter }),
    });
  } finally {
    await read.close();
  }
}

/** Without the secrets that there is no room for. */
function withinMemory(
  objects: ObjectScan,
  present: PresentScan,
  leastScore: number,
  { options }: RepositoryRun,
): { readonly objects: ObjectScan; readonly present: PresentScan } {
  const { blobMatches, messageMatches, shared } = objects;
  const limit = secretLimit(options, shared.memory.foundBytes);
  const inFiles = present.matches.map(({ match }) => match);
  const inBlobs = acceptedByName(blobMatches, shared.paths, leastScore);
  const beyond = secretsBeyond(limit, [inBlobs, messageMatches, inFiles], leastScore);
  if (beyond.size === 0) return { objects, present };
  const isTold = ({ secretId }: SealedMatch): boolean => !beyond.has(secretId);
  return {
    objects: {
      ...objects,
      blobMatches: blobMatches.filter(isTold),
      messageMatches: messageMatches.filter(isTold),
    },
    present: {
      ...present,
      matches: present.matches.filter(({ match }) => isTold(match)),
      problems: [...present.problems, tooManySecrets(limit, beyond.size)],
    },
  };
}

function withoutFiles(present: PresentScan, omitted: ReadonlySet<BytePath>): PresentScan {
  const matches = present.matches.filter(
    ({ place, path }) => place !== 'worktree' || !omitted.has(path),
  );
  return { ...present, matches };
}

function targetOf(repository: Repository, run: RepositoryRun, roots: Roots): Target {
  return {
    path: run.repoPath,
    head: roots.head,
    tips: roots.refs.length,
    objectFormat: repository.objectFormat,
    shallow: repository.shallow.size > 0,
    partial: repository.partial,
    bare: repository.workTree === null,
    remoteRefs: roots.refs.filter(({ name }) => refKind(name) === 'remote').length,
  };
}
