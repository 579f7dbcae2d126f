// From judged matches and their places to findings.
import type { Detector } from '../detect/detector.ts';
import { fileKindOf } from '../detect/paths.ts';
import { oidOf } from '../git/objectTable.ts';
import type { Finding } from '../model/finding.ts';
import type { SealedMatch } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath, shownPath } from '../model/path.ts';
import type { BytePath, DisplayPath } from '../model/path.ts';
import type { RepositoryRun } from '../model/run.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { SecretTrail } from '../trail/resolveTrail.ts';
import { groupFindings } from '../triage/group.ts';
import type { ObjectTrail, PresentPlace, SecretMatch } from '../triage/group.ts';
import { bestMatches, judging, placesOfTrail } from './judgement.ts';
import type { JudgedPlace } from './judgement.ts';
import type { ObjectScan } from './objects.ts';
import type { PlacedMatch } from './matchList.ts';
import type { PresentScan } from './present.ts';
import { createSecretValues } from './secretValues.ts';
import type { SecretValue, StoredSecrets } from './secretValues.ts';
import type { Traced } from './trace.ts';

export interface FindingsInput {
  readonly rules: RuleSet;
  readonly run: RepositoryRun;
  readonly objects: StoredSecrets & Pick<ObjectScan, 'messageMatches'>;
  readonly present: Pick<PresentScan, 'matches' | 'values'>;
  readonly traced: Pick<Traced, 'matchesOf' | 'trail'>;
  readonly detector: () => Detector;
  readonly leastScore: number;
  /** Whether a secret is to be told of, by its trail. */
  readonly isAsked: (trail: SecretTrail) => boolean;
  /** Whether the message of a commit or tag counts. */
  readonly isAskedCommit: (oid: Oid) => boolean;
}

export interface CollectedFindings {
  readonly findings: readonly Finding[];
  readonly pathsWithSecrets: ReadonlySet<BytePath>;
}

export function collectFindings(input: FindingsInput): CollectedFindings {
  const { rules, run, objects, present, traced, leastScore } = input;
  const { paths } = objects.shared;
  const places = new Map<string, JudgedPlace[]>();
  const placesOf = (secretId: string): JudgedPlace[] => {
    const known = places.get(secretId);
    if (known !== undefined) return known;
    const list: JudgedPlace[] = [];
    places.set(secretId, list);
    return list;
  };
  const presentPlaces: PresentPlace[] = [];

  for (const [secretId, matches] of traced.matchesOf) {
    const trail = traced.trail.of(secretId);
    if (trail === undefined || !input.isAsked(trail)) continue;
    placesOf(secretId).push(...placesOfTrail(trail, matches, paths));
  }
  for (const { place, path, blob, match } of present.matches) {
    const kind = fileKindOf(path);
    placesOf(match.secretId).push({ match, kind });
    const occurrence = presentAt(match, { blob, path: displayPath(path) });
    presentPlaces.push({ secretId: match.secretId, state: place, occurrence });
  }
  for (const match of objects.messageMatches) {
    const commit = oidOf(objects.storage.table, match.object);
    if (!input.isAskedCommit(commit)) continue;
    placesOf(match.secretId).push({ match, kind: 'message' });
    const occurrence = presentAt(match, { commit });
    presentPlaces.push({ secretId: match.secretId, state: 'message', occurrence });
  }

  const matches: SecretMatch[] = [];
  const values = new Map<string, SecretValue>();
  const storedValues = createSecretValues(objects, input.detector());
  for (const [secretId, judged] of places) {
    const best = bestMatches(judged, leastScore);
    if (best.length === 0) continue;
    matches.push(...best);
    values.set(secretId, present.values.get(secretId) ?? storedValues.of(placedMatch(judged)));
  }
  const findings = groupFindings({
    matches,
    rules: rules.byId,
    values,
    trailOf: (secretId) => {
      const trail = traced.trail.of(secretId);
      return trail !== undefined && run.signal.aborted ? withoutBlame(trail) : trail;
    },
    present: presentPlaces,
    ...judging,
    entropyOf: shannonEntropy,
  });
  return { findings, pathsWithSecrets: pathsOf(findings) };
}

/** After a scan that was cut short nobody knows that nothing reaches an object: most are in the history. */
function withoutBlame(trail: SecretTrail): ObjectTrail {
  const isInHistory = trail.isInHistory || trail.isInUnreachable;
  return { ...trail, isInHistory, isInUnreachable: false };
}

/** Whether the selected commits brought something in, rather than only removed it. */
export function hasNews({ occurrences }: Pick<SecretTrail, 'occurrences'>): boolean {
  return occurrences.some(({ event }) => event === 'introduced' || event === 'spread');
}

function presentAt(
  { line, column, endLine, endColumn }: SealedMatch,
  at: { commit?: Oid; blob?: Oid; path?: DisplayPath },
): Occurrence {
  const { commit = null, blob = null, path = null } = at;
  const span = { line, column, endLine, endColumn };
  return { event: 'present', commit, blob, path, ...span, author: null, date: null, summary: null };
}

/** A match of the storage among the places of a secret; those of new files of the work tree bring their value. */
function placedMatch(places: readonly JudgedPlace[]): PlacedMatch {
  for (const { match } of places) if ('object' in match) return match as PlacedMatch;
  throw new Error('a secret has neither a stored match nor a value');
}

function pathsOf(findings: readonly Finding[]): Set<BytePath> {
  const paths = new Set<BytePath>();
  for (const { occurrences } of findings) {
    for (const { path } of occurrences) if (path !== null) paths.add(shownPath(path));
  }
  return paths;
}
