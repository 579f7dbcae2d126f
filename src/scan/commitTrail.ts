// Places that the trail of a set of commits does not tell: blobs that only a tag names.
import type { Occurrence } from '../model/occurrence.ts';
import type { Trail } from '../trail/resolveTrail.ts';

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
