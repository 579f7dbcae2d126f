// The trail of a secret without the places that a configuration excludes. What is left is told as if the rest did not
// exist: where it came in first, whether HEAD holds it, and when it went.
import type { Occurrence } from '../model/occurrence.ts';
import { shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { ObjectTrail } from '../triage/group.ts';
import type { PathFilter } from './pathFilter.ts';

/** Undefined where nothing is left. `isInHead` tells whether HEAD holds it at a path that counts; `onExcluded` hears the others. */
export function filterTrail(
  trail: ObjectTrail,
  filter: PathFilter,
  isInHead: () => boolean,
  onExcluded: (path: BytePath) => void,
): ObjectTrail | undefined {
  if (!filter.excludesAny) return trail;
  const occurrences = trail.occurrences.filter(({ path }) => {
    if (path === null || !filter.isExcluded(shownPath(path))) return true;
    onExcluded(shownPath(path));
    return false;
  });
  if (occurrences.length === trail.occurrences.length) return trail;
  if (occurrences.length + trail.loose.length === 0) return undefined;
  const staysInHead = trail.isInHead && isInHead();
  const introduced = firstOf(trail.introduced, occurrences);
  const headPlaces = trail.headPlaces?.filter(({ path }) => !filter.isExcluded(shownPath(path)));
  const removed = staysInHead ? null : (trail.removed ?? lastRemoval(occurrences));
  return {
    ...trail,
    occurrences,
    introduced,
    removed,
    exposedDays:
      removed === trail.removed ? trail.exposedDays : (daysBetween(introduced, removed) ?? null),
    isInHead: staysInHead,
    ...(headPlaces === undefined ? {} : { headPlaces }),
  };
}

function firstOf(known: Occurrence | null, occurrences: readonly Occurrence[]): Occurrence | null {
  if (known !== null && occurrences.includes(known)) return known;
  const arrivals = occurrences.filter(({ event }) => event !== 'removed');
  return (
    arrivals.find(({ event }) => event === 'introduced') ?? arrivals[0] ?? occurrences[0] ?? null
  );
}

function lastRemoval(occurrences: readonly Occurrence[]): ObjectTrail['removed'] {
  const last = occurrences.findLast(({ event }) => event === 'removed');
  if (last === undefined || last.commit === null || last.date === null) return null;
  return { commit: last.commit, date: last.date };
}

function daysBetween(from: Occurrence | null, to: ObjectTrail['removed']): number | undefined {
  if (from === null || from.date === null || to === null) return undefined;
  const elapsedMs = Date.parse(to.date) - Date.parse(from.date);
  return Number.isNaN(elapsedMs) ? undefined : Math.max(0, elapsedMs / 86_400_000);
}
