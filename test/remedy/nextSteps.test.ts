import { expect, it } from 'vitest';
import { nextSteps } from '../../src/remedy/nextSteps.ts';
import type { NextStepFacts } from '../../src/remedy/nextSteps.ts';

const done: NextStepFacts = {
  repoPath: '.',
  isBare: false,
  isShallow: false,
  cloneUri: undefined,
  findings: 0,
  isUnsafe: false,
  uncoveredEnvFiles: 0,
  hasBaseline: false,
  hasHook: true,
  hasPipeline: true,
};
const found = { findings: 3, isUnsafe: true };
const baseline = 'leaktrail baseline --reason "known before leaktrail"';

it.each<[Partial<NextStepFacts>, string[]]>([
  [{}, []],
  [{ hasHook: false }, ['leaktrail hook install']],
  [{ hasPipeline: false }, ['leaktrail range']],
  // One after the other.
  [{ hasHook: false, hasPipeline: false }, ['leaktrail hook install']],
  [found, ['leaktrail plan', baseline]],
  [{ ...found, hasBaseline: true }, ['leaktrail plan']],
  [{ ...found, hasHook: false }, ['leaktrail plan', baseline, 'leaktrail hook install']],
  // What stands only on this disk is a finding and no obstacle.
  [{ findings: 1 }, [baseline]],
  [{ uncoveredEnvFiles: 1 }, ['leaktrail env --fix']],
  [
    { ...found, uncoveredEnvFiles: 2, hasHook: false },
    ['leaktrail plan', 'leaktrail env --fix', baseline],
  ],
  [{ isShallow: true }, ['git fetch --unshallow']],
  [{ isShallow: true, repoPath: '../a b' }, ["git -C '../a b' fetch --unshallow"]],
  [
    { cloneUri: 'https://git.example/a;b.git' },
    ["git clone -- 'https://git.example/a;b.git' full-clone && leaktrail full-clone"],
  ],
  // In a bare repository there is nothing to commit, to ignore or to keep a baseline in.
  [{ ...found, isBare: true, uncoveredEnvFiles: 1, hasHook: false }, ['leaktrail plan']],
  [
    { ...found, repoPath: '../shop', hasHook: false },
    ['leaktrail plan ../shop', `${baseline} ../shop`, 'leaktrail hook install ../shop'],
  ],
  [{ hasHook: false, repoPath: "-o'x" }, [String.raw`leaktrail hook install './-o'\''x'`]],
  [{ hasHook: false, repoPath: 'a\u001b[2J' }, [String.raw`leaktrail hook install $'a\033[2J'`]],
])('after %j comes %j', (facts, commands) => {
  expect(nextSteps({ ...done, ...facts }).map(({ command }) => command)).toEqual(commands);
});
