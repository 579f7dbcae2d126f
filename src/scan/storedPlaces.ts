// Where each secret is stored, in every version and form: for a purge, which has to find them all. A trail tells only where
// something happened.
import { oidOf } from '../git/objectTable.ts';
import type { Finding, StoredPlace } from '../model/finding.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import { groupBy } from '../triage/groupBy.ts';
import type { FindingsInput } from './findings.ts';
import type { PlacedMatch } from './matchList.ts';

/** The findings with `storedAt`: their matches in blobs and messages of the storage, each place once. */
export function withStoredPlaces(
  findings: readonly Finding[],
  { objects, traced }: Pick<FindingsInput, 'objects' | 'traced'>,
): Finding[] {
  const { table } = objects.storage;
  const { fingerprintKey } = objects.shared.detector;
  const messagesOf = groupBy(objects.messageMatches, (match) => match.secretId);
  const placesOf = (matches: readonly PlacedMatch[]): StoredPlace[] => {
    const places = new Map<string, StoredPlace>();
    for (const { object, startOffset, endOffset } of matches) {
      const key = `${object} ${startOffset} ${endOffset}`;
      if (!places.has(key)) places.set(key, { oid: oidOf(table, object), startOffset, endOffset });
    }
    return [...places.values()];
  };
  return findings.map((finding) => {
    const secretId = secretIdOf(fingerprintKey, finding.secret.value);
    return {
      ...finding,
      storedAt: placesOf([
        ...(traced.matchesOf.get(secretId) ?? []),
        ...(messagesOf.get(secretId) ?? []),
      ]),
    };
  });
}
