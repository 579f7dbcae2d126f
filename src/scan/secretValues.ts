// Reads the values of the few secrets that are reported. Threads send hashes only, so the content is read and
// scanned once more, in the main thread.
import type { Detector } from '../detect/detector.ts';
import type { Match, ValueEncoding } from '../model/match.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import type { PlacedMatch } from './matchList.ts';
import { forEachMatch } from './objectMatches.ts';
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
  let matchesOf = new Map<number, ReadonlyMap<string, readonly Match[]>>();
  let held = 0;
  const { fingerprintKey } = scan.shared.detector;

  /** By rule and secret: an object may hold one a million times. Of each the first match in every encoding. */
  function scanAgain(object: number): ReadonlyMap<string, readonly Match[]> {
    const known = matchesOf.get(object);
    if (known !== undefined) return known;
    const matches = new Map<string, Match[]>();
    const byValue = new Map<string, Match[]>();
    const onMatch = (match: Match): void => {
      const valueKey = `${match.ruleId} ${match.value}`;
      const same = byValue.get(valueKey);
      if (same === undefined) {
        const first = [match];
        byValue.set(valueKey, first);
        matches.set(`${match.ruleId} ${secretIdOf(fingerprintKey, match.value)}`, first);
      } else if (same.every(({ encoding }) => encoding !== match.encoding)) same.push(match);
    };
    forEachMatch(scan, detector, { object, onMatch });
    if (held > mostHeld) {
      matchesOf = new Map();
      held = 0;
    }
    held += matches.size;
    matchesOf.set(object, matches);
    return matches;
  }

  return {
    of({ object, ruleId, secretId, startOffset }) {
      const same = scanAgain(object).get(`${ruleId} ${secretId}`);
      const match = same?.find((each) => each.startOffset === startOffset) ?? same?.[0];
      if (match === undefined) throw new Error(`a match of ${ruleId} is not found again`);
      const { value, encoding } = match;
      return encoding === undefined ? { value } : { value, encoding };
    },
  };
}
