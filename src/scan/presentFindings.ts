// Findings of contents that stand at a path outside of commits: staged blobs, files, standard input. Collects matches
// content by content, then judges and groups them.
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import type { Finding } from '../model/finding.ts';
import type { Match, SealedMatch } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath, DisplayPath } from '../model/path.ts';
import type { RunOptions } from '../model/run.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { groupFindings } from '../triage/group.ts';
import type { PresentPlace } from '../triage/group.ts';
import type { CoverageBuilder } from './coverage.ts';
import { bestMatches, judging, leastScoreOf, scoreIn } from './judgement.ts';
import type { JudgedPlace } from './judgement.ts';
import { imageData, withoutImages } from './notebookImages.ts';
import { noteSettings } from './noteSettings.ts';
import { foundBytesOf, placesWithin } from './memoryPlan.ts';
import { createOwnMatches } from './ownMatches.ts';
import { createAllowedValues, createPathFilter } from './pathFilter.ts';
import { presentAt } from './presentAt.ts';
import { secretLimit, secretsBeyond, tooManySecrets } from './secretLimit.ts';
import type { SecretValue } from './secretValues.ts';
import { createPlaceLimit, trailCutOff } from './trailLimits.ts';

export interface PresentContent {
  readonly path: BytePath;
  readonly bytes: Buffer;
  /** Its id as a blob; null where it has none. */
  readonly blob: Oid | null;
  /** Of its matches only those are taken: a commit need not answer for what was there before. */
  readonly isNew?: (match: SealedMatch) => boolean;
}

export interface PresentFindings {
  /** Scans a content; what of it is not read goes to the coverage. */
  add(content: PresentContent): void;
  /** Takes the matches of a content that was scanned elsewhere. */
  take(content: Omit<PresentContent, 'bytes'>, matches: readonly Match[]): void;
  /** What a content holds under this path, whatever it scores. */
  matchesOf(path: BytePath, bytes: Buffer): SealedMatch[];
  /** Secrets found so far. */
  readonly count: number;
  /** Whether a configuration leaves the path out; it is noted then. */
  leavesOut(path: BytePath): boolean;
  /** The findings; notes on the coverage what a configuration left out. */
  build(): Finding[];
}

export interface PresentFindingsInput {
  readonly rules: RuleSet;
  readonly detector: () => Detector;
  readonly seal: (match: Match) => SealedMatch;
  readonly coverage: CoverageBuilder;
  readonly options: RunOptions;
  readonly state: PresentPlace['state'];
}

export function createPresentFindings(input: PresentFindingsInput): PresentFindings {
  const { rules, detector, seal, coverage, options, state } = input;
  const leastScore = leastScoreOf(options.minConfidence);
  const filter = createPathFilter(options.settings, rules);
  const isAllowed = createAllowedValues(options.settings);
  const own = createOwnMatches(rules);
  const excluded = new Set<BytePath>();
  /** Fingerprints by secret. */
  const allowed = new Map<string, string>();
  const places = new Map<string, JudgedPlace[]>();
  const present: PresentPlace[] = [];
  const values = new Map<string, SecretValue>();
  const limit = secretLimit(options);
  const room = createPlaceLimit(placesWithin({ foundBytes: foundBytesOf(options.maxMemoryBytes) }));

  function scan(path: BytePath, bytes: Buffer, shown?: DisplayPath): readonly Match[] {
    const parts = shown === undefined ? undefined : [];
    const matches = detector().scan(bytes, kindBit(fileKindOf(path)), parts);
    for (const part of parts ?? []) coverage.unreadPart(part, { path: shown ?? '' });
    if (!isNotebook(path)) return matches;
    const { kept, skipped } = withoutImages(matches, bytes);
    if (shown !== undefined && skipped.count > 0) {
      coverage.skip(imageData, skipped.bytes, shown, skipped.count);
    }
    return kept;
  }

  function take(
    { path, blob, isNew }: Omit<PresentContent, 'bytes'>,
    matches: readonly Match[],
  ): void {
    const kind = fileKindOf(path);
    const shown = displayPath(path);
    const counted = matches.flatMap((match) => {
      const sealed = seal(match);
      if (scoreIn(sealed, kind) < leastScore || !filter.admits(match.ruleId, path)) return [];
      return isNew?.(sealed) === false ? [] : [{ match, sealed }];
    });
    const content = `${blob} ${path}`;
    for (const { match, sealed } of own === undefined ? [] : counted) {
      if (own?.isOwn(match) === true && !isAllowed(match.value)) own.note(content, sealed);
    }
    for (const { match, sealed } of counted) {
      if (own?.isCovered(content, sealed) === true) continue;
      const { secretId, fingerprint } = sealed;
      const { value, encoding } = match;
      if (isAllowed(value)) {
        allowed.set(secretId, fingerprint);
        continue;
      }
      if (!room.admits(secretId)) continue;
      values.set(secretId, encoding === undefined ? { value } : { value, encoding });
      const judged = places.get(secretId);
      if (judged === undefined) places.set(secretId, [{ match: sealed, kind }]);
      else judged.push({ match: sealed, kind });
      present.push({ secretId, state, occurrence: presentAt(sealed, { blob, path: shown }) });
    }
  }

  return {
    take,
    add: (content) => take(content, scan(content.path, content.bytes, displayPath(content.path))),
    matchesOf: (path, bytes) => scan(path, bytes).map(seal),
    get count() {
      return values.size;
    },
    leavesOut(path) {
      if (!filter.isExcluded(path)) return false;
      excluded.add(path);
      return true;
    },
    build() {
      noteSettings(coverage, options, { paths: excluded, allowed: [...allowed.values()] });
      if (room.isCut) coverage.problem(trailCutOff);
      const beyond = secretsBeyond(
        limit,
        [...places.values()].map((judged) => judged.map(({ match }) => match)),
        leastScore,
      );
      if (beyond.size > 0) coverage.problem(tooManySecrets(limit, beyond.size));
      const isTold = (secretId: string): boolean => !beyond.has(secretId);
      return groupFindings({
        matches: [...places].flatMap(([secretId, judged]) =>
          isTold(secretId) ? bestMatches(judged, leastScore) : [],
        ),
        rules: rules.byId,
        values,
        trailOf: () => undefined,
        present: present.filter(({ secretId }) => isTold(secretId)),
        ...judging,
        entropyOf: shannonEntropy,
      });
    },
  };
}
