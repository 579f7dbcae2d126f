// Reads the values of the few secrets that are reported. Threads send hashes only, so the content is read and
// scanned once more, in the main thread.
import type { Detector } from '../detect/detector.ts';
import type { Match, ValueEncoding } from '../model/match.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import type { PlacedMatch } from './matchList.ts';
import { matchesOfObject } from './objectMatches.ts';
import type { StoredObjects } from './objectMatches.ts';
import type { ScanShared } from './shared.ts';

export interface SecretValue {
  readonly value: string;
  readonly encoding?: ValueEncoding;
}

export interface SecretValues {
  /** The value of a match in a blob, commit or tag of the storage. Throws when the same scan does not find it. */
  of(match: PlacedMatch): SecretValue;
}

/** What it takes to read a secret's value again. */
export interface StoredSecrets extends StoredObjects {
  readonly shared: Pick<ScanShared, 'paths' | 'detector' | 'memory'>;
}

/** Matches kept of objects read again: those of one object are asked for one after the other. */
const mostHeld = 10_000;

export function createSecretValues(scan: StoredSecrets, detector: Detector): SecretValues {
  let matchesOf = new Map<number, ReadonlyMap<string, Match>>();
  let held = 0;
  const { fingerprintKey } = scan.shared.detector;

  /** By place: an object may hold as many matches as there are secrets to ask for. */
  function scanAgain(object: number): ReadonlyMap<string, Match> {
    const known = matchesOf.get(object);
    if (known !== undefined) return known;
    const matches = new Map<string, Match>();
    for (const match of matchesOfObject(scan, detector, object)) {
      const key = placeKey(match, secretIdOf(fingerprintKey, match.value));
      if (!matches.has(key)) matches.set(key, match);
    }
    if (held > mostHeld) {
      matchesOf = new Map();
      held = 0;
    }
    held += matches.size;
    matchesOf.set(object, matches);
    return matches;
  }

  return {
    of(placed) {
      const match = scanAgain(placed.object).get(placeKey(placed, placed.secretId));
      if (match === undefined) throw new Error(`a match of ${placed.ruleId} is not found again`);
      const { value, encoding } = match;
      return encoding === undefined ? { value } : { value, encoding };
    },
  };
}

/** Secrets of one member of an archive share its span. */
function placeKey(
  { ruleId, startOffset, endOffset }: Pick<Match, 'ruleId' | 'startOffset' | 'endOffset'>,
  secretId: string,
): string {
  return `${startOffset} ${endOffset} ${ruleId} ${secretId}`;
}
