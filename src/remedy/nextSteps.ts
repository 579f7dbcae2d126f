// Which commands make sense after an audit. Each is told until what it does is done.
import { shellWord } from '../git/shellWord.ts';
import type { NextStep } from '../model/nextStep.ts';

/** The state that decides. */
export interface NextStepFacts {
  /** As the user named it; `.` is left out of commands. */
  readonly repoPath: string;
  readonly isBare: boolean;
  readonly isShallow: boolean;
  /** Where a partial clone can be had whole: no credentials; undefined for a whole one. */
  readonly cloneUri: string | undefined;
  /** Findings that are not suppressed. */
  readonly findings: number;
  /** A push sends or sent a secret, or a file made for them. */
  readonly isUnsafe: boolean;
  /** .env files that are tracked or there, and that no line of a .gitignore covers. */
  readonly uncoveredEnvFiles: number;
  readonly hasBaseline: boolean;
  readonly hasHook: boolean;
  /** A pipeline of the repository names leaktrail. */
  readonly hasPipeline: boolean;
}

/** More would not be read. */
const mostSteps = 3;

/** At most three, the most urgent first; none where all is done. */
export function nextSteps(facts: NextStepFacts): readonly NextStep[] {
  const { repoPath, isBare, findings } = facts;
  const repo = repoPath === '.' ? '' : ` ${operand(repoPath)}`;
  const inRepo = repoPath === '.' ? 'git' : `git -C ${operand(repoPath)}`;
  const steps: readonly (readonly [isDue: boolean, command: string, purpose: string])[] = [
    [
      facts.isShallow,
      `${inRepo} fetch --unshallow`,
      'the clone is shallow: fetch the rest, then audit again',
    ],
    [
      facts.cloneUri !== undefined,
      `git clone -- ${shellWord(facts.cloneUri ?? '')} full-clone && leaktrail full-clone`,
      'this clone is partial: audit a whole one',
    ],
    [facts.isUnsafe, `leaktrail plan${repo}`, 'what to rotate, replace and purge, in order'],
    [
      facts.uncoveredEnvFiles > 0 && !isBare,
      `leaktrail env --fix${repo}`,
      'let .gitignore cover every .env file',
    ],
    [
      findings > 0 && !facts.hasBaseline && !isBare,
      `leaktrail baseline --reason "known before leaktrail"${repo}`,
      'accept what is no secret: it no longer counts',
    ],
    [!facts.hasHook && !isBare, `leaktrail hook install${repo}`, 'check each commit from now on'],
    [
      facts.hasHook && !facts.hasPipeline && findings === 0,
      'leaktrail range',
      'in CI: check each push and pull request (docs/CI.md)',
    ],
  ];
  return steps
    .filter(([isDue]) => isDue)
    .slice(0, mostSteps)
    .map(([, command, purpose]) => ({ command, purpose }));
}

/** A word that is no option, whatever it begins with. */
function operand(path: string): string {
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}
