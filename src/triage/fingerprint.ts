// Keyed hashes that stand for a secret wherever its value must not: in a report, a baseline, a message between
// threads. The same secret under the same key has the same hash, whatever its line, path or commit.
import { createHmac } from 'node:crypto';
import type { Match, SealedMatch } from '../model/match.ts';

/**
 * The key when LEAKTRAIL_FINGERPRINT_KEY is not set. It is public: with it a weak password can be guessed from
 * its fingerprint. A key of one's own prevents that and changes every fingerprint.
 */
const builtInKey = 'leaktrail.fingerprint/1';

/** The key to use, given the setting of the user; the built-in one where that is missing or empty. */
export function fingerprintKey(setting: string | undefined): string {
  return setting === undefined || setting === '' ? builtInKey : setting;
}

/** Identity of a finding: the first 32 hex digits of HMAC-SHA-256 (RFC 2104) over rule id, NUL, secret (UTF-8). */
export function fingerprintOf(key: string, ruleId: string, value: string): string {
  return keyedHash(key, `${ruleId}\0${value}`);
}

/** Identity of a secret under whatever rule. No rule id is empty, so it never equals a fingerprint. */
export function secretIdOf(key: string, value: string): string {
  return keyedHash(key, `\0secret\0${value}`);
}

/**
 * A function that replaces the value of matches by its hashes. One secret stands in hundreds of versions of a
 * file: the hashes of the last `maxCached` distinct pairs of rule and value are kept.
 */
export function createSealer(key: string, maxCached = 20_000): (match: Match) => SealedMatch {
  const cache = new Map<string, { readonly secretId: string; readonly fingerprint: string }>();
  return (match) => {
    const { value, encoding: _encoding, ...rest } = match;
    const name = `${match.ruleId}\0${value}`;
    let hashes = cache.get(name);
    if (hashes === undefined) {
      hashes = {
        secretId: secretIdOf(key, value),
        fingerprint: fingerprintOf(key, match.ruleId, value),
      };
      cache.set(name, hashes);
      if (cache.size > maxCached) {
        for (const oldest of cache.keys()) {
          cache.delete(oldest);
          break;
        }
      }
    }
    return { ...rest, ...hashes };
  };
}

function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, 32);
}
