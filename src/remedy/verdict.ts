// Whether a repository may be published: an audit's report weighed by what a push sends. Branches, tags, notes and what
// remote-tracking refs reach count, with the messages on the way; of a bare repository every ref, for who fetches from it
// gets them. What stands in the index, the working tree, the stash, reflogs or unreachable objects stays on this disk.
import { isEnvLike } from '../hygiene/envLike.ts';
import { isAside } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { refKinds } from '../model/refKind.ts';
import type { RefKind } from '../model/refKind.ts';
import type { Report } from '../model/report.ts';
import type { Verdict, VerdictReason, VerdictText } from '../model/verdict.ts';
import { localRemains } from './localRemains.ts';
import { acceptedReasons, gapReasons, sideNotes } from './verdictReasons.ts';
import { counted, isAre, listed, reason, secrets } from './verdictWords.ts';

export interface VerdictOptions {
  /** `--log-opts` limited the commits. */
  readonly isLimited?: boolean;
  /** The scan was stopped: what reaches an object is not known then. */
  readonly isCutShort?: boolean;
}

/** Through what a push, or the server, shows a secret; the strongest that holds. */
const publishedKinds = ['head', 'history', 'message', 'pull-refs'] as const;
type Published = (typeof publishedKinds)[number];

/** The verdict on the report of an audit, as it comes from the scan (nothing hidden yet). */
export function verdictOf(report: Report, options: VerdictOptions = {}): Verdict {
  const active = report.findings.filter(({ suppressed }) => suppressed === null);
  const published = new Map<Finding, Published>();
  for (const finding of active) {
    const how = publishedHow(finding, report, options);
    if (how !== undefined) published.set(finding, how);
  }
  const tracked = trackedEnvFiles(report);
  const gaps = gapReasons(report, options.isLimited === true);
  let verdict: VerdictText = 'safe to publish';
  if (published.size + tracked.length > 0) verdict = 'not safe';
  else if (gaps.length > 0) verdict = 'cannot tell';
  return {
    verdict,
    reasons: [
      ...publishedReasons(published, report),
      ...trackedReasons(tracked),
      ...gaps,
      ...(verdict === 'safe to publish' ? [cleanReason(report)] : []),
      ...acceptedReasons(report),
      ...sideNotes(report),
    ],
    onlyHere: localRemains(
      report,
      active.filter((finding) => !published.has(finding)),
    ),
  };
}

const sentKinds: ReadonlySet<RefKind> = new Set(['branch', 'tag', 'note', 'remote']);

/** Undefined = a push sends nothing of it. */
function publishedHow(
  finding: Finding,
  { target }: Report,
  { isCutShort = false }: VerdictOptions,
): Published | undefined {
  const { state, reachableFrom } = finding;
  if (state === 'head') return 'head';
  const kinds = refKinds(reachableFrom);
  const isSent =
    finding.reachableFromHead === true ||
    [...kinds].some((kind) => sentKinds.has(kind)) ||
    (kinds.has('other') && target.bare === true) ||
    (isCutShort && state === 'history');
  if (isSent) return state === 'history' ? 'history' : 'message';
  return kinds.has('pull') ? 'pull-refs' : undefined;
}

const publishedTexts: Readonly<Record<Published, (count: number) => string>> = {
  head: (count) => `${secrets(count)} in the files of HEAD`,
  history: (count) =>
    `${secrets(count)} not in HEAD, but in the history of branches, tags or remotes`,
  message: (count) => `${secrets(count)} in messages of commits or tags alone`,
  'pull-refs': (count) =>
    `${secrets(count)} in pull request refs alone: the server shows them to all who can read it`,
};

function publishedReasons(
  published: ReadonlyMap<Finding, Published>,
  { target }: Report,
): VerdictReason[] {
  const hows = [...published.values()];
  const reasons = publishedKinds.flatMap((kind) => {
    const count = hows.filter((how) => how === kind).length;
    return count === 0 ? [] : [reason(kind, count, publishedTexts[kind](count))];
  });
  const pushed = countOf(published, isPushed);
  // Of a mirror it goes without saying.
  if (pushed > 0 && target.bare !== true) {
    const text = `${pushed} of these ${isAre(pushed)} pushed already: rotate them first`;
    reasons.push(reason('pushed', pushed, text));
  }
  const aside = countOf(published, isAside);
  if (aside > 0) {
    const stand = aside === 1 ? 'stands' : 'stand';
    const text = `${aside} of these ${stand} in tests, examples or documentation alone`;
    reasons.push(reason('aside', aside, text));
  }
  return reasons;
}

function countOf(
  published: ReadonlyMap<Finding, Published>,
  holds: (finding: Finding) => boolean,
): number {
  return [...published.keys()].filter(holds).length;
}

function isPushed({ reachableFrom }: Finding): boolean {
  return refKinds(reachableFrom).has('remote');
}

/**
 * .env-like files in HEAD. What is one only by what was found in it (`server.pem`, `.npmrc`) does not count where all of
 * that is accepted.
 */
function trackedEnvFiles({ hygiene, findings }: Report): HygieneEntry[] {
  const isAccepted = (path: string): boolean => {
    const inIt = findings.filter(({ occurrences }) => occurrences.some((at) => at.path === path));
    return inIt.length > 0 && inIt.every(({ suppressed }) => suppressed !== null);
  };
  return hygiene
    .filter(({ check, inHead }) => check === 'tracked' && inHead !== false)
    .filter(({ path }) => isEnvLike(path) || !isAccepted(path));
}

function trackedReasons(entries: readonly HygieneEntry[]): VerdictReason[] {
  const count = entries.length;
  if (count === 0) return [];
  const paths = listed(entries.map(({ path }) => path));
  const files = counted(count, '.env-like file');
  return [reason('env-file', count, `${files} tracked in HEAD: ${paths}`)];
}

function cleanReason({ target }: Report): VerdictReason {
  if (target.tips === 0 && (target.head?.oid ?? null) === null) {
    return reason('empty', 0, 'there is no commit yet: a push would send nothing');
  }
  const text = 'no secret in what branches, tags, notes and remotes reach, messages included';
  return reason('clean', 0, text);
}
