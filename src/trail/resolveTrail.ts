// From commits, trees and sought blobs to the trail of each secret: where it came in, spread and went out,
// what still reaches it. The steps: number the secrets, give every tree its shape (treeShapes.ts), compare
// each commit with all its parents (trailEvents.ts), answer reachability (reach.ts), write out
// occurrences for the secrets that are asked for.
import type { ObjectReader } from '../git/objectReader.ts';
import type { TreePlace } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import type { CommitTable } from './commitTable.ts';
import type { TrailEvent } from './compareTrees.ts';
import { lineLimit, mostOccurrences } from './lineLimit.ts';
import { createEntriesBySecret } from './entriesBySecret.ts';
import { createOccurrenceWriter } from './occurrenceWriter.ts';
import { createPeeler } from './peel.ts';
import { traceReach } from './reach.ts';
import type { Ref } from './reach.ts';
import { SecretSets } from './secretSets.ts';
import { numberSecrets } from './soughtSecrets.ts';
import type { SoughtMatch, SoughtMessage } from './soughtSecrets.ts';
import type { SoughtTrees } from './soughtTrees.ts';
import { mostPlacesNow, treePlaces } from './treePlaces.ts';
import { rootTrees, traceEvents } from './trailEvents.ts';
import type { EventLimits } from './trailEvents.ts';
import { TreeShapes } from './treeShapes.ts';

export interface TrailInput {
  /** Every commit of the repository, reachable or not. */
  readonly commits: CommitTable;
  /** Made for at least the blobs of `sought`. */
  readonly trees: SoughtTrees;
  /** For commit texts and tag objects; trees are read by `trees`. */
  readonly objects: ObjectReader;
  readonly sought: ReadonlyMap<Oid, readonly SoughtMatch[]>;
  /** Messages that hold a secret: they count for `reachableFrom` alone. */
  readonly messages?: readonly SoughtMessage[];
  readonly refs: readonly Ref[];
  /** Oids named by reflogs (all worktrees). */
  readonly reflogOids: readonly Oid[];
  /** MERGE_HEAD, heads of other worktrees and the like. */
  readonly otherRoots: readonly Oid[];
  /** HEAD of the worktree in question; null when unborn. */
  readonly head: Oid | null;
  /**
   * Per commit 1 when its events are asked for (`range`, `--log-opts`); all when left out. Parents outside
   * are compared with, but tell nothing; loose blobs are then not looked for.
   */
  readonly selection?: Uint8Array;
  readonly limits?: EventLimits;
  /** Of all secrets together, where their events have more lines than one; as many as events when left out. */
  readonly mostOccurrences?: number;
  /** Whether to come to an end: each secret then gets its first place alone in the commits that are left. */
  readonly isLate?: () => boolean;
}

/** What the repository's objects tell of one secret. */
export interface SecretTrail {
  readonly secretId: string;
  /** By topological order of commits, then path (bytes), line, column. */
  readonly occurrences: readonly Occurrence[];
  /** `present` at blobs that no commit's tree holds (commit and path null); by blob, line, column. */
  readonly loose: readonly Occurrence[];
  /** The first `introduced` occurrence; null when no (selected) commit introduces the secret. */
  readonly introduced: Occurrence | null;
  /** The last commit (topological order) that holds it at no path while a parent does; null while HEAD holds it. */
  readonly removed: { readonly commit: Oid; readonly date: string } | null;
  /** Days from the introducing commit's author date to the removing one's, else to the newest one's; 0 or more. */
  readonly exposedDays: number | null;
  /** Full names of the refs whose history (or tagged tree or blob, or a message on the way) holds it, sorted. */
  readonly reachableFrom: readonly string[];
  /** In the history of HEAD or a message in it. */
  readonly isBehindHead: boolean;
  /** In the tree of HEAD. */
  readonly isInHead: boolean;
  /** Empty unless `isInHead`. */
  readonly headPlaces: readonly TreePlace[];
  /** In an object that a ref, a reflog entry, HEAD or another root reaches. */
  readonly isInHistory: boolean;
  /** In a commit's tree or a sought blob that nothing of these reaches. */
  readonly isInUnreachable: boolean;
  /** A parent outside the selection holds it: the selected commits did not bring it in. */
  readonly isHeldBefore: boolean;
}

export interface Trail {
  /** All secrets of the input, sorted. */
  readonly secretIds: readonly string[];
  /** The trail of one secret, written out when asked for; undefined for an unknown one. */
  of(secretId: string): SecretTrail | undefined;
  /** The places of a secret in the tree of a commit of the input, at most one more than `mostPlacesNow`. */
  placesIn(commit: Oid, secretId: string): readonly TreePlace[];
  /** Sought blobs that are in no commit's tree, sorted. */
  readonly looseBlobs: readonly Oid[];
  /** Occurrences are missing because trees spell too many paths, or paths and lines; every secret still has its first one. */
  readonly isTruncated: boolean;
}

const secondsPerDay = 86_400;
/** Listed of one secret in HEAD; whoever removes it finds the others by searching for the value. */
const mostHeadPlaces = 100;

/** Resolves the trails of all sought secrets. Costs what trailEvents.ts and reach.ts say. */
export function resolveTrail(input: TrailInput): Trail {
  const { commits, trees, objects, selection, limits, isLate } = input;
  const secrets = numberSecrets(input.sought, input.messages ?? [], trees);
  const sets = new SecretSets(secrets.ids.length);
  const blobSets = secrets.blobSets(sets);
  const shapes = new TreeShapes(trees, sets, blobSets);
  const roots = rootTrees(commits, trees, selection);
  const entriesOf = createEntriesBySecret({
    sets,
    range: (tree) => ({ start: trees.start(tree), end: trees.end(tree) }),
    secretsOf(entry) {
      const child = trees.target(entry);
      return child < 0 ? blobSets[~child]! : shapes.secretsOf(shapes.shapeOf(child));
    },
  });
  const ground = { commits, roots, trees, shapes, sets, blobSets, entriesOf };
  const events = traceEvents(ground, {
    secretCount: secrets.ids.length,
    ...(selection === undefined ? {} : { selection }),
    ...(limits === undefined ? {} : { limits }),
    ...(isLate === undefined ? {} : { isLate }),
  });
  const peel = createPeeler({ commits, trees, objects });
  const reach = traceReach({
    ground,
    events,
    peel,
    refs: input.refs,
    otherOids: [...input.reflogOids, ...input.otherRoots],
    head: input.head,
    messageSets: secrets.messageSets(sets),
    ...(selection === undefined ? {} : { selection }),
  });
  const eventsOf = groupBySecret(events.list, secrets.ids.length);
  const looseOf = new Map<number, number[]>();
  for (const blob of reach.looseBlobs) {
    for (const secret of sets.members(blobSets[blob]!)) {
      const known = looseOf.get(secret);
      if (known === undefined) looseOf.set(secret, [blob]);
      else known.push(blob);
    }
  }
  const mostLines = lineLimit(
    events.list.map(({ blob, secret }) => secrets.spans(blob, secret).length),
    input.mostOccurrences ?? limits?.total ?? mostOccurrences,
  );
  const write = createOccurrenceWriter({ commits, trees, objects, secrets });
  const newestSeconds = newestAuthorSeconds(commits, selection);

  return {
    secretIds: secrets.ids,
    looseBlobs: reach.looseBlobs.map((blob) => trees.blobOid(blob)),
    isTruncated: events.isTruncated || Number.isFinite(mostLines),
    of(secretId) {
      const secret = secrets.numberOf(secretId);
      return secret === undefined ? undefined : trailOf(secret, secretId);
    },
    placesIn(commit, secretId) {
      const secret = secrets.numberOf(secretId);
      return secret === undefined ? [] : placesIn(commit, secret, mostPlacesNow + 1);
    },
  };

  function placesIn(commit: Oid, secret: number, most: number): TreePlace[] {
    const tip = peel(commit);
    if (tip.type !== 'commit') return [];
    const tree = trees.treeOf(commits.trees, tip.number * commits.oids.oidBytes);
    return tree < 0 ? [] : treePlaces({ ...ground, secrets }, tree, secret, most);
  }

  function trailOf(secret: number, secretId: string): SecretTrail {
    const own = eventsOf[secret]!;
    const isInHead = sets.has(reach.inHead, secret);
    const first = own.find(({ event }) => event === 'introduced');
    const removal = isInHead ? -1 : events.lastRemoval[secret]!;
    const occurrences = write.events(own, mostLines);
    const endSeconds = removal < 0 ? newestSeconds : commits.authorSeconds[removal]!;
    return {
      secretId,
      occurrences,
      loose: write.loose(secret, looseOf.get(secret) ?? []),
      introduced: occurrences.find(({ event }) => event === 'introduced') ?? null,
      removed:
        removal < 0 ? null : { commit: commits.oids.hexAt(removal), date: write.dateOf(removal) },
      exposedDays:
        first === undefined ? null : daysBetween(commits.authorSeconds[first.commit]!, endSeconds),
      reachableFrom: reach.refsOf(secret),
      isBehindHead: sets.has(reach.behindHead, secret),
      isInHead,
      headPlaces:
        isInHead && input.head !== null ? placesIn(input.head, secret, mostHeadPlaces) : [],
      isInHistory: sets.has(reach.inHistory, secret),
      isInUnreachable: sets.has(reach.inUnreachable, secret),
      isHeldBefore: sets.has(events.heldBefore, secret),
    };
  }
}

/** Days to two decimals. Clocks of authors differ: a removal that seems older than the introduction counts 0. */
function daysBetween(startSeconds: number, endSeconds: number): number {
  return Math.max(0, Math.round(((endSeconds - startSeconds) / secondsPerDay) * 100) / 100);
}

function groupBySecret(events: readonly TrailEvent[], secretCount: number): TrailEvent[][] {
  const groups: TrailEvent[][] = Array.from({ length: secretCount }, () => []);
  for (const event of events) groups[event.secret]!.push(event);
  return groups;
}

function newestAuthorSeconds(commits: CommitTable, selection: Uint8Array | undefined): number {
  let newest = -Infinity;
  for (let commit = 0; commit < commits.count; commit++) {
    if (selection?.[commit] !== 0) newest = Math.max(newest, commits.authorSeconds[commit]!);
  }
  return newest;
}
