// Which matches count: first by the names that trees give their blobs, which is known for all; then, for the few
// that are left, by the full paths of their trail.
import { confidenceOf, highScore, mediumScore } from '../detect/confidence.ts';
import { fileKindOf, marksOf, severityUnder } from '../detect/paths.ts';
import type { SealedMatch } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { FileKind, Confidence } from '../model/rule.ts';
import { fileKinds } from '../model/rule.ts';
import type { GroupInput, ObjectTrail, SecretMatch } from '../triage/group.ts';
import type { PlacedMatch } from './matchList.ts';
import { kindIndexes } from './pathMask.ts';
import type { PathMask } from './pathMask.ts';

/** The least score that `--min-confidence` lets through. */
export function leastScoreOf(minConfidence: Confidence): number {
  if (minConfidence === 'high') return highScore;
  return minConfidence === 'medium' ? mediumScore : Number.MIN_VALUE;
}

/** What a match is worth in this kind of file, 0 to 1. */
export function scoreIn(match: Pick<SealedMatch, 'scores'>, kind: FileKind): number {
  return match.scores[fileKinds.indexOf(kind)] ?? 0;
}

/** Matches in blobs that count under at least one kind of file that their names make them. */
export function acceptedByName(
  matches: readonly PlacedMatch[],
  paths: PathMask,
  leastScore: number,
): PlacedMatch[] {
  return matches.filter((match) =>
    kindIndexes(paths[match.object] ?? 0).some((kind) => (match.scores[kind] ?? 0) >= leastScore),
  );
}

/** A match at a place whose path (or lack of one) is known. */
export interface JudgedPlace {
  readonly match: SealedMatch;
  readonly kind: FileKind;
}

/**
 * The matches of a secret in blobs, each under the kinds of file that both its blob's names and the trail's full
 * paths make it: a folder can tell more than a name (`locale/app.json`). The trail names the paths at which
 * something happened; the blobs in between stand at the same ones.
 */
export function placesOfTrail(
  trail: ObjectTrail,
  matches: readonly PlacedMatch[],
  paths: PathMask,
): JudgedPlace[] {
  const kinds = new Set([...trail.occurrences, ...trail.loose].map(kindOf));
  const judged = new Map<readonly number[], Set<string>>();
  return matches.flatMap((match) => {
    // Thousands of versions of a file share a verdict, its scores and their names: one stands for all.
    const mask = paths[match.object] ?? 0;
    const alike = judged.get(match.scores) ?? new Set();
    judged.set(match.scores, alike);
    const key = `${mask} ${match.ruleId}`;
    if (alike.has(key)) return [];
    alike.add(key);
    const named = kindIndexes(mask).flatMap((i) => fileKinds[i] ?? []);
    const both = named.filter((kind) => kinds.has(kind));
    return (both.length > 0 ? both : [...kinds]).map((kind) => ({ match, kind }));
  });
}

function kindOf({ path }: Occurrence): FileKind {
  return path === null ? 'unknown' : fileKindOf(path);
}

/** Per rule the best score over all places; rules under which no place counts are left out. */
export function bestMatches(places: readonly JudgedPlace[], leastScore: number): SecretMatch[] {
  const best = new Map<string, SecretMatch>();
  for (const { match, kind } of places) {
    const score = scoreIn(match, kind);
    const { secretId, ruleId, fingerprint } = match;
    if (score < leastScore || score <= (best.get(ruleId)?.score ?? 0)) continue;
    best.set(ruleId, { secretId, ruleId, fingerprint, score });
  }
  return [...best.values()];
}

/** How detect/ reads paths and scores, for triage/, which may not know it. */
export const judging: Pick<GroupInput, 'marksOf' | 'confidenceOf' | 'severityUnder'> = {
  marksOf,
  confidenceOf,
  severityUnder,
};
