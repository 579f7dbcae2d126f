// Whether a finding is suppressed, by what and why. A suppression follows the secret: what counts is where the secret stands
// now, or what it is, rather than a line in a file of long ago. The first of these that holds is the one that is told:
//   1. a comment beside the secret
//   2. `.leaktrailignore`: fingerprint, rule, path
//   3. the baseline
//   4. `.gitleaksignore`
//   5. `.secrets.baseline`
// The nearest to the secret comes first, our own before those of other scanners.
import type { Finding, Suppression } from '../model/finding.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { saltedFingerprint } from './baseline.ts';
import type { BaselineEntry } from './baseline.ts';
import { isOver } from './days.ts';
import { fingerprintOf } from './fingerprint.ts';
import { byGitleaksIgnore, bySecretsBaseline } from './foreignSuppression.ts';
import type { InlineComment } from './inlineComment.ts';
import { pathsOf } from './suppressions.ts';
import type { Case, Check, FindingPlaces, SecretPlace, Suppressions } from './suppressions.ts';

export interface Verdict {
  readonly suppressed: Suppression | null;
  /** An entry that would suppress it, had it not expired. */
  readonly expired?: BaselineEntry;
}

/** What suppresses a finding. */
export function suppressionOf(
  finding: Finding,
  places: FindingPlaces,
  suppressions: Suppressions,
): Verdict {
  const asked: Case = { finding, places, suppressions };
  const checks: readonly Check[] = [
    byComment,
    byIgnoreFile,
    byBaseline,
    byGitleaksIgnore,
    bySecretsBaseline,
  ];
  for (const check of checks) {
    const suppressed = check(asked);
    if (suppressed !== undefined) return { suppressed };
  }
  const [expired] = baselineEntries(asked);
  return expired === undefined ? { suppressed: null } : { suppressed: null, expired };
}

/**
 * Every place where the secret stands now must carry a comment. For one that stands nowhere any more: every place where it
 * came in or spread, or else every one where it last stood, so that a comment written later holds after the line is gone.
 */
function byComment({ finding, places }: Case): Suppression | undefined {
  const { now, past } = places;
  const left = past.filter(({ event }) => event === 'removed');
  const came = past.filter(({ event }) => event !== 'removed');
  for (const group of now.length > 0 ? [now] : [came, left]) {
    const [first] = group;
    const reason = first && commentAt(first, finding.ruleId);
    if (reason === undefined) continue;
    if (group.every((place) => commentAt(place, finding.ruleId) !== undefined)) {
      return { by: 'inline-comment', reason };
    }
  }
  return undefined;
}

/** The reason of a comment on one of the lines of a place, or about them on the line before. */
function commentAt(
  { path, line, endLine, commentsAt }: SecretPlace,
  ruleId: string,
): string | undefined {
  for (let at = line - 1; at <= endLine; at++) {
    const comment = commentsAt(at).find(
      (each) =>
        each.isAboutNextLine === at < line && (each.ruleId === undefined || each.ruleId === ruleId),
    );
    if (comment !== undefined) return comment.reason || placeOfComment(comment, path, at);
  }
  return undefined;
}

function placeOfComment({ marker }: InlineComment, path: BytePath | null, line: number): string {
  return `${marker} at ${path === null ? 'line ' : `${displayPath(path)}:`}${line}`;
}

function byIgnoreFile({ finding, places, suppressions }: Case): Suppression | undefined {
  const { ignored, fingerprintKeys } = suppressions;
  const by = 'ignore-file';
  const { ruleId, secret } = finding;
  if (ignored.fingerprints.size > 0) {
    for (const key of fingerprintKeys) {
      const reason = ignored.fingerprints.get(fingerprintOf(key, ruleId, secret.value));
      if (reason !== undefined) return { by, reason };
    }
  }
  const rule = ignored.rules.find(({ matches }) => matches(ruleId));
  if (rule !== undefined) return { by, reason: rule.reason };
  if (ignored.paths.length === 0) return undefined;
  const paths = pathsOf(finding, places);
  const reasons = paths.map((path) => ignored.paths.find(({ matches }) => matches(path))?.reason);
  const [reason] = reasons;
  return reason === undefined || reasons.includes(undefined) ? undefined : { by, reason };
}

function byBaseline(asked: Case): Suppression | undefined {
  const { today } = asked.suppressions;
  const entry = baselineEntries(asked).find(({ until }) => !isOver(until, today));
  if (entry === undefined) return undefined;
  const { reason, until } = entry;
  return { by: 'baseline', reason, ...(until === undefined ? {} : { until }) };
}

function baselineEntries({ finding, suppressions }: Case): readonly BaselineEntry[] {
  const { baseline } = suppressions;
  if (baseline === undefined || baseline.entriesOf.size === 0) return [];
  return baseline.salts.flatMap(
    (salt) =>
      baseline.entriesOf.get(saltedFingerprint(salt, finding.ruleId, finding.secret.value)) ?? [],
  );
}
