// Applies suppressions to findings: joins what the scan knows of places and contents with triage/, which decides.
import type { Finding } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { displayPath, shownPath } from '../model/path.ts';
import type { BaselineEntry } from '../triage/baseline.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import { suppressionOf } from '../triage/suppress.ts';
import type { SecretPlace, Suppressions } from '../triage/suppressions.ts';
import type { CurrentPlaces } from './currentPlaces.ts';
import type { ContentOf } from './occurrenceContents.ts';

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
  const linesOf = lineReader(input.contentOf);
  const placeOf = (occurrence: Occurrence): SecretPlace => {
    const { commit, path, line, endLine } = occurrence;
    const textAt = (at: number): string => linesOf(occurrence)[at - 1] ?? '';
    return { commit, path: path === null ? null : shownPath(path), line, endLine, textAt };
  };
  return input.findings.map((finding) => {
    const secretId = secretIdOf(input.fingerprintKey, finding.secret.value);
    const places = {
      now: input
        .placesOf(secretId)
        .map((place) => placeOf({ ...nowhere, ...place, path: displayPath(place.path) })),
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

const nowhere = {
  event: 'present',
  commit: null,
  column: 1,
  endColumn: 1,
  author: null,
  date: null,
  summary: null,
} as const;

/** Findings are sorted by path: the next one is often in the same content. */
const contentsKept = 8;
/** Of larger ones only the last is kept. */
const largeBytes = 4 * 2 ** 20;
/** Nobody writes comments into larger ones, and as a text with all its lines they would not fit. */
const mostBytes = 64 * 2 ** 20;

/** Reads lines of contents, the last few of which it keeps. As texts: bytes are good until the next read only. */
function lineReader(contentOf: ContentOf): (occurrence: Occurrence) => readonly string[] {
  const kept = new Map<string, readonly string[]>();
  return (occurrence) => {
    const { blob, commit, path } = occurrence;
    const key = blob ?? commit ?? path ?? '';
    const known = kept.get(key);
    if (known !== undefined) return known;
    const bytes = contentOf(occurrence);
    const lines = bytes === undefined || bytes.length > mostBytes ? [] : textLines(bytes);
    const mostKept = bytes !== undefined && bytes.length > largeBytes ? 1 : contentsKept;
    for (const oldest of kept.keys()) {
      if (kept.size < mostKept) break;
      kept.delete(oldest);
    }
    kept.set(key, lines);
    return lines;
  };
}

/** UTF-16 is told by its zeros; lines are counted at line feed bytes there, too. */
function textLines(bytes: Buffer): string[] {
  const isWide = bytes.subarray(0, 64).includes(0);
  const lines = bytes.toString(isWide ? 'latin1' : 'utf8').split('\n');
  return isWide ? lines.map((line) => line.replaceAll('\0', '')) : lines;
}
