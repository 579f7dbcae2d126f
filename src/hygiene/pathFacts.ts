// What is known about the paths that hygiene speaks of: gathered from index, HEAD, history and work tree. Judging
// them is the business of checkHygiene.ts.
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreRule, IgnoreSources, IgnoreVerdict } from '../git/ignore.ts';
import type { IndexEntry } from '../git/stagingIndex.ts';
import { treeEntryKind } from '../git/tree.ts';
import { baseName, folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { EnvFileNames } from './envFileNames.ts';
import { isEnvExample, isEnvLikeByContent } from './envLike.ts';
import { isProjectFile, pathIn } from './projectFiles.ts';

/** What the index says of a path; a folder of a sparse index ends in `/` and stands for what HEAD has below it. */
export type IndexPath = Pick<
  IndexEntry,
  'path' | 'mode' | 'skipWorktree' | 'assumeUnchanged' | 'intentToAdd'
>;

export interface HygieneFacts {
  /** Empty for a bare repository. */
  readonly indexEntries: readonly IndexPath[];
  /** Paths of HEAD's tree: all, or at least those of .env-like files, project files and .gitignore. */
  readonly headPaths: Iterable<BytePath>;
  /** Paths of .env-like files anywhere in the history. */
  readonly historyPaths: Iterable<BytePath>;
  /** What the walk of the work tree found; null without one: then HEAD's tree says what is shared and where projects are. */
  readonly worktree: {
    readonly envFiles: readonly BytePath[];
    readonly projectFiles: readonly BytePath[];
    /** Examples of .env-like files. */
    readonly examples: readonly BytePath[];
  } | null;
  /** Paths in whose contents a secret was found, in any commit: these make `.npmrc`, `*.pem` and `.env.example` count. */
  readonly pathsWithSecrets: ReadonlySet<BytePath>;
  /** Those of them that hold one on disk or in the index alone: that is no history. */
  readonly uncommittedSecrets?: ReadonlySet<BytePath>;
  /** Examples that hold real values now, with the names of these. */
  readonly realExamples: ReadonlyMap<BytePath, readonly string[]>;
  readonly ignoreSources: IgnoreSources;
  readonly names: EnvFileNames;
}

/** Everything that is known about one path. */
export interface PathFacts {
  readonly path: BytePath;
  /** There is no work tree, and HEAD stands for it. */
  readonly isBare: boolean;
  /** undefined when the index has no such file. */
  readonly index: IndexPath | undefined;
  readonly isInHead: boolean;
  readonly isInHistory: boolean;
  readonly isOnDisk: boolean;
  /** A .env may well be created there: at the top, or beside a project file. */
  readonly isPlace: boolean;
  /** The names of real values in an example; empty for one that holds none now, and for other files. */
  readonly realValues: readonly string[];
  /** What git's rules say of a file at this path. */
  readonly verdict: IgnoreVerdict;
  /** Whether it is ignored by a .gitignore that every clone gets. */
  readonly isShared: boolean;
}

/** Facts on every .env-like file and on the `.env` at the top and beside each project file; sorted by path. */
export function gatherPathFacts(facts: HygieneFacts): PathFacts[] {
  const { worktree, pathsWithSecrets, realExamples, names } = facts;
  const examples = (worktree?.examples ?? []).filter((path) => realExamples.has(path));
  const onDisk = new Set([...(worktree?.envFiles ?? []), ...examples]);
  const didCount = (path: BytePath): boolean =>
    names.isEnvLike(path) || (isEnvLikeByContent(path) && pathsWithSecrets.has(path));
  // An example that held a secret once may hold none now.
  const doesCount = (path: BytePath): boolean =>
    onDisk.has(path) || realExamples.has(path) || (didCount(path) && !isPastExample(path));
  const isPastExample = (path: BytePath): boolean =>
    isEnvExample(path) && !names.isEnvLike(path) && !realExamples.has(path);
  const headPaths = [...facts.headPaths];
  const files = indexFiles(facts.indexEntries, headPaths);
  const index = new Map(
    files.filter(({ path }) => doesCount(path)).map((entry) => [entry.path, entry]),
  );
  const { uncommittedSecrets = new Set<BytePath>() } = facts;
  for (const path of [...uncommittedSecrets].filter(doesCount)) {
    if (!index.has(path)) onDisk.add(path);
  }
  const head = new Set(headPaths.filter(doesCount));
  const committedSecrets = [...pathsWithSecrets].filter((path) => !uncommittedSecrets.has(path));
  const history = new Set([...facts.historyPaths, ...committedSecrets].filter(didCount));
  // What intent-to-add announces is in no commit yet.
  const committed = files.filter(({ intentToAdd }) => !intentToAdd).map(({ path }) => path);
  const tracked = worktree === null ? headPaths : committed;
  const sharedIgnoreFiles = new Set(tracked.filter((path) => baseName(path) === '.gitignore'));
  const projectFiles = [...(worktree?.projectFiles ?? []), ...tracked.filter(isProjectFile)];
  const created = new Set(
    ['', ...projectFiles.map(folderOf)].map((folder) => pathIn(folder, '.env')),
  );

  const rules = createIgnoreRules(facts.ignoreSources);
  const paths = new Set([...index.keys(), ...head, ...history, ...onDisk, ...created]);
  return [...paths].toSorted().map((path) => {
    const verdict = rules.check(path, false);
    return {
      path,
      isBare: worktree === null,
      index: index.get(path),
      isInHead: head.has(path),
      isInHistory: history.has(path),
      isOnDisk: onDisk.has(path),
      isPlace: created.has(path),
      realValues: realExamples.get(path) ?? [],
      verdict,
      isShared: verdict.ignored && isShared(verdict.rule, sharedIgnoreFiles),
    };
  });
}

function indexFiles(entries: readonly IndexPath[], headPaths: readonly BytePath[]): IndexPath[] {
  const files = entries.filter(({ mode }) => isFileMode(mode));
  const folders = entries.filter(({ mode }) => treeEntryKind(mode) === 'tree');
  if (folders.length === 0) return files;
  const below = headPaths.flatMap((path) => {
    const folder = folders.find((entry) => path.startsWith(entry.path));
    return folder === undefined ? [] : [{ ...folder, path, skipWorktree: true }];
  });
  return [...files, ...below];
}

function isFileMode(mode: number): boolean {
  const kind = treeEntryKind(mode);
  return kind !== 'gitlink' && kind !== 'tree';
}

function isShared(rule: IgnoreRule | null, sharedIgnoreFiles: ReadonlySet<BytePath>): boolean {
  return isGitignoreRule(rule) && sharedIgnoreFiles.has(rule.source);
}

/** Whether a rule stands in a .gitignore. A relative core.excludesFile may be tracked too, but holds on this machine alone. */
export function isGitignoreRule(rule: IgnoreRule | null): rule is IgnoreRule {
  return rule !== null && baseName(rule.source) === '.gitignore';
}
