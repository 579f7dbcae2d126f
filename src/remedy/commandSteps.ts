// Step 4 of a plan: the commands, in order.
import { join } from 'node:path';
import type { CommandStep } from '../model/plan.ts';
import {
  copyCommands,
  filterCommands,
  forgetStep,
  gitIn,
  installStep,
  rewritingNote,
} from './commandParts.ts';
import type { CommandInput } from './commandParts.ts';
import { freshCloneSteps } from './freshCloneSteps.ts';
import { shellWord } from '../git/shellWord.ts';

export function commandSteps(input: CommandInput): CommandStep[] {
  switch (input.route) {
    case 'none':
      return [];
    case 'forget':
      return [stashStep(input), forgetStep(input, input.facts.folder), verifyStep(input)].flat();
    case 'in-place':
      return inPlace(input);
    case 'fresh-clone':
      return freshCloneSteps(input);
  }
}

function inPlace(input: CommandInput): CommandStep[] {
  const { facts, folder } = input;
  return [
    installStep,
    {
      title: 'Keep a copy',
      notes: [
        ...(facts.isBare
          ? []
          : [
              'Commit what you replaced first: rewriting ends with "git reset --hard", and what is not committed is lost.',
            ]),
        'The copy holds the secrets: it goes with the folder of this plan in the end.',
      ],
      commands: [
        `git clone --mirror -- ${shellWord(facts.folder)} ${shellWord(join(folder, input.backupName))}`,
        ...keepCommands(input),
      ],
    },
    ...worktreeStep(input),
    ...stashStep(input),
    {
      title: 'Rewrite the history',
      notes: [
        rewritingNote,
        ...(input.onlyRefs === null
          ? []
          : ['Only these refs hold secrets, and no remote has them: the others stay as they are.']),
      ],
      commands: [
        ...(facts.earlierRun === null ? [] : [`rm -r ${shellWord(facts.earlierRun)}`]),
        ...filterCommands(input, facts.folder),
      ],
    },
    forgetStep(input, facts.folder),
    ...putBackStep(input, facts.folder),
    verifyStep(input),
  ];
}

function stashStep({ facts, stashEntries }: CommandInput): CommandStep[] {
  if (stashEntries.length === 0) return [];
  const git = gitIn(facts.folder);
  return [
    {
      title: 'Drop what the stash holds of them',
      notes: [
        'Apply what is still needed first (git stash apply): these entries hold a secret, or build on a commit that does, and go as a whole.',
      ],
      commands:
        stashEntries === 'all'
          ? [`${git} update-ref -d refs/stash`]
          : stashEntries.map((entry) => `${git} stash drop ${shellWord(`stash@{${entry}}`)}`),
    },
  ];
}

function worktreeStep({ facts }: CommandInput): CommandStep[] {
  if (facts.linkedWorktrees.length === 0) return [];
  return [
    {
      title: 'Take the other worktrees away',
      notes: [
        'git-filter-repo does not update them. Commit what is in them first; add them again afterwards.',
      ],
      commands: facts.linkedWorktrees.map(
        (worktree) => `${gitIn(facts.folder)} worktree remove ${shellWord(worktree)}`,
      ),
    },
  ];
}

function verifyStep({ facts, folder, isNamed }: CommandInput): CommandStep {
  const named = isNamed ? ` --dir ${shellWord(folder)}` : '';
  return {
    title: 'Look whether it worked',
    notes: [
      'It ends with 0 when no value is left anywhere, and then names the command that deletes the folder of this plan.',
    ],
    commands: [`leaktrail plan --verify ${shellWord(facts.folder)}${named}`],
  };
}

function keepCommands({ facts, folder, keptPaths }: CommandInput): string[] {
  return keptPaths.flatMap((path) => copyCommands(path, facts.folder, join(folder, 'kept')));
}

function putBackStep({ facts, folder, keptPaths }: CommandInput, to: string): CommandStep[] {
  if (keptPaths.length === 0) return [];
  return [
    {
      title: 'Put the files back that are no longer tracked',
      notes: [
        'With the new values in them. Git must ignore them: leaktrail env says whether it does.',
      ],
      commands: keptPaths.flatMap((path) =>
        copyCommands(path, join(folder, 'kept'), facts.isBare ? folder : to),
      ),
    },
  ];
}
