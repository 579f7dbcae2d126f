// The places at which the matches of each secret count: in commits, in the index and the work tree, in messages.
import { fileKindOf } from '../detect/paths.ts';
import { oidOf } from '../git/objectTable.ts';
import { append } from '../model/append.ts';
import type { SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath, shownPath } from '../model/path.ts';
import type { SecretTrail } from '../trail/resolveTrail.ts';
import type { ObjectTrail, PresentPlace } from '../triage/group.ts';
import { placesOfTrail } from './judgement.ts';
import type { JudgedPlace } from './judgement.ts';
import type { ObjectScan } from './objects.ts';
import type { ContentKey } from './ownMatches.ts';
import type { PathFilter } from './pathFilter.ts';
import type { PresentScan } from './present.ts';
import { presentAt } from './presentAt.ts';
import type { StoredSecrets } from './secretValues.ts';
import type { Traced } from './trace.ts';

export interface SecretPlacesInput {
  readonly objects: StoredSecrets & Pick<ObjectScan, 'messageMatches'>;
  readonly present: Pick<PresentScan, 'matches'>;
  readonly traced: Pick<Traced, 'matchesOf'>;
  readonly filter: PathFilter;
  /** Undefined = the secret stands at no path that counts. */
  readonly trailOf: (secretId: string) => SecretTrail | undefined;
  /** Whether a secret is to be told of, by its trail. */
  readonly isAsked: (trail: SecretTrail) => boolean;
  /** Whether the message of a commit or tag counts. */
  readonly isAskedCommit: (oid: Oid) => boolean;
}

export interface SecretPlaces {
  /** By secret id, each with one place or more. */
  readonly places: ReadonlyMap<string, readonly JudgedPlace[]>;
  readonly presentPlaces: readonly PresentPlace[];
}

/** Of the matches whose rule looks at the path only those that `takes` says. */
export function collectPlaces(
  input: SecretPlacesInput,
  takes: (content: ContentKey, match: SealedMatch) => boolean,
): SecretPlaces {
  const { objects, present, traced, filter } = input;
  const { table } = objects.storage;
  const places = new Map<string, JudgedPlace[]>();
  const put = (secretId: string, judged: readonly JudgedPlace[]): void => {
    const known = places.get(secretId);
    if (known !== undefined) append(known, judged);
    else if (judged.length > 0) places.set(secretId, [...judged]);
  };
  const presentPlaces: PresentPlace[] = [];
  const presentBlobs = new Set(present.matches.map(({ blob }) => blob));

  for (const [secretId, all] of traced.matchesOf) {
    const trail = input.trailOf(secretId);
    if (trail === undefined || !input.isAsked(trail)) continue;
    const admitted = admittedRules(filter, trail, presentBlobs);
    const matches = all.filter((match) => admitted(match.ruleId) && takes(match.object, match));
    put(secretId, placesOfTrail(trail, matches, objects.shared.paths));
  }
  for (const { place, path, blob, match } of present.matches) {
    const { secretId, ruleId } = match;
    if (!filter.admits(ruleId, path) || !takes(`${blob} ${path}`, match)) continue;
    put(secretId, [{ match, kind: fileKindOf(path) }]);
    const occurrence = presentAt(match, { blob, path: displayPath(path) });
    presentPlaces.push({ secretId, state: place, occurrence });
  }
  for (const match of objects.messageMatches) {
    const { secretId, ruleId, object } = match;
    const commit = oidOf(table, object);
    if (!input.isAskedCommit(commit) || filter.needsPath(ruleId) || !takes(object, match)) continue;
    put(secretId, [{ match, kind: 'message' }]);
    presentPlaces.push({ secretId, state: 'message', occurrence: presentAt(match, { commit }) });
  }
  return { places, presentPlaces };
}

/**
 * Which rules look at one of the paths of a trail. A blob that no tree names could have any, unless the index or the work
 * tree names it.
 */
function admittedRules(
  filter: PathFilter,
  trail: ObjectTrail,
  presentBlobs: ReadonlySet<Oid | null>,
): (ruleId: string) => boolean {
  const known = new Map<string, boolean>();
  const places = [...trail.occurrences, ...trail.loose];
  const looksAt = (ruleId: string): boolean =>
    places.some(({ path, blob }) =>
      path === null ? !presentBlobs.has(blob) : filter.admits(ruleId, shownPath(path)),
    );
  return (ruleId) => {
    const before = known.get(ruleId);
    if (before !== undefined) return before;
    const now = looksAt(ruleId);
    known.set(ruleId, now);
    return now;
  };
}
