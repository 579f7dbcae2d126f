// All refs of a repository: what git would list, HEAD, and what other worktrees and operations under way
// hold besides. gitrepository-layout; git-worktree, "REFS".
import { basename, join } from 'node:path';
import type { Oid } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';
import { displayPath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Environment } from './environment.ts';
import { errorCode } from './fileErrors.ts';
import { namesIn, readRegularFile, readText } from './fileSystem.ts';
import { parsePackedRefs, readLooseRefs, readRefFile } from './refFiles.ts';
import type { PackedRefs, RefValue, RefValues } from './refFiles.ts';
import { isPseudoRef, isRefName } from './refName.ts';
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
  const packed = await readPackedRefs(repo);
  const shared: RefValues = new Map([...packed.refs, ...(await readLooseRefs(commonDir, 'refs'))]);
  const privateOfMain = takePrivate(shared);
  const values: RefValues = new Map([
    ...shared,
    ...(gitDir === commonDir ? privateOfMain : await readPrivate(gitDir)),
  ]);

  const problems: Problem[] = [...packed.problems];
  const refs = resolveAll(values, values, problems);
  const head = await readHead(gitDir, values, problems);
  const others: Ref[] = [];
  const pseudoRefs: Ref[] = [];
  for (const folder of repo.worktreeGitDirs) {
    const isMain = folder === commonDir;
    const prefix = isMain ? 'main-worktree' : `worktrees/${basename(folder)}`;
    pseudoRefs.push(...(await readPseudoRefs(folder, folder === gitDir ? '' : `${prefix}/`)));
    if (folder === gitDir) continue;
    const own = isMain ? privateOfMain : await readPrivate(folder);
    const visible: RefValues = new Map([...shared, ...own]);
    const otherHead = await readHead(folder, visible, problems, `${prefix}/HEAD`);
    if (otherHead.oid !== null) others.push({ name: `${prefix}/HEAD`, oid: otherHead.oid });
    for (const ref of resolveAll(own, visible, problems)) {
      others.push({ ...ref, name: `${prefix}/${ref.name}` });
    }
  }
  const otherOids = others.map(({ oid }) => oid);
  return { refs, head, others, otherOids, pseudoRefs, problems };
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

/** Moves the refs that belong to one worktree alone out of those that all share. */
function takePrivate(values: RefValues): RefValues {
  const taken: RefValues = new Map();
  for (const [name, value] of values) {
    if (!privateFolders.some((folder) => name.startsWith(`${folder}/`))) continue;
    taken.set(name, value);
    values.delete(name);
  }
  return taken;
}

async function readPrivate(gitDir: string): Promise<RefValues> {
  const lists = await Promise.all(privateFolders.map((folder) => readLooseRefs(gitDir, folder)));
  return new Map(lists.flatMap((list) => [...list]));
}

/** The refs of `values` that lead to an oid, sorted; `visible` is where targets are looked up. */
function resolveAll(values: RefValues, visible: RefValues, problems: Problem[]): Ref[] {
  const refs: Ref[] = [];
  for (const name of [...values.keys()].toSorted(byBytes)) {
    const shown = displayPath(name);
    if (!isRefName(name)) {
      problems.push(brokenRef(shown, 'has a name that git does not allow'));
      continue;
    }
    const { target, value } = resolve(name, visible);
    if (value === undefined) continue;
    if (value.kind === 'broken') problems.push(brokenRef(shown, 'does not hold an object id'));
    else if (value.kind === 'symbolic') problems.push(brokenRef(shown, 'leads in a circle'));
    else if (target === name) refs.push({ name: shown, oid: value.oid });
    else refs.push({ name: shown, oid: value.oid, symbolicTarget: displayPath(target) });
  }
  return refs;
}

/** The end of a chain of symbolic refs; a value that is still symbolic means that there is no end. */
function resolve(name: RefName, values: RefValues): { target: RefName; value?: RefValue } {
  let target = name;
  let value = values.get(name);
  for (let i = 0; i < longestChain && value?.kind === 'symbolic'; i++) {
    target = value.target;
    value = values.get(target);
  }
  return value === undefined ? { target } : { target, value };
}

async function readHead(
  gitDir: string,
  values: RefValues,
  problems: Problem[],
  shown = 'HEAD',
): Promise<Head> {
  const own = await readRefFile(gitDir, 'HEAD');
  if (own?.kind === 'oid') return { ref: null, oid: own.oid };
  if (own?.kind !== 'symbolic') {
    problems.push(brokenRef(shown, own === undefined ? 'is missing' : 'is damaged'));
    return { ref: null, oid: null };
  }
  const { target, value } = resolve(own.target, values);
  return { ref: displayPath(target), oid: value?.kind === 'oid' ? value.oid : null };
}

/** MERGE_HEAD may hold several lines; a name is then listed once for each. */
async function readPseudoRefs(gitDir: string, prefix: string): Promise<Ref[]> {
  const refs: Ref[] = [];
  for (const name of (await namesIn(gitDir)).filter(isPseudoRef)) {
    const text = (await readText(join(gitDir, name))) ?? '';
    for (const [, oid = ''] of text.matchAll(/^([0-9a-f]{64}|[0-9a-f]{40})\s*$/gmu)) {
      if (!/^0+$/u.test(oid)) refs.push({ name: `${prefix}${name}`, oid });
    }
  }
  return refs;
}

function byBytes(left: RefName, right: RefName): number {
  return left < right ? -1 : 1;
}

function brokenRef(name: string, what: string): Problem {
  return { kind: 'broken-ref', message: `${name} ${what}` };
}
