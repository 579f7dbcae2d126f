// Applies suppressions to findings: joins what the scan knows of places and contents with triage/, which decides.
import type { Finding } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { displayPath, shownPath } from '../model/path.ts';
import type { BaselineEntry } from '../triage/baseline.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import { mostPlacesNow } from '../trail/treePlaces.ts';
import { suppressionOf } from '../triage/suppress.ts';
import type { SecretPlace, Suppressions } from '../triage/suppressions.ts';
import { createLineReader } from './contentLines.ts';
import type { CurrentPlaces } from './currentPlaces.ts';
import type { ContentOf } from './occurrenceContents.ts';
import { secretSpans } from './secretSpans.ts';

export interface SuppressInput {
  readonly findings: readonly Finding[];
  readonly suppressions: Suppressions;
  /** The key of this run, under which `placesOf` knows secrets. */
  readonly fingerprintKey: string;
  /** Where a secret stands now; nowhere = its occurrences are looked at. */
  readonly placesOf: CurrentPlaces;
  readonly contentOf: ContentOf;
}

/** The findings in their order, `suppressed` set where something suppresses them. */
export function suppressFindings(input: SuppressInput): Finding[] {
  const { contentOf, placesOf, fingerprintKey } = input;
  const linesOf = createLineReader({
    contentOf,
    isRule: input.suppressions.isRule,
    spans: secretSpans(input.findings, placesOf, fingerprintKey),
  });
  const placeOf = (occurrence: Occurrence): SecretPlace => {
    const { commit, path, line, endLine } = occurrence;
    return {
      commit,
      path: path === null ? null : shownPath(path),
      line,
      endLine,
      textAt: (at) => linesOf(occurrence).textAt(at),
      commentsAt: (at) => linesOf(occurrence).commentsAt(at),
    };
  };
  return input.findings.map((finding) => {
    const secretId = secretIdOf(fingerprintKey, finding.secret.value);
    const found = placesOf(secretId);
    const now = found
      .slice(0, mostPlacesNow)
      .map((place) => placeOf({ ...nowhere, ...place, path: displayPath(place.path) }));
    const places = {
      now: found.length > mostPlacesNow ? [...now, unseenPlace] : now,
      past: finding.occurrences.map((each) => ({ event: each.event, ...placeOf(each) })),
    };
    const { suppressed, expired } = suppressionOf(finding, places, input.suppressions);
    if (expired === undefined) return { ...finding, suppressed };
    return { ...finding, suppressed, advice: [expiryText(expired), ...finding.advice] };
  });
}

const expiryStart = 'Its entry in the baseline held until';

/** A finding that is suppressed again, without the advice on what had expired. */
export function withoutExpiry(finding: Finding): Finding {
  return { ...finding, advice: finding.advice.filter((text) => !text.startsWith(expiryStart)) };
}

function expiryText({ until, by, reason }: BaselineEntry): string {
  return `${expiryStart} ${until} (${by}: ${reason}); \`leaktrail baseline\` renews it`;
}

/** Stands for places beyond those that are looked at: what suppresses a secret place by place does not hold for it. */
const unseenPlace: SecretPlace = {
  commit: null,
  path: null,
  line: 0,
  endLine: 0,
  textAt: () => '',
  commentsAt: () => [],
};

const nowhere = {
  event: 'present',
  commit: null,
  author: null,
  date: null,
  summary: null,
} as const;
