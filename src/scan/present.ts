// Matches that stand outside commits: in the index and in the files of the work tree. What HEAD or the index has
// at the same path with the same bytes is not told again.
import type { UnreadPart } from '../detect/archiveMatches.ts';
import type { Detector } from '../detect/detector.ts';
import { fileKindOf } from '../detect/paths.ts';
import { isEmptyObject } from '../git/emptyObjects.ts';
import { findOid } from '../git/objectTable.ts';
import type { Repository } from '../git/repository.ts';
import type { IndexEntry, StagingIndex } from '../git/stagingIndex.ts';
import { expandSparseFolders } from '../git/sparseIndex.ts';
import { createPathBudget, filesOfCommit, tooManyPaths } from '../git/treeFiles.ts';
import { groupBy } from '../triage/groupBy.ts';
import type { TreeFile } from '../git/treeFiles.ts';
import { treeEntryKind } from '../git/tree.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath, DisplayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import { leastScoreOf, scoreIn } from './judgement.ts';
import type { PlacedMatch } from './matchList.ts';
import type { SkippedImages } from './notebookImages.ts';
import { objectOid } from './objects.ts';
import { pathBytesFor, placesWithin } from './memoryPlan.ts';
import type { ObjectScan } from './objects.ts';
import { scanWorktree } from './presentWorktree.ts';
import type { PathFilter } from './pathFilter.ts';
import type { SecretValue } from './secretValues.ts';
import { createPlaceLimit, trailCutOff } from './trailLimits.ts';

/** A match at a path, outside commits. */
export interface PresentMatch {
  readonly place: 'index' | 'worktree';
  readonly path: BytePath;
  readonly blob: Oid;
  readonly match: SealedMatch;
}

export interface PresentScan {
  /** Entries of the index, folders of a sparse one replaced by their files. */
  readonly entries: readonly IndexEntry[];
  /** HEAD's tree by path. */
  readonly headFiles: ReadonlyMap<BytePath, TreeFile>;
  readonly matches: readonly PresentMatch[];
  /** Values of the secrets of files that the storage does not hold, by secret id. */
  readonly values: ReadonlyMap<string, SecretValue>;
  /** Files of the work tree that were looked at. */
  readonly worktreeFiles: number;
  readonly skipped: readonly { readonly reason: string; readonly path: BytePath }[];
  /** Files of the work tree that the configuration excludes; they were not read. */
  readonly excluded: readonly BytePath[];
  readonly oversized: readonly { readonly path: DisplayPath; readonly bytes: number }[];
  /** Images in notebooks that the storage does not hold. */
  readonly images: readonly (SkippedImages & { readonly path: BytePath })[];
  /** What of archives was not read. */
  readonly unreadParts: readonly (UnreadPart & { readonly path: BytePath })[];
  readonly problems: readonly Problem[];
}

export interface PresentInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly index: StagingIndex;
  /** Commit of HEAD, null when unborn. */
  readonly head: Oid | null;
  readonly objects: ObjectScan;
  readonly detector: () => Detector;
  readonly seal: (match: Match) => SealedMatch;
  /** True = the index is read for its paths alone and the work tree not at all (`--log-opts`). */
  readonly isLeftOut: boolean;
  readonly filter: PathFilter;
  /** Whether the run should come to its end. */
  readonly isLate: () => boolean;
}

/** Scans the index and the work tree, after the objects. */
export async function scanPresent(input: PresentInput): Promise<PresentScan> {
  const { repository, objects } = input;
  const { objectFormat } = repository;
  const { store, storage, shared } = objects;
  const pathBytes = pathBytesFor(shared.memory, storage);
  const sparse = createPathBudget(pathBytes, input.isLate);
  const entries = expandSparseFolders(input.index.entries, store, objectFormat, undefined, sparse);
  const inHead = createPathBudget(pathBytes, input.isLate);
  const headFiles = filesOfCommit(store, input.head, objectFormat, inHead);
  const problems = [
    ...input.index.problems,
    ...(sparse.left < 0 ? [tooManyPaths('the index')] : []),
    ...(inHead.left < 0 ? [tooManyPaths('the tree of HEAD')] : []),
  ];
  const matchesByOid = groupBy(objects.blobMatches, (match) => objectOid(objects, match.object));
  const ground: PresentGround = {
    ...input,
    entries,
    headFiles,
    matchesOf: (oid) => matchesByOid.get(oid) ?? [],
  };
  if (input.isLeftOut) return { ...nothing, entries, headFiles, problems };
  const index = scanIndexEntries(ground);
  const worktree =
    repository.workTree === null ? nothing : await scanWorktree(ground, repository.workTree);
  const room = createPlaceLimit(placesWithin(shared.memory));
  const leastScore = leastScoreOf(input.run.options.minConfidence);
  // In order: files of the work tree are read side by side. What does not count takes no room.
  const matches = [...index.matches, ...worktree.matches]
    .sort(byPlace)
    .filter(
      ({ path, match }) =>
        scoreIn(match, fileKindOf(path)) < leastScore || room.admits(match.secretId),
    );
  return {
    ...worktree,
    entries,
    headFiles,
    matches,
    problems: [
      ...problems,
      ...index.problems,
      ...worktree.problems,
      ...(room.isCut ? [trailCutOff] : []),
    ],
  };
}

const nothing: Omit<PresentScan, 'entries' | 'headFiles'> = {
  matches: [],
  values: new Map(),
  worktreeFiles: 0,
  skipped: [],
  excluded: [],
  oversized: [],
  images: [],
  unreadParts: [],
  problems: [],
};

/** What the index and the work tree are compared with. */
export interface PresentGround extends PresentInput {
  readonly entries: readonly IndexEntry[];
  readonly headFiles: ReadonlyMap<BytePath, TreeFile>;
  readonly matchesOf: (oid: Oid) => readonly PlacedMatch[];
}

function byPlace(left: PresentMatch, right: PresentMatch): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.match.startOffset - right.match.startOffset;
}

/** The index. Absent blobs are problems; intent-to-add entries and gitlinks have none. */
function scanIndexEntries(input: PresentGround): Pick<PresentScan, 'matches' | 'problems'> {
  const matches: PresentMatch[] = [];
  const problems: Problem[] = [];
  const { table } = input.objects.storage;
  for (const entry of input.entries) {
    const { path, oid } = entry;
    const kind = treeEntryKind(entry.mode);
    if (kind === 'gitlink' || kind === 'tree' || entry.intentToAdd || isEmptyObject(oid)) continue;
    if (findOid(table, oid) < 0) {
      problems.push({
        kind: 'missing-object',
        message: 'the index names a blob that is absent',
        oid,
        path: displayPath(path),
      });
    }
    if (input.headFiles.get(path)?.oid === oid || input.filter.isExcluded(path)) continue;
    for (const match of input.matchesOf(oid))
      matches.push({ place: 'index', path, blob: oid, match });
  }
  return { matches, problems };
}
