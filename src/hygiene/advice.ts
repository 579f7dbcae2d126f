// What an entry says and what to do about it, in plain words: one sentence, and one command or line to add.
import { shellBytes } from '../git/shellWord.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { HygieneCheck, HygieneEntry } from '../model/hygiene.ts';
import { isEnvExample } from './envLike.ts';
import type { IgnoreLine } from './fixes.ts';
import type { PathFacts } from './pathFacts.ts';

/** What is said of a .env-like file. */
export type PathCheck = Exclude<HygieneCheck, 'docker'>;

export interface AdviceInput {
  readonly about: PathFacts;
  readonly check: PathCheck;
  /** The line that would make a shared .gitignore ignore the path; null when none is missing. */
  readonly missingLine: IgnoreLine | null;
  /** Why a line that looks right does not ignore it. */
  readonly nearMiss: string | undefined;
}

const lineStep = 'add this line to ';
const stepSeparator = '; then ';

/** Whether a line is missing that `env --fix` would write: a tracked file that a shared rule ignores needs none any more. */
export function lacksLine({ status, fix }: Pick<HygieneEntry, 'status' | 'fix'>): boolean {
  return status === 'fail' && fix.split(stepSeparator).some((step) => step.startsWith(lineStep));
}

/** `fix` is empty when nothing is to be done. */
export function adviceFor(input: AdviceInput): Pick<HygieneEntry, 'message' | 'fix'> {
  if (isEnvExample(input.about.path) && input.check !== 'shared-rule') return exampleAdvice(input);
  switch (input.check) {
    case 'tracked':
      return trackedAdvice(input);
    case 'history':
      return historyAdvice(input);
    case 'shared-rule':
      return { message: `${unsharedText(input)}: other clones do not`, fix: ignoreStep(input) };
    case 'ignored':
      return ignoredAdvice(input);
  }
}

function trackedAdvice(input: AdviceInput): Pick<HygieneEntry, 'message' | 'fix'> {
  const { index, isBare, verdict, path } = input.about;
  const although = verdict.ignored
    ? `, although ${ruleName(input)} ignores it (which has no effect on tracked files)`
    : nearMissText(input);
  if (index === undefined && !isBare) {
    return {
      message: `still in HEAD${although}: its removal is staged, but not committed`,
      fix: steps('git commit -m "Stop tracking a file of secrets"', ignoreStep(input)),
    };
  }
  const where = index === undefined ? 'in HEAD' : `tracked${markText(input)}`;
  return {
    message: `${where}${although}: every clone holds it`,
    fix: steps(removeCommand(path), ignoreStep(input)),
  };
}

/** An example is meant to be in the repository: not the file is to go, but the values. */
function exampleAdvice(input: AdviceInput): Pick<HygieneEntry, 'message' | 'fix'> {
  const { realValues, verdict } = input.about;
  const [one, ...more] = realValues;
  if (one === undefined) {
    return {
      message: 'no real value now, but the history holds one',
      fix: 'replace the secret that it held where it is used: others may know it',
    };
  }
  const holds =
    more.length === 0 ? `a real value: ${one}` : `real values: ${realValues.join(', ')}`;
  const placeholder = `put ${more.length === 0 ? 'a placeholder' : 'placeholders'} there`;
  if (input.check === 'tracked') {
    return {
      message: `tracked, and it holds ${holds}; every clone has it`,
      fix: `${placeholder}, and replace what stands there now where it is used: others may know it`,
    };
  }
  if (verdict.ignored)
    return { message: `ignored by ${ruleName(input)}, and it holds ${holds}`, fix: '' };
  return { message: `it holds ${holds}; "git add ." would take it in`, fix: placeholder };
}

function historyAdvice(input: AdviceInput): Pick<HygieneEntry, 'message' | 'fix'> {
  const { verdict, isShared, path } = input.about;
  let next = '';
  if (!verdict.ignored) next = `, and nothing ignores a new one${nearMissText(input)}`;
  else if (!isShared) next = `; ${unsharedText(input)}`;
  return {
    message: `no longer tracked, but the history holds it${next}`,
    fix: steps(
      `replace the secrets it held, then git filter-repo --invert-paths --path${path.startsWith('-') ? '=' : ' '}${shellBytes(path)}`,
      ignoreStep(input),
    ),
  };
}

function ignoredAdvice(input: AdviceInput): Pick<HygieneEntry, 'message' | 'fix'> {
  const { verdict, isOnDisk } = input.about;
  if (verdict.ignored) {
    const what = isOnDisk ? 'ignored' : 'does not exist and would be ignored';
    return { message: `${what} by ${ruleName(input)}`, fix: '' };
  }
  const what = isOnDisk ? 'not ignored' : 'does not exist, but would not be ignored';
  return {
    message: `${what}${nearMissText(input)}: "git add ." would take it in`,
    fix: ignoreStep(input),
  };
}

/** Which rule ignores it here alone, and why nobody else has that rule. */
function unsharedText(input: AdviceInput): string {
  const why = isUntrackedGitignore(input) ? 'which is not committed' : 'on this machine only';
  return `ignored by ${ruleName(input)}, ${why}`;
}

/** The step that makes a shared rule ignore the path; empty when one does. */
function ignoreStep(input: AdviceInput): string {
  const { missingLine } = input;
  const source = input.about.verdict.rule?.source;
  if (missingLine?.isUtf16 === true) return `save ${displayPath(missingLine.file)} as UTF-8`;
  if (missingLine !== null) {
    return `${lineStep}${displayPath(missingLine.file)}: ${displayPath(missingLine.line)}`;
  }
  return isUntrackedGitignore(input) && source !== undefined
    ? `git add -- ${shellBytes(source)}`
    : '';
}

function isUntrackedGitignore({ about, missingLine }: AdviceInput): boolean {
  return about.verdict.ignored && !about.isShared && missingLine === null;
}

function markText({ about: { index } }: AdviceInput): string {
  const marks = [
    ...(index?.skipWorktree === true ? ['skip-worktree'] : []),
    ...(index?.assumeUnchanged === true ? ['assume-unchanged'] : []),
    ...(index?.intentToAdd === true ? ['intent-to-add'] : []),
  ];
  return marks.length === 0 ? '' : ` (marked ${marks.join(' and ')})`;
}

function nearMissText({ nearMiss }: AdviceInput): string {
  return nearMiss === undefined ? '' : ` (${nearMiss})`;
}

function ruleName({ about: { verdict } }: AdviceInput): string {
  const { rule } = verdict;
  return rule === null ? 'no rule' : `${displayPath(rule.source)}:${rule.line}`;
}

function steps(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(stepSeparator);
}

/** A path with glob characters would name other files as well. */
function removeCommand(path: BytePath): string {
  const literal = /[*?[\\]|^:/u.test(path) ? '--literal-pathspecs ' : '';
  return `git ${literal}rm --cached -- ${shellBytes(path)}`;
}
