// What a revision names (gitrevisions): full and abbreviated oids, ref names, and steps to parents or peeled
// objects are resolved here; dates, searches, paths and reflog positions by git, if there is one.
import type { Oid, ObjectType } from '../model/oid.ts';
import { parseCommit } from './commit.ts';
import type { Environment } from './environment.ts';
import { hasGit, revParse } from './gitProcess.ts';
import type { ObjectReader } from './objectReader.ts';
import type { RefList } from './refs.ts';
import type { Repository } from './repository.ts';
import { parseTag } from './tag.ts';

/** `shallow`: the way leads behind the border of a shallow repository. */
export type Resolution =
  | { readonly kind: 'found'; readonly oid: Oid }
  | { readonly kind: 'shallow' }
  | { readonly kind: 'unknown' };

export interface RevisionContext {
  readonly repo: Repository;
  readonly env: Environment;
  /** Ends a git that is asked; its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly refs: RefList;
  readonly reader: ObjectReader;
  /** All oids that start with these hexadecimal digits; two are enough to show that it is not unique. */
  readonly findByPrefix: (prefix: string) => readonly Oid[];
}

const unknown: Resolution = { kind: 'unknown' };

/**
 * Resolves a revision to one object. A full oid is taken as it is, as by git: whether the object exists is for
 * the caller to see. Ranges (`A..B`) and options name nothing.
 */
export async function resolveRevision(
  revision: string,
  context: RevisionContext,
): Promise<Resolution> {
  const parsed = parseRevision(revision);
  if (parsed !== undefined) {
    const oid = resolveBase(parsed.base, context);
    if (oid !== undefined) return follow(oid, parsed.steps, context);
  }
  const oid = await askGit(revision, context);
  return oid === undefined ? unknown : { kind: 'found', oid };
}

/** `~n`: n first parents; `^n`: the n-th parent (0: the commit itself); `^{type}`: peeled to a type. */
type Step =
  | { readonly kind: 'ancestor'; readonly count: number }
  | { readonly kind: 'parent'; readonly number: number }
  | { readonly kind: 'peel'; readonly type: string };

/** undefined for what only git understands. */
function parseRevision(revision: string): { base: string; steps: Step[] } | undefined {
  const match = /^([^~^:]+)((?:~\d*|\^\d*|\^\{[a-z]*\})*)$/u.exec(revision);
  const base = match?.[1] ?? '';
  if (match === null || base.startsWith('-') || base.includes('@{')) return undefined;
  const steps = Array.from((match[2] ?? '').matchAll(/([~^])(?:\{([a-z]*)\}|(\d*))/gu), toStep);
  return { base, steps };
}

function toStep([, sign, type, digits = '']: RegExpExecArray): Step {
  if (type !== undefined) return { kind: 'peel', type };
  const number = digits === '' ? 1 : Number(digits);
  return sign === '~' ? { kind: 'ancestor', count: number } : { kind: 'parent', number };
}

/** In git's order: a full oid, a ref (gitrevisions, "refname"), an abbreviated oid. */
function resolveBase(base: string, { repo, refs, findByPrefix }: RevisionContext): Oid | undefined {
  const digits = repo.objectFormat === 'sha1' ? 40 : 64;
  const isHex = /^[0-9a-f]+$/iu.test(base);
  if (isHex && base.length === digits) return base.toLowerCase();
  const name = base === '@' ? 'HEAD' : base;
  if (name === 'HEAD') return refs.head.oid ?? undefined;
  const isNamed = (wanted: string) => (ref: { readonly name: string }) => ref.name === wanted;
  const special = [...refs.pseudoRefs, ...refs.others].find(isNamed(name));
  if (special !== undefined) return special.oid;
  for (const prefix of ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/']) {
    const ref = refs.refs.find(isNamed(prefix + name));
    if (ref !== undefined) return ref.oid;
  }
  const remote = refs.refs.find(isNamed(`refs/remotes/${name}/HEAD`));
  if (remote !== undefined) return remote.oid;
  if (!isHex || base.length < 4 || base.length > digits) return undefined;
  const candidates = findByPrefix(base.toLowerCase());
  return candidates.length === 1 ? candidates[0] : undefined;
}

function follow(start: Oid, steps: readonly Step[], context: RevisionContext): Resolution {
  let oid = start;
  for (const step of steps) {
    const next = takeStep(oid, step, context);
    if (next.kind !== 'found') return next;
    oid = next.oid;
  }
  return { kind: 'found', oid };
}

function takeStep(oid: Oid, step: Step, context: RevisionContext): Resolution {
  if (step.kind === 'peel') return peel(oid, step.type, context.reader);
  const commit = peel(oid, 'commit', context.reader);
  if (step.kind === 'parent') {
    return commit.kind === 'found' ? parentOf(commit.oid, step.number, context) : commit;
  }
  let at = commit;
  for (let i = 0; i < step.count && at.kind === 'found'; i++) at = parentOf(at.oid, 1, context);
  return at;
}

function parentOf(oid: Oid, number: number, { repo, reader }: RevisionContext): Resolution {
  const object = reader.read(oid);
  if (object?.type !== 'commit') return unknown;
  if (number === 0) return { kind: 'found', oid };
  if (repo.shallow.has(oid)) return { kind: 'shallow' };
  const parent = parseCommit(object.bytes).parents[number - 1];
  return parent === undefined ? unknown : { kind: 'found', oid: parent };
}

/** More nested tags than anyone makes; a circle of them cannot be. */
const mostTags = 1000;

/** Follows tags, and from a commit to its tree, until the type fits; '' ends at the first that is no tag. */
function peel(start: Oid, type: string, reader: ObjectReader): Resolution {
  let oid = start;
  for (let i = 0; i < mostTags; i++) {
    const object = reader.read(oid);
    if (object === undefined) return unknown;
    if (object.type === type || type === 'object' || (type === '' && object.type !== 'tag')) {
      return { kind: 'found', oid };
    }
    const next = nextOf(object.type, object.bytes, type);
    if (next === null) return unknown;
    oid = next;
  }
  return unknown;
}

function nextOf(type: ObjectType, bytes: Buffer, wanted: string): Oid | null {
  if (type === 'tag') return parseTag(bytes).object;
  return type === 'commit' && wanted === 'tree' ? parseCommit(bytes).tree : null;
}

async function askGit(
  revision: string,
  { repo, env, signal }: RevisionContext,
): Promise<Oid | undefined> {
  if (!(await hasGit(repo, env))) return undefined;
  return revParse(repo, env, revision, signal === undefined ? {} : { signal });
}
