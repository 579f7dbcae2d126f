// What the commands of every route have in common. Each line can be copied as it stands into a POSIX shell (on Windows
// Git Bash).
import { dirname, join } from 'node:path';
import type { DisplayPath } from '../model/path.ts';
import { shownPath } from '../model/path.ts';
import type { CommandStep, PurgeRoute } from '../model/plan.ts';
import { planFiles } from './planFolder.ts';
import type { RepositoryFacts } from './repositoryFacts.ts';
import { shellBytes, shellWord } from '../git/shellWord.ts';

export interface CommandInput {
  readonly route: PurgeRoute;
  readonly facts: RepositoryFacts;
  /** Absolute; the user named it with --dir where `isNamed`. */
  readonly folder: string;
  readonly isNamed: boolean;
  /** Names in it that are free: for the copy of the repository, and for a fresh clone. */
  readonly backupName: string;
  readonly cloneName: string;
  /** Which of its files there are. */
  readonly files: ReadonlySet<string>;
  /** Files that the rewriting takes from the working tree and that are on disk. */
  readonly keptPaths: readonly DisplayPath[];
  /** Refs that name a blob or a tree with a secret. */
  readonly refsToDelete: readonly string[];
  /** Entries of the stash to be dropped, the oldest first; `all` where none can be told from the others. */
  readonly stashEntries: readonly number[] | 'all';
  /** Refs to rewrite where others, of a remote, are to stay as they are; null = all. */
  readonly onlyRefs: readonly string[] | null;
  /** Full names of the refs that hold secrets, as they are called at the remote. */
  readonly pushedRefs: readonly string[];
}

/** The least version that knows all options and writes what GitHub asks for. */
const leastFilterRepo = '2.47';

export const installStep: CommandStep = {
  title: 'Install git-filter-repo',
  notes: [`Version ${leastFilterRepo} or newer, with Python 3.6 or newer and git 2.36 or newer.`],
  commands: [`python3 -m pip install 'git-filter-repo>=${leastFilterRepo}'`],
};

export const rewritingNote =
  'Ids of commits change from the first one that held a secret on; signatures of rewritten commits and tags are dropped.';

/** Git in a folder. Not behind a `cd`: where that fails, what follows it would be done to the repository of the current folder. */
export function gitIn(folder: string): string {
  return `git -C ${shellWord(folder)}`;
}

/** Deletes refs to blobs and trees, which are not rewritten, then rewrites the others that are to be. */
export function filterCommands(
  { folder, files, refsToDelete, onlyRefs }: CommandInput,
  repository: string,
): string[] {
  const path = (name: string): string => shellWord(join(folder, name));
  const command = [
    `${gitIn(repository)} filter-repo --force`,
    ...(files.has(planFiles.text) ? [`--replace-text ${path(planFiles.text)}`] : []),
    ...(files.has(planFiles.messages) ? [`--replace-message ${path(planFiles.messages)}`] : []),
    ...(files.has(planFiles.paths)
      ? [`--invert-paths --paths-from-file ${path(planFiles.paths)}`]
      : []),
    ...(files.has(planFiles.blobs) ? [`--strip-blobs-with-ids ${path(planFiles.blobs)}`] : []),
    // The option takes all words up to the next option, so it is the last one.
    ...(onlyRefs === null ? [] : ['--refs', ...onlyRefs.map((ref) => shellWord(ref))]),
  ].join(' ');
  return [
    ...refsToDelete.map((ref) => `${gitIn(repository)} update-ref -d ${shellWord(ref)}`),
    ...(onlyRefs?.length === 0 ? [] : [command]),
  ];
}

export function forgetStep({ facts }: CommandInput, folder: string): CommandStep {
  const git = gitIn(folder);
  return {
    title: 'Forget what nothing reaches',
    notes: [
      'What reflogs, the old index and unreachable objects held goes for good: nothing brings it back. What is left of the stash stays.',
    ],
    commands: [
      ...(facts.rerereFolder === null ? [] : [`rm -r ${shellWord(facts.rerereFolder)}`]),
      ...facts.keepFiles.map((path) => `rm -f ${shellWord(path)}`),
      // By configuration and not by option: an option would throw the entries of the stash away, too.
      `${git} -c gc.reflogExpire=now -c gc.reflogExpireUnreachable=now reflog expire --all`,
      `${git} gc --prune=now`,
    ],
  };
}

/** Copies a file with the folders above it. */
export function copyCommands(path: DisplayPath, from: string, to: string): string[] {
  const bytes = shownPath(path);
  const target = (base: string, name: string): string => {
    const word = shellBytes(name);
    return word === name && shellWord(base) === base
      ? `${base}/${name}`
      : `${shellWord(`${base}/`)}${word}`;
  };
  const parent = dirname(bytes);
  const folder = parent === '.' ? shellWord(to) : target(to, parent);
  return [`mkdir -p ${folder} && cp -p ${target(from, bytes)} ${target(to, bytes)}`];
}
