// Places that the trail of a set of commits does not tell: blobs that only a tag names.
import type { Oid } from '../model/oid.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Trail } from '../trail/resolveTrail.ts';
import type { PlacedMatch } from './matchList.ts';

/** A secret that no commit brings in and no parent had stands in a blob that a tag names. */
export function withLooseBlobs(trail: Trail, placesOf: (secretId: string) => Occurrence[]): Trail {
  return {
    ...trail,
    of(secretId) {
      const found = trail.of(secretId);
      if (found === undefined || found.isHeldBefore || found.introduced !== null) return found;
      const loose = placesOf(secretId);
      // Else it stands in a message alone.
      return loose.length === 0 ? found : { ...found, loose, isInHistory: true };
    },
  };
}

/** A place in a blob that has neither commit nor path. */
export function looseAt({ line, column, endLine, endColumn }: PlacedMatch, blob: Oid): Occurrence {
  const span = { line, column, endLine, endColumn };
  const nobody = { author: null, date: null, summary: null };
  return { event: 'present', commit: null, blob, path: null, ...span, ...nobody };
}

/** Matches by the id of their secret. */
export function groupBySecret(matches: readonly PlacedMatch[]): Map<string, PlacedMatch[]> {
  const groups = new Map<string, PlacedMatch[]>();
  for (const match of matches) {
    const group = groups.get(match.secretId);
    if (group === undefined) groups.set(match.secretId, [match]);
    else group.push(match);
  }
  return groups;
}
