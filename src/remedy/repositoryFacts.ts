// What the commands of a plan depend on: where the repository is, its remotes, refs, stash and other worktrees.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { namesIn, readText } from '../git/fileSystem.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Ref } from '../git/refs.ts';
import { remoteUri } from '../git/remoteUri.ts';
import type { Repository } from '../git/repository.ts';
import { parseTag } from '../git/tag.ts';
import type { Oid } from '../model/oid.ts';

export interface Remote {
  readonly name: string;
  /** Without credentials. */
  readonly uri: string;
}

export interface RepositoryFacts {
  /** Top of the main worktree, or the bare repository: where the commands run. Absolute. */
  readonly folder: string;
  readonly isBare: boolean;
  readonly isShallow: boolean;
  /** Whether packs came from a promisor remote (gitrepository-layout, `*.promisor`). */
  readonly isPartial: boolean;
  /** `origin` first, then as configured. */
  readonly remotes: readonly Remote[];
  readonly refs: readonly Ref[];
  /** Folders of the other worktrees. */
  readonly linkedWorktrees: readonly string[];
  /** Files beside packs for whose sake git gc leaves these as they are (git-gc, "NOTES"). */
  readonly keepFiles: readonly string[];
  /** rerere keeps contents of files beside the objects (git-rerere). */
  readonly rerereFolder: string | null;
  /** What an earlier run of git-filter-repo left: after a day it would ask whether this one continues it. */
  readonly earlierRun: string | null;
  /** Whether objects are borrowed from other repositories (alternates). */
  readonly isBorrowing: boolean;
}

export async function gatherFacts(
  repository: Repository,
  refs: readonly Ref[],
): Promise<RepositoryFacts> {
  const { commonDir, config, workTree, bare, shallow } = repository;
  const folder = mainFolder(repository);
  const remotes = config.subsections('remote').flatMap((name): Remote[] => {
    const url = config.get(`remote.${name}.url`);
    return url === undefined ? [] : [{ name, uri: remoteUri(url, workTree ?? commonDir) }];
  });
  const packs = await namesIn(join(commonDir, 'objects', 'pack'));
  const ifThere = (name: string): string | null => {
    const path = join(commonDir, name);
    return existsSync(path) ? path : null;
  };
  return {
    folder,
    isBare: bare,
    isShallow: shallow.size > 0,
    isPartial: packs.some((name) => name.endsWith('.promisor')),
    remotes: remotes.toSorted((a, b) => Number(b.name === 'origin') - Number(a.name === 'origin')),
    refs,
    linkedWorktrees: (await linkedWorktrees(repository)).filter((path) => existsSync(path)),
    keepFiles: packs
      .filter((name) => name.endsWith('.keep'))
      .map((name) => join(commonDir, 'objects', 'pack', name)),
    rerereFolder: ifThere('rr-cache'),
    earlierRun: ifThere('filter-repo'),
    isBorrowing: repository.objectDirs.length > 1,
  };
}

/** Folders of the other worktrees as they were added, there or not. */
async function linkedWorktrees({ commonDir, worktreeGitDirs }: Repository): Promise<string[]> {
  const folders: string[] = [];
  for (const gitDir of worktreeGitDirs) {
    if (gitDir === commonDir) continue;
    const file = (await readText(join(gitDir, 'gitdir')))?.trimEnd();
    if (file !== undefined) folders.push(dirname(resolve(gitDir, file)));
  }
  return folders;
}

/** Every folder that belongs to the repository: all its worktrees and its git directories. */
export async function repositoryFolders(repository: Repository): Promise<string[]> {
  const { workTree, commonDir, gitDir } = repository;
  const own = [commonDir, gitDir, mainFolder(repository), ...(workTree === null ? [] : [workTree])];
  return [...new Set([...own, ...(await linkedWorktrees(repository))])];
}

/** Of a linked worktree the main one: git-filter-repo is run there. */
function mainFolder({ commonDir, gitDir, workTree }: Repository): string {
  if (gitDir === commonDir) return workTree ?? commonDir;
  return basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
}

/** Refs that stand for a blob or a tree, which git-fast-export does not rewrite. */
export function refsToNoCommit(refs: readonly Ref[], objects: ObjectReader): Ref[] {
  return refs.filter(({ oid }) => {
    const type = peeledType(oid, objects);
    return type === 'blob' || type === 'tree';
  });
}

function peeledType(start: Oid, objects: ObjectReader): string | undefined {
  let oid: Oid | null = start;
  for (let depth = 0; oid !== null && depth < 50; depth++) {
    const object = objects.read(oid);
    if (object?.type !== 'tag') return object?.type;
    oid = parseTag(object.bytes).object;
  }
  return undefined;
}
