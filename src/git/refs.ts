// All refs of a repository: what git would list, HEAD, and what other worktrees and operations under way
// hold besides. gitrepository-layout; git-worktree, "REFS".
import { basename, join } from 'node:path';
import { append } from '../model/append.ts';
import type { Oid } from '../model/oid.ts';
import { isZeroOid, oidByteLength } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { namesIn, readRegularFile, readText } from './fileSystem.ts';
import { parsePackedRefs, readLooseRefs, readRefFile } from './refFiles.ts';
import type { PackedRefs, RefValue, RefValues } from './refFiles.ts';
import { isPseudoRef } from './refName.ts';
import type { RefName } from './refName.ts';
import { readReftable } from './reftable.ts';
import type { Repository } from './repository.ts';

export interface Ref {
  /** Full name as text; bytes that are no UTF-8 in git's quoted form. */
  readonly name: string;
  readonly oid: Oid;
  /** The ref that a symbolic one leads to in the end. */
  readonly symbolicTarget?: string;
}

export interface Head {
  /** Full name of the branch; null when detached or damaged. */
  readonly ref: string | null;
  /** null when there is no commit yet, or when it cannot be told. */
  readonly oid: Oid | null;
}

export interface RefList {
  /** What `git for-each-ref` lists, sorted by name (bytes). Not checked: whether the objects exist. */
  readonly refs: readonly Ref[];
  readonly head: Head;
  /** HEAD and private refs of the other worktrees: `worktrees/NAME/HEAD`, `main-worktree/refs/bisect/bad`. */
  readonly others: readonly Ref[];
  /** The oids of `others`. */
  readonly otherOids: readonly Oid[];
  /**
   * ORIG_HEAD, MERGE_HEAD and their like, of all worktrees. git does not keep their objects from being
   * pruned: that one is absent is no damage.
   */
  readonly pseudoRefs: readonly Ref[];
  readonly problems: readonly Problem[];
}

/** Folders of refs that each worktree has for itself. */
const privateFolders = ['refs/bisect', 'refs/rewritten', 'refs/worktree'];
/** git follows a chain of symbolic refs that far (refs.h, SYMREF_MAXDEPTH). */
const longestChain = 5;

/**
 * Reads all refs. A ref that holds nothing readable is a `broken-ref`; a symbolic one whose target does not exist is
 * left out without a word, as by git (a clone has such a one after its remote's default branch went away).
 */
export async function readRefs(repo: Repository, env: Environment): Promise<RefList> {
  if (repo.refStorage === 'reftable') return readReftable(repo, env);
  const { gitDir, commonDir } = repo;
  // First: `git pack-refs` writes packed-refs before it deletes the loose ones.
  const loose = readLooseRefs(commonDir, 'refs');
  const { refs: shared, problems: packedProblems } = await readPackedRefs(repo);
  const privateOfMain: RefValues = new Map();
  for (const [name, value] of loose) {
    (isPrivate(name) ? privateOfMain : shared).set(name, value);
  }
  const problems: Problem[] = [...packedProblems];
  const privateOf = (folder: string): RefValues =>
    folder === commonDir ? privateOfMain : readPrivate(folder);

  const own = privateOf(gitDir);
  const refs = resolveAll([...shared.keys(), ...own.keys()], lookUp(own, shared), problems);
  const head = readHead(gitDir, lookUp(own, shared), problems);
  const others: Ref[] = [];
  const pseudoRefs: Ref[] = [];
  for (const folder of repo.worktreeGitDirs) {
    const prefix = worktreePrefix(repo, folder);
    append(pseudoRefs, await readPseudoRefs(folder, prefix));
    if (folder === gitDir) continue;
    const theirs = privateOf(folder);
    const look = lookUp(theirs, shared);
    const { oid } = readHead(folder, look, problems, prefix);
    if (oid !== null) others.push({ name: `${prefix}HEAD`, oid });
    for (const ref of resolveAll([...theirs.keys()], look, problems)) {
      others.push({ ...ref, name: `${prefix}${ref.name}` });
    }
  }
  const otherOids = others.map(({ oid }) => oid);
  return { refs, head, others, otherOids, pseudoRefs, problems };
}

/** HEAD of the worktree that was opened, without reading the other refs; what is wrong with it counts as unborn. */
export async function readHeadAlone(repo: Repository, env: Environment): Promise<Head> {
  if (repo.refStorage === 'reftable') return (await readReftable(repo, env)).head;
  const loose: LookUp = (name) => readRefFile(isPrivate(name) ? repo.gitDir : repo.commonDir, name);
  const head = readHead(repo.gitDir, loose, []);
  if (head.oid !== null) return head;
  const { refs } = await readPackedRefs(repo);
  return readHead(repo.gitDir, (name) => loose(name) ?? refs.get(name), []);
}

/** How git names what belongs to a worktree: `main-worktree/`, `worktrees/NAME/`; '' for the one opened. */
export function worktreePrefix(repo: Repository, worktreeGitDir: string): string {
  if (worktreeGitDir === repo.gitDir) return '';
  if (worktreeGitDir === repo.commonDir) return 'main-worktree/';
  return `worktrees/${basename(worktreeGitDir)}/`;
}

async function readPackedRefs(repo: Repository): Promise<PackedRefs> {
  try {
    const bytes = await readRegularFile(join(repo.commonDir, 'packed-refs'));
    return parsePackedRefs(bytes ?? Buffer.alloc(0), oidByteLength(repo.objectFormat) * 2);
  } catch (error) {
    const message = `packed-refs cannot be read (${errorCode(error)})`;
    return {
      refs: new Map(),
      problems: [{ kind: 'unreadable-file', message, path: 'packed-refs' }],
    };
  }
}

function isPrivate(name: RefName): boolean {
  return privateFolders.some((folder) => name.startsWith(`${folder}/`));
}

function readPrivate(gitDir: string): RefValues {
  return new Map(privateFolders.flatMap((folder) => [...readLooseRefs(gitDir, folder)]));
}

type LookUp = (name: RefName) => RefValue | undefined;

function lookUp(own: RefValues, shared: RefValues): LookUp {
  return (name) => own.get(name) ?? shared.get(name);
}

/** Those of the refs that lead to an oid, sorted. */
function resolveAll(names: readonly RefName[], look: LookUp, problems: Problem[]): Ref[] {
  const refs: Ref[] = [];
  for (const name of names.toSorted()) {
    const { target, value } = resolve(name, look);
    if (value === undefined) continue;
    const shown = displayPath(name);
    if (value.kind === 'broken') problems.push(brokenRef(shown, value.reason));
    else if (value.kind === 'symbolic') problems.push(brokenRef(shown, 'leads in a circle'));
    else if (target === name) refs.push({ name: shown, oid: value.oid });
    else refs.push({ name: shown, oid: value.oid, symbolicTarget: displayPath(target) });
  }
  return refs;
}

/** The end of a chain of symbolic refs; a value that is still symbolic means that there is no end. */
function resolve(name: RefName, look: LookUp): { target: RefName; value?: RefValue } {
  let target = name;
  let value = look(name);
  for (let i = 0; i < longestChain && value?.kind === 'symbolic'; i++) {
    target = value.target;
    value = look(target);
  }
  return value === undefined ? { target } : { target, value };
}

function readHead(gitDir: string, look: LookUp, problems: Problem[], prefix = ''): Head {
  const own = readRefFile(gitDir, 'HEAD');
  if (own?.kind === 'oid') return { ref: null, oid: own.oid };
  if (own?.kind !== 'symbolic') {
    problems.push(brokenRef(`${prefix}HEAD`, own === undefined ? 'is missing' : 'is damaged'));
    return { ref: null, oid: null };
  }
  const { target, value } = resolve(own.target, look);
  return { ref: displayPath(target), oid: value?.kind === 'oid' ? value.oid : null };
}

/** MERGE_HEAD may hold several lines; a name is then listed once for each. */
async function readPseudoRefs(gitDir: string, prefix: string): Promise<Ref[]> {
  const refs: Ref[] = [];
  for (const name of (await namesIn(gitDir)).filter(isPseudoRef)) {
    const text = (await readText(join(gitDir, name))) ?? '';
    for (const [, oid = ''] of text.matchAll(/^([0-9a-f]{64}|[0-9a-f]{40})\s*$/gmu)) {
      if (!isZeroOid(oid)) refs.push({ name: `${prefix}${name}`, oid });
    }
  }
  return refs;
}

function brokenRef(name: string, what: string): Problem {
  return { kind: 'broken-ref', message: `${name} ${what}` };
}
