// `--log-opts`: which commits a run is limited to. git itself selects, since the options are its own.
import type { Oid } from '../model/oid.ts';
import { GitError } from '../model/errors.ts';
import { hasGit, revList } from '../git/gitProcess.ts';
import type { Repository } from '../git/repository.ts';
import { revListArguments } from '../model/commitSelection.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { CommitTable } from '../trail/commitTable.ts';

export interface Selection {
  has(commit: Oid): boolean;
  /** One byte per commit of the table, 1 when it is selected. */
  flags(commits: CommitTable): Uint8Array;
}

/** Undefined when the run is not limited. Throws GitError for a revision that does not exist, or without git. */
export async function selectCommits(
  repository: Repository,
  run: RepositoryRun,
): Promise<Selection | undefined> {
  const { selection } = run.options;
  if (selection === undefined) return undefined;
  if (!(await hasGit(repository, run.env))) {
    throw new GitError(
      '--log-opts needs a git binary, and PATH leads to none outside of the repository',
    );
  }
  const oids = await revList(repository, run.env, revListArguments(selection), {
    signal: run.signal,
  });
  const selected = new Set(oids);
  return {
    has: (commit) => selected.has(commit),
    flags(commits) {
      const flags = new Uint8Array(commits.count);
      for (const oid of selected) {
        const commit = commits.oids.findHex(oid);
        if (commit >= 0) flags[commit] = 1;
      }
      return flags;
    },
  };
}
