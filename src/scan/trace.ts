// The trail of the matches that count by name, and of .env-like files, whose paths hygiene wants to know.
import type { Repository } from '../git/repository.ts';
import { findObject } from '../git/objectTable.ts';
import type { Oid } from '../model/oid.ts';
import { shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { resolveTrail } from '../trail/resolveTrail.ts';
import type { Trail } from '../trail/resolveTrail.ts';
import type { SoughtMatch } from '../trail/soughtSecrets.ts';
import type { EventLimits } from '../trail/trailEvents.ts';
import { SoughtTrees } from '../trail/soughtTrees.ts';
import { groupBy } from '../triage/groupBy.ts';
import { acceptedByName } from './judgement.ts';
import { learnShapes } from './learnShapes.ts';
import type { PlacedMatch } from './matchList.ts';
import { objectOid } from './objects.ts';
import type { ObjectScan } from './objects.ts';
import { envLikeBit } from './pathMask.ts';
import type { Roots } from './roots.ts';
import type { Selection } from './selection.ts';

export interface Traced {
  /** Matches in blobs, by secret, of each secret that counts under a name of one of its blobs. */
  readonly matchesOf: ReadonlyMap<string, readonly PlacedMatch[]>;
  readonly trail: Trail;
  /** Paths of .env-like files in any commit, sorted. */
  readonly envLikePaths: readonly BytePath[];
}

export interface TraceInput {
  readonly repository: Repository;
  readonly roots: Roots;
  readonly objects: ObjectScan;
  readonly leastScore: number;
  readonly selection: Selection | undefined;
  /** Whether the run should come to its end. */
  readonly isLate: () => boolean;
  /** How much of the trail may be told, asked once the trees are read. */
  readonly limits?: () => EventLimits;
}

const nothingTraced: Traced = {
  matchesOf: new Map(),
  trail: {
    secretIds: [],
    of: () => undefined,
    placesIn: () => [],
    looseBlobs: [],
    isTruncated: false,
  },
  envLikePaths: [],
};

/** Neither trees nor commits are looked at when there is nothing to trace. What they lack was found out before. */
export async function traceObjects(input: TraceInput): Promise<Traced> {
  const { repository, roots, objects, leastScore, selection, isLate } = input;
  const { shared, storage } = objects;
  const accepted = acceptedByName(objects.blobMatches, shared.paths, leastScore);
  const sought = new Map<Oid, SoughtMatch[]>();
  const soughtIn = (object: number): SoughtMatch[] => {
    const oid = objectOid(objects, object);
    const known = sought.get(oid) ?? [];
    sought.set(oid, known);
    return known;
  };
  // All matches of a secret that counts somewhere: whether a parent holds it must not depend on the kind of file.
  const counted = new Set(accepted.map((match) => match.secretId));
  const soughtMatches = objects.blobMatches.filter((match) => counted.has(match.secretId));
  const matchesOf = groupBy(soughtMatches, (match) => match.secretId);
  let matchesIn: SoughtMatch[] = [];
  for (const [i, match] of soughtMatches.entries()) {
    // They come ordered by object, up to a thousand in a file.
    if (soughtMatches[i - 1]?.object !== match.object) matchesIn = soughtIn(match.object);
    matchesIn.push(match);
  }
  const envLike: number[] = [];
  // Each path that ever held such a blob has an event even where all of them count as one secret, and one is cheap
  // however many versions there are. Behind a selection a change within a file is news, too.
  const envLikeId = (object: number): string =>
    selection === undefined ? 'env-like:' : `env-like:${object}`;
  for (let object = 0; object < shared.paths.length; object++) {
    if ((shared.paths[object]! & envLikeBit) === 0) continue;
    envLike.push(object);
    soughtIn(object).push({ ...nowhere, secretId: envLikeId(object) });
  }
  const objectsSought = new Set([...soughtMatches.map((match) => match.object), ...envLike]);
  if (objectsSought.size === 0 && objects.messageMatches.length === 0) return nothingTraced;
  const shapes = objectsSought.size === 0 ? [] : await objects.readShapes(objectsSought);
  const trees = new SoughtTrees({
    objects: objects.store,
    objectFormat: repository.objectFormat,
    blobs: sought.keys(),
    mayHold(oids, offset) {
      const tree = findObject(storage.table, oids, offset);
      return tree >= 0 && shared.isSought[tree] === 1;
    },
  });
  learnShapes(trees, shapes, storage.table);
  const trail = resolveTrail({
    commits: objects.commits,
    trees,
    objects: objects.store,
    sought,
    messages: objects.messageMatches.map(({ secretId, object }) => ({
      secretId,
      oid: objectOid(objects, object),
    })),
    refs: roots.refs,
    reflogOids: roots.reflogOids,
    otherRoots: [...roots.otherOids, ...roots.pseudoRefs.map((ref) => ref.oid)],
    head: roots.head.oid,
    isLate,
    ...(input.limits === undefined ? {} : { limits: input.limits() }),
    ...(selection === undefined ? {} : { selection: selection.flags(objects.commits) }),
  });
  const paths = new Set<BytePath>();
  for (const secretId of new Set(envLike.map(envLikeId))) {
    for (const { path } of trail.of(secretId)?.occurrences ?? []) {
      if (path !== null) paths.add(shownPath(path));
    }
  }
  return { matchesOf, trail, envLikePaths: [...paths].sort() };
}

/** Where a blob with a .env-like name stands for a secret; no secret's id has a colon, as theirs have. */
const nowhere = { line: 1, column: 1, endLine: 1, endColumn: 1 };
