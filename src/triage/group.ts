// Judged matches and the trails of their secrets become findings: one per secret, named by the most specific
// rule that matched it. What paths and scores mean is decided in detect/ and comes in as functions.
import { greatest } from '../model/append.ts';
import { pathMarks } from '../model/finding.ts';
import type { Finding, FindingState, TreePlace, PathMark } from '../model/finding.ts';
import type { ValueEncoding } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import { compareFindings, comparePaths, compareTexts } from '../model/order.ts';
import type { Confidence, Rule, Severity } from '../model/rule.ts';
import { groupBy } from './groupBy.ts';
import { pairFindings } from './pairs.ts';

/** The accepted matches of one secret under one rule. */
export interface SecretMatch {
  readonly secretId: string;
  readonly ruleId: string;
  readonly fingerprint: string;
  /** Best score under any of its paths, 0 to 1. */
  readonly score: number;
}

/** What the repository's objects tell of a secret, as trail/ writes it. */
export interface ObjectTrail {
  /** In commits, in order. */
  readonly occurrences: readonly Occurrence[];
  /** `present` in blobs that no commit holds. */
  readonly loose: readonly Occurrence[];
  readonly introduced: Occurrence | null;
  readonly removed: { readonly commit: Oid; readonly date: string } | null;
  readonly exposedDays: number | null;
  readonly reachableFrom: readonly string[];
  /** Of a detached HEAD: in its history or a message in it. */
  readonly isBehindDetachedHead?: boolean;
  readonly isInHead: boolean;
  readonly headPlaces?: readonly TreePlace[];
  readonly isInHistory: boolean;
  readonly isInUnreachable: boolean;
}

/** A `present` occurrence outside of trees: in the index, a file, a message. */
export interface PresentPlace {
  readonly secretId: string;
  readonly state: Extract<FindingState, 'index' | 'worktree' | 'message'>;
  readonly occurrence: Occurrence;
}

export interface GroupInput {
  readonly matches: readonly SecretMatch[];
  readonly rules: ReadonlyMap<string, Rule>;
  /** Every secret of `matches`, by id. */
  readonly values: ReadonlyMap<
    string,
    { readonly value: string; readonly encoding?: ValueEncoding }
  >;
  readonly trailOf: (secretId: string) => ObjectTrail | undefined;
  readonly present: readonly PresentPlace[];
  readonly marksOf: (path: string) => readonly PathMark[];
  readonly confidenceOf: (score: number) => Confidence;
  /** Severity where every path carries a mark. */
  readonly severityUnder: (severity: Severity, marks: readonly PathMark[]) => Severity;
  /** Bits per character. */
  readonly entropyOf: (value: string) => number;
}

/**
 * The findings, sorted by severity, then path (none last), line, rule and fingerprint of `introduced`. A
 * secret that stands nowhere (its places were left out) gives none.
 */
export function groupFindings(input: GroupInput): Finding[] {
  const matchesOf = groupBy(input.matches, ({ secretId }) => secretId);
  const placesOf = groupBy(input.present, ({ secretId }) => secretId);
  const findings: Finding[] = [];
  for (const [secretId, matches] of matchesOf) {
    const finding = findingOf(input, matches, placesOf.get(secretId) ?? []);
    if (finding !== undefined) findings.push(finding);
  }
  return pairFindings(findings.toSorted(compareFindings), input.rules);
}

function findingOf(
  input: GroupInput,
  matches: readonly SecretMatch[],
  places: readonly PresentPlace[],
): Finding | undefined {
  const { match, rule } = namingMatch(matches, input.rules);
  const trail = input.trailOf(match.secretId);
  const occurrences = allOccurrences(trail, places);
  const introduced = trail?.introduced ?? occurrences[0];
  const state = stateOf(trail, places);
  const secret = input.values.get(match.secretId);
  if (introduced === undefined || state === undefined) return undefined;
  if (secret === undefined) throw new Error(`The value of secret ${match.secretId} is not known.`);
  const marks = commonMarks(occurrences, input.marksOf);
  const score = greatest(matches.map((each) => each.score));
  return {
    fingerprint: match.fingerprint,
    ruleId: rule.id,
    title: rule.title,
    provider: rule.provider,
    severity: input.severityUnder(rule.severity, marks),
    confidence: input.confidenceOf(score),
    score,
    secret: { ...secret, entropy: Math.round(input.entropyOf(secret.value) * 1000) / 1000 },
    state,
    ...(trail?.isInHead === true ? { headPlaces: trail.headPlaces ?? [] } : {}),
    introduced,
    removed: trail?.removed ?? null,
    exposedDays: trail?.exposedDays ?? null,
    reachableFrom: trail?.reachableFrom ?? [],
    ...(trail?.isBehindDetachedHead === true ? { reachableFromHead: true } : {}),
    occurrences,
    marks,
    suppressed: null,
    advice: [
      ...(rule.revoke === undefined ? [] : [`Revoke it and issue a new one: ${rule.revoke}`]),
      ...(rule.advice ?? []),
    ],
  };
}

/** The match whose rule says most about the secret: highest specificity, then score, then rule id. */
function namingMatch(
  matches: readonly SecretMatch[],
  rules: GroupInput['rules'],
): { match: SecretMatch; rule: Rule } {
  const named = matches.map((match) => {
    const rule = rules.get(match.ruleId);
    if (rule === undefined) throw new Error(`There is no rule ${match.ruleId}.`);
    return { match, rule };
  });
  return named.reduce((best, next) => {
    const order =
      next.rule.specificity - best.rule.specificity ||
      next.match.score - best.match.score ||
      compareTexts(best.rule.id, next.rule.id);
    return order > 0 ? next : best;
  });
}

/** The strongest state that holds, in the order of `findingStates`. */
function stateOf(
  trail: ObjectTrail | undefined,
  places: readonly PresentPlace[],
): FindingState | undefined {
  if (trail?.isInHead) return 'head';
  if (trail?.isInHistory) return 'history';
  const isAt = (state: PresentPlace['state']): boolean =>
    places.some((place) => place.state === state);
  if (isAt('index')) return 'index';
  if (isAt('worktree')) return 'worktree';
  if (trail?.isInUnreachable) return 'unreachable';
  return isAt('message') ? 'message' : undefined;
}

/**
 * Commits first, then what is present: index, working tree, blobs without a path, messages. A loose blob that the
 * index or the working tree shows under a path needs no second entry; of several places in a line the
 * first stands for all.
 */
function allOccurrences(
  trail: ObjectTrail | undefined,
  places: readonly PresentPlace[],
): Occurrence[] {
  const inState = (state: PresentPlace['state']): Occurrence[] =>
    places
      .filter((place) => place.state === state)
      .map(({ occurrence }) => occurrence)
      .toSorted(comparePlaces);
  const files = [...inState('index'), ...inState('worktree')];
  const shown = new Set(files.map(({ blob }) => blob));
  const loose = trail?.loose.filter(({ blob }) => !shown.has(blob)) ?? [];
  const present = [...files, ...loose, ...inState('message')];
  const seen = new Set<string>();
  const distinct = present.filter(({ commit, blob, path, line }) => {
    const key = JSON.stringify([commit, blob, path, line]);
    return !seen.has(key) && seen.add(key);
  });
  return [...(trail?.occurrences ?? []), ...distinct];
}

/**
 * All marks of the paths that ever held the secret, provided that each of them carries one: a secret that also
 * stands in plain code is not one of a test. A message is no such path; a blob without a path says nothing.
 */
function commonMarks(
  occurrences: readonly Occurrence[],
  marksOf: GroupInput['marksOf'],
): PathMark[] {
  const marks = new Set<PathMark>();
  const paths = new Set<string>();
  for (const { path, commit } of occurrences) {
    if (path !== null) paths.add(path);
    else if (commit !== null) return [];
  }
  for (const path of paths) {
    // Bytes that are no text come in git's quotes, which are not part of the path.
    const found = marksOf(path.startsWith('"') && path.endsWith('"') ? path.slice(1, -1) : path);
    if (found.length === 0) return [];
    for (const mark of found) marks.add(mark);
  }
  return pathMarks.filter((mark) => marks.has(mark));
}

function comparePlaces(a: Occurrence, b: Occurrence): number {
  return (
    comparePaths(a.path, b.path) ||
    compareTexts(a.commit ?? '', b.commit ?? '') ||
    a.line - b.line ||
    a.column - b.column ||
    compareTexts(a.blob ?? '', b.blob ?? '')
  );
}
