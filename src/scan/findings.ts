// From judged matches and their places to findings.
import type { Detector } from '../detect/detector.ts';
import { fileKindOf } from '../detect/paths.ts';
import { oidOf } from '../git/objectTable.ts';
import type { Finding } from '../model/finding.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath, shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { RepositoryRun } from '../model/run.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { SecretTrail } from '../trail/resolveTrail.ts';
import { groupFindings } from '../triage/group.ts';
import type { ObjectTrail, PresentPlace, SecretMatch } from '../triage/group.ts';
import { filterTrail } from './filterTrail.ts';
import { bestMatches, judging, placesOfTrail } from './judgement.ts';
import type { JudgedPlace } from './judgement.ts';
import type { ObjectScan } from './objects.ts';
import type { PlacedMatch } from './matchList.ts';
import { createAllowedValues } from './pathFilter.ts';
import { presentAt } from './presentAt.ts';
import type { PathFilter } from './pathFilter.ts';
import type { PresentScan } from './present.ts';
import { createSecretValues } from './secretValues.ts';
import type { SecretValue, StoredSecrets } from './secretValues.ts';
import type { Traced } from './trace.ts';

export interface FindingsInput {
  readonly rules: RuleSet;
  readonly run: RepositoryRun;
  readonly objects: StoredSecrets & Pick<ObjectScan, 'messageMatches'>;
  readonly present: Pick<PresentScan, 'matches' | 'values' | 'headFiles'>;
  readonly traced: Pick<Traced, 'matchesOf' | 'trail'>;
  readonly detector: () => Detector;
  readonly leastScore: number;
  /** Whether a secret is to be told of, by its trail. */
  readonly isAsked: (trail: SecretTrail) => boolean;
  /** Whether the message of a commit or tag counts. */
  readonly isAskedCommit: (oid: Oid) => boolean;
  readonly filter: PathFilter;
}

export interface CollectedFindings {
  readonly findings: readonly Finding[];
  readonly pathsWithSecrets: ReadonlySet<BytePath>;
  /** Paths in the history at which something was left out because they are excluded. */
  readonly excludedPaths: ReadonlySet<BytePath>;
  /** Fingerprints of what the configuration allows. */
  readonly allowed: readonly string[];
}

export function collectFindings(input: FindingsInput): CollectedFindings {
  const { rules, run, objects, present, traced, leastScore, filter } = input;
  const { table } = objects.storage;
  const excludedPaths = new Set<BytePath>();
  const trails = new Map<string, SecretTrail | undefined>();
  const headPaths = pathsInHead(present);
  const trailOf = (secretId: string): SecretTrail | undefined => {
    if (trails.has(secretId)) return trails.get(secretId);
    const whole = traced.trail.of(secretId);
    const isInHead = (): boolean =>
      (traced.matchesOf.get(secretId) ?? []).some((match) =>
        headPaths(oidOf(table, match.object)).some((path) => !filter.isExcluded(path)),
      );
    const left = whole && filterTrail(whole, filter, isInHead, (path) => excludedPaths.add(path));
    const trail = whole && left && { ...whole, ...left };
    trails.set(secretId, trail);
    return trail;
  };
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
    const trail = trailOf(secretId);
    if (trail === undefined || !input.isAsked(trail)) continue;
    const judged = placesOfTrail(trail, matches, paths);
    placesOf(secretId).push(...judged.filter(({ match }) => looksAt(filter, match.ruleId, trail)));
  }
  for (const { place, path, blob, match } of present.matches) {
    if (!filter.admits(match.ruleId, path)) continue;
    const kind = fileKindOf(path);
    placesOf(match.secretId).push({ match, kind });
    const occurrence = presentAt(match, { blob, path: displayPath(path) });
    presentPlaces.push({ secretId: match.secretId, state: place, occurrence });
  }
  for (const match of objects.messageMatches) {
    const commit = oidOf(table, match.object);
    if (!input.isAskedCommit(commit) || filter.needsPath(match.ruleId)) continue;
    placesOf(match.secretId).push({ match, kind: 'message' });
    const occurrence = presentAt(match, { commit });
    presentPlaces.push({ secretId: match.secretId, state: 'message', occurrence });
  }

  const matches: SecretMatch[] = [];
  const allowed: string[] = [];
  const isAllowed = createAllowedValues(run.options.settings);
  const values = new Map<string, SecretValue>();
  const storedValues = createSecretValues(objects, input.detector());
  for (const [secretId, judged] of places) {
    const best = bestMatches(judged, leastScore);
    if (best.length === 0) continue;
    const value = present.values.get(secretId) ?? storedValues.of(placedMatch(judged));
    if (isAllowed(value.value)) allowed.push(best[0]!.fingerprint);
    else {
      matches.push(...best);
      values.set(secretId, value);
    }
  }
  const findings = groupFindings({
    matches,
    rules: rules.byId,
    values,
    trailOf: (secretId) => {
      const trail = trailOf(secretId);
      return trail !== undefined && run.signal.aborted ? withoutBlame(trail) : trail;
    },
    present: presentPlaces,
    ...judging,
    entropyOf: shannonEntropy,
  });
  return { findings, pathsWithSecrets: pathsOf(findings), excludedPaths, allowed };
}

/** After a scan that was cut short nobody knows that nothing reaches an object: most are in the history. */
function withoutBlame(trail: ObjectTrail): ObjectTrail {
  const isInHistory = trail.isInHistory || trail.isInUnreachable;
  return { ...trail, isInHistory, isInUnreachable: false };
}

/** Whether a rule looks at one of the paths of a trail; a blob that no tree names could have any. */
function looksAt(filter: PathFilter, ruleId: string, trail: ObjectTrail): boolean {
  const places = [...trail.occurrences, ...trail.loose];
  return places.some(({ path }) => path === null || filter.admits(ruleId, shownPath(path)));
}

/** The paths of a blob in HEAD; most runs never ask. */
function pathsInHead({
  headFiles,
}: Pick<PresentScan, 'headFiles'>): (blob: Oid) => readonly BytePath[] {
  let paths: Map<Oid, BytePath[]> | undefined;
  return (blob) => {
    if (paths === undefined) {
      paths = new Map();
      for (const { path, oid } of headFiles.values()) {
        paths.set(oid, [...(paths.get(oid) ?? []), path]);
      }
    }
    return paths.get(blob) ?? [];
  };
}

/** Whether the selected commits brought something in, rather than only removed it. */
export function hasNews({ occurrences }: Pick<SecretTrail, 'occurrences'>): boolean {
  return occurrences.some(({ event }) => event === 'introduced' || event === 'spread');
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
