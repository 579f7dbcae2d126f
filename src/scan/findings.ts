// From judged matches and their places to findings.
import type { Detector } from '../detect/detector.ts';
import { oidOf } from '../git/objectTable.ts';
import { append } from '../model/append.ts';
import type { Finding } from '../model/finding.ts';
import type { SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { RepositoryRun } from '../model/run.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { SecretTrail } from '../trail/resolveTrail.ts';
import { groupFindings } from '../triage/group.ts';
import type { ObjectTrail, SecretMatch } from '../triage/group.ts';
import { filterTrail } from './filterTrail.ts';
import { bestMatches, judging } from './judgement.ts';
import type { JudgedPlace } from './judgement.ts';
import type { ObjectScan } from './objects.ts';
import type { PlacedMatch } from './matchList.ts';
import { createOwnMatches } from './ownMatches.ts';
import type { ContentKey, OwnMatches } from './ownMatches.ts';
import { createAllowedValues } from './pathFilter.ts';
import type { PathFilter } from './pathFilter.ts';
import type { PresentScan } from './present.ts';
import { collectPlaces } from './secretPlaces.ts';
import type { SecretPlacesInput } from './secretPlaces.ts';
import { withStoredPlaces } from './storedPlaces.ts';
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
  /** HEAD names a commit and no ref: what it alone reaches is told. */
  readonly isHeadDetached?: boolean;
}

export interface CollectedFindings {
  readonly findings: readonly Finding[];
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
    const isBehindDetachedHead = input.isHeadDetached === true && whole?.isBehindHead === true;
    const trail = whole && left && { ...whole, ...left, isBehindDetachedHead };
    trails.set(secretId, trail);
    return trail;
  };
  const storedValues = createSecretValues(objects, input.detector());
  const valueOf = (secretId: string, judged: readonly JudgedPlace[]): SecretValue =>
    present.values.get(secretId) ?? storedValues.of(placedMatch(judged));
  const isAllowed = createAllowedValues(run.options.settings);

  const own = createOwnMatches(rules);
  if (own !== undefined) {
    noteOwnMatches(own, { ...input, trailOf }, (secretId, judged) => {
      const best = bestMatches(judged, leastScore);
      return best.length === 0 || isAllowed(valueOf(secretId, judged).value) ? [] : best;
    });
  }
  const { places, presentPlaces } = collectPlaces(
    { ...input, trailOf },
    (content, match) => own?.isCovered(content, match) !== true,
  );
  const matches: SecretMatch[] = [];
  const allowed: string[] = [];
  const values = new Map<string, SecretValue>();
  for (const [secretId, judged] of places) {
    const best = bestMatches(judged, leastScore);
    if (best.length === 0) continue;
    const value = valueOf(secretId, judged);
    if (isAllowed(value.value)) allowed.push(best[0]!.fingerprint);
    else {
      append(matches, best);
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
  const told = run.wantsPlaces === true ? withStoredPlaces(findings, input) : findings;
  return { findings: told, excludedPaths, allowed };
}

/** After a scan that was cut short nobody knows that nothing reaches an object: most are in the history. */
function withoutBlame(trail: ObjectTrail): ObjectTrail {
  const isInHistory = trail.isInHistory || trail.isInUnreachable;
  return { ...trail, isInHistory, isInUnreachable: false };
}

/** Notes where matches of own rules count: `countingOf` says under which rules a secret does, from their places alone. */
function noteOwnMatches(
  own: OwnMatches,
  input: SecretPlacesInput,
  countingOf: (secretId: string, judged: readonly JudgedPlace[]) => readonly SecretMatch[],
): void {
  const taken: [content: ContentKey, match: SealedMatch][] = [];
  const { places } = collectPlaces(input, (content, match) => {
    const isOwn = own.isOwn(match);
    if (isOwn) taken.push([content, match]);
    return isOwn;
  });
  const counting = [...places].flatMap(([secretId, judged]) => countingOf(secretId, judged));
  const fingerprints = new Set(counting.map(({ fingerprint }) => fingerprint));
  for (const [content, match] of taken) {
    if (fingerprints.has(match.fingerprint)) own.note(content, match);
  }
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
        const known = paths.get(oid);
        if (known === undefined) paths.set(oid, [path]);
        else known.push(path);
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
