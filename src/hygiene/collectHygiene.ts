// The one door to this room: from an opened repository and what others read of it to the hygiene entries.
import { readUserConfig } from '../git/configFiles.ts';
import type { Environment } from '../git/environment.ts';
import { createIgnoreRules, gitignorePath } from '../git/ignore.ts';
import type { IgnoreSources } from '../git/ignore.ts';
import { treeIgnoreSources, worktreeFile, worktreeIgnoreSources } from '../git/ignoreSources.ts';
import type { Repository } from '../git/repository.ts';
import { readSmallFile } from '../git/smallFile.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { checkDocker } from './checkDocker.ts';
import { judgePaths } from './checkHygiene.ts';
import type { JudgedPath } from './checkHygiene.ts';
import { treeDockerSources, worktreeDockerSources } from './dockerSources.ts';
import { isEnvExample } from './envLike.ts';
import { envFileNames } from './envFileNames.ts';
import type { IndexPath } from './pathFacts.ts';
import { findRealExamples } from './realExamples.ts';
import type { TellingValues } from './realExamples.ts';
import { collectWorktreeEnvFiles } from './worktreeEnvFiles.ts';
import type { WorktreeEnvFiles } from './worktreeEnvFiles.ts';

export interface HygieneInput {
  readonly repository: Pick<Repository, 'workTree' | 'commonDir' | 'config'>;
  readonly indexEntries: readonly IndexPath[];
  /** Paths of HEAD's tree: all, or at least those of .env-like files, project files and .gitignore. */
  readonly headPaths: readonly BytePath[];
  /** Contents of HEAD's .gitignore files by path: the rules of a bare repository and of folders left out by a sparse checkout. */
  readonly headGitignores?: ReadonlyMap<BytePath, Uint8Array>;
  /** Contents of HEAD's Dockerfiles and their ignore files (isDockerFile) by path; asked for in a bare repository alone. */
  readonly headDockerFiles?: ReadonlyMap<BytePath, Uint8Array>;
  /** Paths of .env-like files (EnvFileNames) anywhere in the history; more do no harm. */
  readonly historyPaths: Iterable<BytePath>;
  /** Paths in whose contents a secret was found, in any commit: these make `.npmrc`, `*.pem` and `.env.example` count. */
  readonly pathsWithSecrets?: ReadonlySet<BytePath>;
  /** Those of them that hold one on disk or in the index alone: that is no history. */
  readonly uncommittedSecrets?: ReadonlySet<BytePath>;
  /** Values of secrets found with high confidence, by path: those of examples count. */
  readonly secretsAt?: ReadonlyMap<BytePath, ReadonlySet<string>>;
  /** The contents of a path in the index and in HEAD; asked for examples. */
  readonly committedContents?: (path: BytePath) => readonly Uint8Array[];
  /** Which values of .env files are worth a comparison; none where it is absent. */
  readonly tellingValues?: TellingValues;
  /** Globs of the configuration for further .env-like files (envFileNames). */
  readonly envFiles?: readonly string[];
  readonly env: Environment;
  /** Hears of what could not be read in the work tree. */
  readonly onProblem?: (problem: Problem) => void;
}

export interface JudgedHygiene {
  /** Sorted by path: one for each judged path, and what Docker's ignore files lack. */
  readonly entries: readonly HygieneEntry[];
  readonly judged: readonly JudgedPath[];
  /** The rules it was judged by; planIgnoreFix works on the same. */
  readonly ignoreSources: IgnoreSources;
}

/** The hygiene of a repository, with what planIgnoreFix needs. */
export async function judgeHygiene(input: HygieneInput): Promise<JudgedHygiene> {
  const { workTree } = input.repository;
  const ignoreSources = await ignoreSourcesOf(input);
  const names = envFileNames(input.envFiles);
  const worktree =
    workTree === null
      ? null
      : await collectWorktreeEnvFiles(workTree, createIgnoreRules(ignoreSources), names);
  for (const problem of worktree?.problems ?? []) input.onProblem?.(problem);
  const realExamples = examplesOf(input, worktree);
  const judged = judgePaths({
    indexEntries: input.indexEntries,
    headPaths: input.headPaths,
    historyPaths: input.historyPaths,
    worktree,
    pathsWithSecrets: input.pathsWithSecrets ?? new Set(),
    uncommittedSecrets: input.uncommittedSecrets ?? new Set(),
    realExamples,
    ignoreSources,
    names,
  });
  const docker =
    workTree === null
      ? treeDockerSources(input.headPaths, input.headDockerFiles ?? new Map())
      : worktreeDockerSources(workTree, worktree?.dockerfiles ?? []);
  const candidates = judged.filter(({ isPresent, isPlace }) => isPresent || isPlace);
  const entries = [...judged.map(({ entry }) => entry), ...checkDocker(docker, candidates)];
  return { entries: entries.toSorted(byPath), judged, ignoreSources };
}

/** Local .env files are read only where there is an example to compare them with. */
function examplesOf(
  { repository, indexEntries, headPaths, secretsAt = new Map(), ...input }: HygieneInput,
  worktree: WorktreeEnvFiles | null,
): Map<BytePath, readonly string[]> {
  const { committedContents = () => [], tellingValues = () => [] } = input;
  const { workTree } = repository;
  const onDisk = (path: BytePath): Uint8Array[] => {
    const bytes = workTree === null ? undefined : readSmallFile(worktreeFile(workTree, path));
    return bytes === undefined ? [] : [bytes];
  };
  const there = new Set(worktree?.examples);
  const committed = [...indexEntries.map(({ path }) => path), ...headPaths].filter(isEnvExample);
  const examples = new Map(
    [...new Set([...there, ...committed])].map((path) => [
      path,
      [...(there.has(path) ? onDisk(path) : []), ...committedContents(path)],
    ]),
  );
  if (examples.size === 0) return new Map();
  const local = new Map(
    (worktree?.envFiles ?? []).flatMap((path) => onDisk(path).map((bytes) => [path, bytes])),
  );
  return findRealExamples({ examples, local, secretsAt, tellingValues });
}

/** As bytes, which is how git sorts. */
function byPath({ path: left }: HygieneEntry, { path: right }: HygieneEntry): number {
  return Buffer.compare(
    Buffer.from(shownPath(left), 'latin1'),
    Buffer.from(shownPath(right), 'latin1'),
  );
}

async function ignoreSourcesOf(input: HygieneInput): Promise<IgnoreSources> {
  const { repository, env, headGitignores = new Map<BytePath, Uint8Array>() } = input;
  const { workTree, commonDir, config } = repository;
  if (workTree === null) return treeIgnoreSources(headGitignores);
  // What is damaged there is not of the repository, and no gap in what was read of it.
  const { config: userConfig } = await readUserConfig(env);
  const onDisk = worktreeIgnoreSources({ workTree, commonDir, config, userConfig, env });
  return withLeftOutFiles(onDisk, headGitignores, input.indexEntries);
}

/** A .gitignore that a sparse checkout leaves out is read from the index by git (git-sparse-checkout); HEAD's is taken for it. */
function withLeftOutFiles(
  sources: IgnoreSources,
  headGitignores: ReadonlyMap<BytePath, Uint8Array>,
  indexEntries: readonly IndexPath[],
): IgnoreSources {
  const leftOut = indexEntries.filter(({ skipWorktree }) => skipWorktree).map(({ path }) => path);
  if (leftOut.length === 0) return sources;
  const files = new Set(leftOut);
  const folders = leftOut.filter((path) => path.endsWith('/'));
  const isLeftOut = (file: BytePath): boolean =>
    files.has(file) || folders.some((folder) => file.startsWith(folder));
  return {
    ...sources,
    readGitignore: (folder) => {
      const file = gitignorePath(folder);
      const bytes = sources.readGitignore(folder);
      return bytes ?? (isLeftOut(file) ? headGitignores.get(file) : undefined);
    },
  };
}
