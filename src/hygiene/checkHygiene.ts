// Judges each .env-like path, and each place where a .env may be created: tracked, ignored, by which rule, shared
// or not, left in the history. Takes values, returns values; where they come from is said in collectHygiene.ts.
import type { IgnoreRule } from '../git/ignore.ts';
import type { HygieneEntry, HygieneStatus } from '../model/hygiene.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { adviceFor } from './advice.ts';
import type { PathCheck } from './advice.ts';
import { isEnvExample } from './envLike.ts';
import { createFixFinder } from './fixes.ts';
import type { IgnoreLine } from './fixes.ts';
import { createMissExplainer } from './nearMiss.ts';
import { gatherPathFacts, isGitignoreRule } from './pathFacts.ts';
import type { HygieneFacts, PathFacts } from './pathFacts.ts';

/** An entry with what a fix needs: the path's bytes and the line that would ignore it. */
export interface JudgedPath {
  readonly path: BytePath;
  readonly entry: HygieneEntry;
  /** The line that is missing from a shared .gitignore; null when none is. */
  readonly missingLine: IgnoreLine | null;
  /** It is there, on disk or, without a work tree, in HEAD. An example never is. */
  readonly isPresent: boolean;
  /** A .env may well be created there. */
  readonly isPlace: boolean;
}

/** One entry per path, sorted by path (as bytes). */
export function checkHygiene(facts: HygieneFacts): HygieneEntry[] {
  return judgePaths(facts).map(({ entry }) => entry);
}

/** The same with what planIgnoreFix needs. */
export function judgePaths(facts: HygieneFacts): JudgedPath[] {
  const findFix = createFixFinder(facts.ignoreSources);
  const explainMiss = createMissExplainer(facts.ignoreSources);
  return gatherPathFacts(facts).map((about) => {
    const { path, verdict } = about;
    const missingLine = isLineMissing(about) ? findFix(path) : null;
    const nearMiss = verdict.ignored ? undefined : explainMiss(path, verdict);
    const { check, status } = judge(about);
    const advice = adviceFor({ about, check, missingLine, nearMiss });
    const rule = shownRule(verdict.rule);
    return {
      path,
      missingLine,
      isPresent: (about.isOnDisk || (about.isBare && about.isInHead)) && !isEnvExample(path),
      isPlace: about.isPlace,
      entry: { check, path: displayPath(path), status, rule, ...advice },
    };
  });
}

/** CLI.md, "hygiene". Of two warnings the one about the past is told: no ignore rule undoes it. */
function judge(about: PathFacts): { check: PathCheck; status: HygieneStatus } {
  const { verdict } = about;
  if (about.index !== undefined || about.isInHead) return { check: 'tracked', status: 'fail' };
  if (about.isOnDisk && !verdict.ignored) return { check: 'ignored', status: 'fail' };
  if (about.isInHistory) return { check: 'history', status: 'warn' };
  if (!verdict.ignored) return { check: 'ignored', status: 'warn' };
  if (!about.isShared) return { check: 'shared-rule', status: 'warn' };
  return { check: 'ignored', status: 'ok' };
}

/** An untracked .gitignore with the right line only has to be added, and an example is meant to be committed. */
function isLineMissing({ path, verdict, isShared }: PathFacts): boolean {
  return !isEnvExample(path) && !isShared && !(verdict.ignored && isGitignoreRule(verdict.rule));
}

function shownRule(rule: IgnoreRule | null): HygieneEntry['rule'] {
  if (rule === null) return null;
  const { source, line, pattern } = rule;
  return { source: displayPath(source), line, pattern: displayPath(pattern) };
}
