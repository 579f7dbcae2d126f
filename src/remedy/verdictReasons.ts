// What a verdict says besides the secrets: what was not read, what is accepted, and what an audit cannot answer for.
import { problemKinds } from '../model/problem.ts';
import type { ProblemKind } from '../model/problem.ts';
import type { Coverage, Report } from '../model/report.ts';
import type { VerdictReason } from '../model/verdict.ts';
import { problemCount } from '../scan/coverage.ts';
import { groupBy } from '../triage/groupBy.ts';
import { counted, isAre, listed, reason } from './verdictWords.ts';

/** Why nothing can be said for certain; empty after a complete scan of everything. */
export function gapReasons({ target, coverage }: Report, isLimited: boolean): VerdictReason[] {
  const reasons: VerdictReason[] = [];
  if (isLimited) {
    const text =
      '--log-opts limited the commits: the others, the index and the working tree were not looked at';
    reasons.push(reason('limited', 1, text));
  }
  if (coverage.complete) return reasons;
  if (target.shallow) {
    reasons.push(reason('shallow', 1, 'the clone is shallow: older commits are absent'));
  }
  if (target.partial) {
    reasons.push(reason('partial', 1, 'the clone is partial: objects were left out'));
  }
  for (const kind of problemKinds) {
    const listedCount = problemCount(coverage.problems, kind);
    const count =
      kind === 'missing-object' ? Math.max(coverage.missingObjects, listedCount) : listedCount;
    if (count > 0) reasons.push(reason(kind, count, gapTexts[kind](count)));
  }
  return reasons;
}

const gapTexts: Readonly<Record<ProblemKind, (count: number) => string>> = {
  'missing-object': (count) => `${counted(count, 'object')} ${isAre(count)} missing`,
  'corrupt-object': (count) => `${counted(count, 'object')} ${isAre(count)} damaged`,
  'corrupt-pack': (count) => `${counted(count, 'pack')} ${isAre(count)} damaged`,
  'pack-without-index': (count) => `${counted(count, 'pack')} without an index`,
  'broken-ref': (count) => `${counted(count, 'ref')} ${isAre(count)} broken`,
  'unreadable-file': (count) => `${counted(count, 'file')} could not be read`,
  unsupported: (count) => `${counted(count, 'part')} of a kind that this version does not read`,
  limit: (count) => `${counted(count, 'part')} left unread because of a limit or an interruption`,
  'archive-limit': (count) => `${counted(count, 'archive')} read in part`,
};

const acceptedBy: Readonly<Record<string, string>> = {
  baseline: 'the baseline',
  'inline-comment': 'comments beside them',
  'ignore-file': '.leaktrailignore',
  gitleaksignore: '.gitleaksignore',
  'secrets-baseline': '.secrets.baseline',
};

/** Suppressed findings by what suppresses them, and what the configuration leaves out. */
export function acceptedReasons({ findings, coverage }: Report): VerdictReason[] {
  const suppressing = findings.flatMap(({ suppressed }) => suppressed?.by ?? []);
  const accepted = [...groupBy(suppressing, (by) => by)].map(([by, { length }]) =>
    reason('accepted', length, `${length} accepted by ${acceptedBy[by] ?? by}`),
  );
  return [
    ...accepted.toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)),
    ...skippedReason(coverage, 'configuration', configured, (parts) => {
      return `the configuration leaves out ${parts}`;
    }),
  ];
}

/** By the reason under which the receipt counts. */
type Nouns = Readonly<Record<string, readonly [one: string, many: string]>>;

const configured: Nouns = {
  'excluded-by-config': ['path', 'paths'],
  'allowed-by-config': ['value', 'values'],
  'rule-disabled-by-config': ['rule', 'rules'],
};
const unreadMembers: Nouns = {
  'encrypted-member': ['encrypted', 'encrypted'],
  'damaged-member': ['damaged', 'damaged'],
  'unsupported-member': ['packed in an unknown way', 'packed in an unknown way'],
};

/** What is no gap in the scan, but was not looked into; and .env-like files of the past, whatever was found in them. */
export function sideNotes({ coverage, hygiene }: Report): VerdictReason[] {
  const notes: VerdictReason[] = [];
  const past = hygiene.filter(({ check }) => check === 'history').map(({ path }) => path);
  if (past.length > 0) {
    const text = `${counted(past.length, '.env-like file')} committed in the past: ${listed(past)}`;
    notes.push(reason('env-history', past.length, text));
  }
  const unread = skippedReason(coverage, 'unread-members', unreadMembers, (parts) => {
    return `files in archives that nobody can look into: ${parts}`;
  });
  const gitlinks = coverage.skipped.find((each) => each.reason === 'gitlink')?.count ?? 0;
  if (gitlinks > 0) {
    const text = `${counted(gitlinks, 'submodule commit')} named: a submodule is a repository of its own, audit it, too`;
    notes.push(reason('submodules', gitlinks, text));
  }
  return [...notes, ...unread];
}

function skippedReason(
  { skipped }: Coverage,
  kind: string,
  nouns: Nouns,
  textOf: (parts: string) => string,
): VerdictReason[] {
  const named = skipped.flatMap((each) => {
    const noun = nouns[each.reason];
    return noun === undefined ? [] : [{ ...each, part: counted(each.count, ...noun) }];
  });
  if (named.length === 0) return [];
  const total = named.reduce((sum, { count }) => sum + count, 0);
  return [reason(kind, total, textOf(named.map(({ part }) => part).join(', ')))];
}
