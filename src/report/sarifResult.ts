// One finding as a SARIF result (§3.27). Its locations are files that exist now; where the secret stood before, or
// stands in the history alone, is told by related locations.
import type { Occurrence } from '../model/occurrence.ts';
import { isWorktreePath } from '../model/path.ts';
import type { FindingDocument } from './document.ts';
import {
  currentPlaces,
  placeText,
  shortOid,
  shownSecret,
  sinceText,
  stateText,
} from './findingFacts.ts';
import { pathUri } from './pathUri.ts';
import { physicalLocation, plainMessage, region, sarifLevels } from './sarifParts.ts';

export interface SarifResultOptions {
  readonly ruleIndex: number;
  readonly isOutsideGit: boolean;
  /** See `homelessLocation`. */
  readonly needsFiles: boolean;
}

/** "locations[]: up to a maximum of 10" (GitHub, SARIF support for code scanning). */
const mostLocations = 10;
/** GitHub shows 100 locations of a result. */
const mostRelated = 90;

export function sarifResult(finding: FindingDocument, options: SarifResultOptions): object {
  const { fingerprint, suppressed } = finding;
  const places = currentPlaces(finding).slice(0, mostLocations);
  const homes = places.map((place) => ({ physicalLocation: physicalLocation(place.path, place) }));
  const locations = homes.length === 0 && options.needsFiles ? [homelessLocation(finding)] : homes;
  const related = options.isOutsideGit
    ? []
    : finding.occurrences.slice(0, mostRelated).map(relatedLocation);
  return {
    ruleId: finding.ruleId,
    ruleIndex: options.ruleIndex,
    kind: 'fail',
    level: sarifLevels[finding.severity],
    message: plainMessage(messageText(finding, options)),
    ...(locations.length === 0 ? {} : { locations }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    occurrenceCount: finding.occurrenceCount,
    // Of rule and secret alone, so they survive moves and rebases. GitHub compares the second only, and would
    // fill it with a hash of the line if it were left out.
    fingerprints: { 'leaktrail/v1': fingerprint },
    partialFingerprints: {
      'leaktrail/v1': fingerprint,
      primaryLocationLineHash: `${fingerprint}:1`,
    },
    rank: Math.round(finding.score * 1000) / 10,
    // §3.27.23: once one result has the list, all must: an empty one says "not suppressed".
    suppressions:
      suppressed === null
        ? []
        : [
            {
              kind: suppressed.by === 'inline-comment' ? 'inSource' : 'external',
              status: 'accepted',
              justification: `${suppressed.by}: ${suppressed.reason}`,
              ...(suppressed.until === undefined
                ? {}
                : { properties: { until: suppressed.until } }),
            },
          ],
    properties: properties(finding),
  };
}

/** The first sentence is all that a list shows. */
function messageText(finding: FindingDocument, { isOutsideGit }: SarifResultOptions): string {
  const state = stateText(finding, isOutsideGit);
  const first = `${finding.title} ${shownSecret(finding)} ${state}${sinceText(finding)}.`;
  const origin = `It came in at ${placeText(finding.introduced)}.`;
  const gone =
    finding.removed === null ? [] : [`Commit ${shortOid(finding.removed.commit)} took it out.`];
  return [first, ...(isOutsideGit ? [] : [origin]), ...gone, ...finding.advice].join(' ');
}

function relatedLocation(occurrence: Occurrence, index: number): object {
  const { event, commit, path, date } = occurrence;
  const at = placeText(occurrence);
  const text =
    commit === null
      ? `${event} at ${at}`
      : `${event} in commit ${commit} at ${at}${date === null ? '' : `, ${date}`}`;
  return {
    id: index,
    ...(path === null || !isWorktreePath(path)
      ? {}
      : { physicalLocation: physicalLocation(path, occurrence) }),
    message: plainMessage(text),
  };
}

/**
 * GitHub refuses a whole file in which one result has no location ("locationFromSarifResult: expected at least one
 * location"), and its documentation asks for `artifactLocation.uri` and a region in the first one. For GitHub alone a
 * result of the history gets a place that no work tree has, so that no line of today's file is blamed: the alert
 * shows commit and path, without a preview.
 */
function homelessLocation({ introduced }: FindingDocument): object {
  const { path, blob } = introduced;
  const isFile = path !== null && isWorktreePath(path);
  const parts = [introduced.commit, isFile ? path : blob].flatMap((part, index) =>
    part === null ? [] : [index === 0 ? shortOid(part) : part],
  );
  return {
    physicalLocation: {
      artifactLocation: { uri: ['history', ...parts.map(pathUri)].join('/') },
      region: region(introduced),
    },
  };
}

function properties(finding: FindingDocument): object {
  const { state, confidence, provider, exposedDays, marks, pairedWith } = finding;
  return {
    state,
    severity: finding.severity,
    confidence,
    provider,
    redacted: finding.secret.redacted,
    ...(exposedDays === null ? {} : { exposedDays }),
    refs: finding.reachableFrom.length,
    marks,
    ...(pairedWith === undefined
      ? {}
      : { pairedWith: pairedWith.map((partner) => partner.fingerprint) }),
  };
}
