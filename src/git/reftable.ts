// Refs in the reftable format (git 2.45 and later), listed through git: leaktrail does not read the format itself.
import { basename } from 'node:path';
import { GitError } from '../model/errors.ts';
import { isZeroOid } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';
import type { Environment } from './environment.ts';
import { forEachRef, revList, runGit } from './gitProcess.ts';
import { isPseudoRef } from './refName.ts';
import type { Ref, RefList } from './refs.ts';
import type { Repository } from './repository.ts';

/** The refs as git lists them; a problem when git is missing or does not know the format. */
export async function readReftable(repo: Repository, env: Environment): Promise<RefList> {
  try {
    const all = await forEachRef(repo, env, ['--include-root-refs']);
    const head = all.find(({ name }) => name === 'HEAD');
    const branch = head === undefined ? await unbornBranch(repo, env) : head.symbolicTarget;
    const others = await otherHeads(repo, env);
    return {
      refs: all.filter(({ name }) => name.startsWith('refs/')),
      head: { ref: branch ?? null, oid: head?.oid ?? null },
      others,
      otherOids: others.map(({ oid }) => oid),
      pseudoRefs: all.filter(({ name }) => isPseudoRef(name)),
      problems: [],
    };
  } catch (error) {
    if (error instanceof GitError) return emptyList();
    throw error;
  }
}

/** The objects that reflogs name, oldest and newest alike; undefined when git cannot list them. */
export async function reftableLogOids(
  repo: Repository,
  env: Environment,
): Promise<readonly Oid[] | undefined> {
  try {
    return await revList(repo, env, ['--no-walk=unsorted', '--reflog']);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

async function unbornBranch(repo: Repository, env: Environment): Promise<string> {
  return (await runGit(repo, env, ['symbolic-ref', 'HEAD'])).trim();
}

/** HEAD of the other worktrees, from blocks of `worktree PATH`, `HEAD OID` and more lines (git-worktree). */
async function otherHeads(repo: Repository, env: Environment): Promise<Ref[]> {
  const output = await runGit(repo, env, ['worktree', 'list', '--porcelain']);
  const heads: Ref[] = [];
  for (const block of output.split('\n\n')) {
    const path = /^worktree (.+)$/mu.exec(block)?.[1] ?? '';
    const oid = /^HEAD ([0-9a-f]{40,64})$/mu.exec(block)?.[1];
    if (oid === undefined || isZeroOid(oid) || path === repo.workTree) continue;
    heads.push({ name: `worktrees/${basename(path)}/HEAD`, oid });
  }
  return heads;
}

function emptyList(): RefList {
  const message = 'the refs are kept as reftable, which needs git 2.45 or later to be read';
  return {
    refs: [],
    head: { ref: null, oid: null },
    others: [],
    otherOids: [],
    pseudoRefs: [],
    problems: [{ kind: 'unsupported', message }],
  };
}
