// Which commits are new: reachable from some objects and not from others. git tells it where there is a git binary (it
// stops early, by dates and its commit graph); else the history is walked whole.
import { parseCommit } from '../git/commit.ts';
import type { Environment } from '../git/environment.ts';
import { revList } from '../git/gitProcess.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Repository } from '../git/repository.ts';
import { parseTag } from '../git/tag.ts';
import { append } from '../model/append.ts';
import { GitError } from '../model/errors.ts';
import type { ObjectType, Oid } from '../model/oid.ts';

export interface NewCommitsInput {
  readonly repository: Repository;
  readonly env: Environment;
  /** Ends the listing; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly objects: ObjectReader;
  /** Commits whose history is asked for. */
  readonly from: readonly Oid[];
  /** Commits whose history is known. Those that are absent count as without history. */
  readonly without: readonly Oid[];
  /** Further arguments of git rev-list, from `--log-opts`; need git. */
  readonly limits?: readonly string[];
}

/** The new commits, in no order to rely on. Throws GitError where `limits` need a git that is not there. */
export async function newCommits(input: NewCommitsInput): Promise<Oid[]> {
  const { repository, env, signal, objects, from, without, limits = [] } = input;
  if (from.length === 0) return [];
  const ends = without.filter((oid) => objects.read(oid)?.type === 'commit');
  const lines = [...from, ...ends.map((oid) => `^${oid}`)];
  try {
    const wanted = `${lines.join('\n')}\n`;
    return await revList(repository, env, [...limits, '--stdin'], { input: wanted, signal });
  } catch (error) {
    // No git, or one that stumbles over something: a commit that is absent is told by whoever reads the commits.
    if (!(error instanceof GitError) || limits.length > 0) throw error;
  }
  const known = walk(without, repository, objects);
  return [...walk(from, repository, objects)].filter((oid) => !known.has(oid));
}

function walk(
  tips: readonly Oid[],
  { shallow }: Repository,
  objects: ObjectReader,
): ReadonlySet<Oid> {
  const seen = new Set<Oid>();
  const stack = [...tips];
  for (let oid = stack.pop(); oid !== undefined; oid = stack.pop()) {
    if (seen.has(oid)) continue;
    const object = objects.read(oid);
    if (object?.type !== 'commit') continue;
    seen.add(oid);
    if (!shallow.has(oid)) append(stack, parseCommit(object.bytes).parents);
  }
  return seen;
}

/** What an object leads to. */
export interface Peeled {
  /** Annotated tags on the way, the first one first. */
  readonly tags: readonly Oid[];
  readonly oid: Oid;
  /** Undefined where the way ends at an object that is absent. */
  readonly type: Exclude<ObjectType, 'tag'> | undefined;
}

/** Tags of tags beyond this lead in a circle. */
const longestWay = 100;

/** Follows annotated tags to what they name. */
export function peel(start: Oid, objects: ObjectReader): Peeled {
  const tags: Oid[] = [];
  let oid = start;
  while (tags.length < longestWay) {
    const object = objects.read(oid);
    if (object?.type !== 'tag') return { tags, oid, type: object?.type };
    const next = parseTag(object.bytes).object;
    tags.push(oid);
    if (next === null) break;
    oid = next;
  }
  return { tags, oid, type: undefined };
}
