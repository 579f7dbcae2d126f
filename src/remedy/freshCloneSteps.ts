// The commands where the history is at a remote: a fresh clone of it is rewritten, looked at, pushed, and cloned anew.
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
import { shellWord } from '../git/shellWord.ts';

export function freshCloneSteps(input: CommandInput): CommandStep[] {
  const { facts, folder, pushedRefs } = input;
  const remote = facts.remotes[0]?.name ?? 'origin';
  const clone = join(folder, input.cloneName);
  const renewed = `${facts.folder}.clean`;
  const url = (isPush: boolean): string =>
    `"$(${gitIn(facts.folder)} remote get-url ${isPush ? '--push ' : ''}${shellWord(remote)})"`;
  const others = facts.remotes.slice(1).map(({ name }) => name);
  // The clone has what the remote has: by pattern nothing fails over a ref that went meanwhile.
  const pushed = [
    'heads',
    'tags',
    ...(pushedRefs.some((ref) => ref.startsWith('refs/notes/')) ? ['notes'] : []),
  ]
    .map((kind) => `'refs/${kind}/*:refs/${kind}/*'`)
    .join(' ');
  return [
    installStep,
    {
      title: `Clone ${remote} afresh`,
      notes: [
        'Ask everybody to push what they have and to stop; push your own branches and the replaced lines, too.',
        'The copy holds the secrets: it goes with the folder of this plan in the end.',
      ],
      commands: [
        `git clone --mirror --no-local -- ${url(false)} ${shellWord(clone)}`,
        `git clone --mirror ${shellWord(clone)} ${shellWord(join(folder, input.backupName))}`,
      ],
    },
    {
      title: 'Rewrite the history',
      notes: [rewritingNote],
      commands: filterCommands(input, clone),
    },
    forgetStep({ ...input, facts: { ...facts, rerereFolder: null, keepFiles: [] } }, clone),
    {
      title: 'Look whether it worked, before anything is pushed',
      notes: [],
      commands: [`leaktrail plan --verify ${shellWord(clone)} --dir ${shellWord(folder)}`],
    },
    {
      title: 'Push the rewritten refs',
      notes: [
        'Protected branches have to be opened for a force-push meanwhile.',
        ...(pushedRefs.length === 0 ? [] : [`These hold secrets: ${firstOf(pushedRefs)}.`]),
        'All others that share history with them are rewritten, too; the patterns push every branch and tag.',
        ...(others.length === 0
          ? []
          : [`Do the same for the other remotes: ${others.join(', ')}.`]),
      ],
      commands: [
        `${gitIn(clone)} push --force -- ${url(true)} ${pushed}`,
        ...input.refsToDelete.map(
          (ref) => `${gitIn(clone)} push -- ${url(true)} ${shellWord(`:${ref}`)}`,
        ),
      ],
    },
    {
      title: 'Clone anew and leave this clone',
      notes: [
        `${facts.folder} still holds the secrets, as every other clone does: move over what is only here (branches that were not pushed as patches, the stash, ignored files), then delete it. Never merge or rebase onto it.`,
        ...(facts.linkedWorktrees.length === 0
          ? []
          : [`Its other worktrees go with it: ${facts.linkedWorktrees.join(', ')}.`]),
      ],
      commands: [
        // A clone of a path on this disk would take along what nothing reaches.
        `git clone${facts.isBare ? ' --mirror' : ''} --no-local -- ${url(false)} ${shellWord(renewed)}`,
        ...input.keptPaths.flatMap((path) => copyCommands(path, facts.folder, renewed)),
        `leaktrail plan --verify ${shellWord(renewed)} --dir ${shellWord(folder)}`,
      ],
    },
  ];
}

const refsNamed = 20;

function firstOf(refs: readonly string[]): string {
  const rest = refs.length - refsNamed;
  const named = refs.slice(0, refsNamed).join(', ');
  return rest > 0 ? `${named} and ${rest} more` : named;
}
