// Which commits a run is limited to: `--log-opts` after parsing. Holds only what the allowlist of
// cli/logOpts.ts lets through; git/ turns it back into arguments or walks it itself.

/** A git-log style selection. Every list may be empty; an empty selection means what git log means by it: HEAD. */
export interface CommitSelection {
  /** Revisions as written: `main`, `^v1`, `A..B`, `A...B`. None starts with `-`. */
  readonly revisions: readonly string[];
  /** Pathspecs after `--`. */
  readonly paths: readonly string[];
  /** Dates in any form git reads (gitrevisions, "approxidate"). */
  readonly since?: string;
  readonly until?: string;
  /** Regular expressions of git; a commit that matches one of a list is taken. */
  readonly authors: readonly string[];
  readonly committers: readonly string[];
  readonly messages: readonly string[];
  /** Globs below refs/heads, refs/tags and refs/remotes; `*` takes all, a plain name takes what lies below it too. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly remotes: readonly string[];
  readonly all: boolean;
  readonly firstParent: boolean;
  /** `only` for --merges, `none` for --no-merges. */
  readonly merges?: 'only' | 'none';
  readonly maxCount?: number;
  readonly skip?: number;
}

/**
 * The selection as arguments of `git rev-list` and `git log` (git-rev-list, "Commit Limiting"), every value
 * joined to its option by `=` and the end of options marked, so that no value can pass for an option.
 */
export function revListArguments(selection: CommitSelection): string[] {
  const arguments_: string[] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) arguments_.push(`--${name}=${value}`);
  };
  add('since', selection.since);
  add('until', selection.until);
  for (const author of selection.authors) add('author', author);
  for (const committer of selection.committers) add('committer', committer);
  for (const message of selection.messages) add('grep', message);
  if (selection.all) arguments_.push('--all');
  for (const glob of selection.branches) add('branches', glob);
  for (const glob of selection.tags) add('tags', glob);
  for (const glob of selection.remotes) add('remotes', glob);
  if (selection.firstParent) arguments_.push('--first-parent');
  if (selection.merges === 'only') arguments_.push('--merges');
  if (selection.merges === 'none') arguments_.push('--no-merges');
  add('max-count', selection.maxCount);
  add('skip', selection.skip);
  const namesTips =
    selection.all ||
    selection.branches.length + selection.tags.length + selection.remotes.length > 0;
  const revisions = selection.revisions.length > 0 || namesTips ? selection.revisions : ['HEAD'];
  return [...arguments_, '--end-of-options', ...revisions, '--', ...selection.paths];
}
