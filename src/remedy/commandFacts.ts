// What the commands of a plan need to know of its refs: which are pushed, deleted, rewritten, and what of the stash goes.
import type { Environment } from '../git/environment.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../model/finding.ts';
import type { Purge } from '../model/plan.ts';
import { refsToNoCommit } from './repositoryFacts.ts';
import type { Remote, RepositoryFacts } from './repositoryFacts.ts';
import { stashEntriesWith } from './stash.ts';

/** Remotes that hold secrets, as far as their tracking refs tell, before the others. */
export function holdersFirst(remotes: readonly Remote[], refs: readonly string[]): Remote[] {
  const holds = ({ name }: Remote): boolean =>
    refs.some((ref) => ref.startsWith(`refs/remotes/${name}/`));
  return remotes.toSorted((a, b) => Number(holds(b)) - Number(holds(a)));
}

export function commandFacts(purge: Purge, facts: RepositoryFacts, objects: ObjectReader) {
  const { route, refs } = purge;
  const remote = facts.remotes[0]?.name ?? '';
  const tracking = `refs/remotes/${remote}/`;
  const isLocalOnly = route === 'in-place' && facts.remotes.length > 0;
  // A file that goes may be in branches without a finding, too.
  const meant = purge.paths.length === 0 ? refs : facts.refs.map(({ name }) => name);
  const rewritable = meant.filter((ref) => ref !== 'refs/stash');
  const pushedRefs = refs.flatMap((ref) => {
    if (ref === `${tracking}HEAD`) return [];
    if (ref.startsWith(tracking)) return [`refs/heads/${ref.slice(tracking.length)}`];
    const isTheirs = facts.isBare ? /^refs\/(?:heads|tags|notes)\//u : /^refs\/(?:tags|notes)\//u;
    return isTheirs.test(ref) ? [ref] : [];
  });
  const toNoCommit = new Set(refsToNoCommit(facts.refs, objects).map(({ name }) => name));
  return {
    route,
    facts,
    pushedRefs,
    refsToDelete: refs.filter((ref) => toNoCommit.has(ref)),
    onlyRefs: isLocalOnly ? rewritable.filter((ref) => !toNoCommit.has(ref)) : null,
  };
}

/** None where git-filter-repo rewrites the stash: it does so with all refs, not with those of `--refs`. */
export async function stashToDrop(
  { route, refs }: Purge,
  repository: Repository,
  facts: RepositoryFacts,
  {
    env,
    objects,
    findings,
  }: {
    readonly env: Environment;
    readonly objects: ObjectReader;
    readonly findings: readonly Finding[];
  },
): Promise<readonly number[] | 'all'> {
  const isRewritten = route === 'in-place' && facts.remotes.length === 0;
  if (route === 'none' || route === 'fresh-clone' || isRewritten) return [];
  const oids = findings.flatMap(({ storedAt = [] }) => storedAt.map(({ oid }) => oid));
  const entries = await stashEntriesWith(new Set(oids), repository, { env, objects });
  return entries.length === 0 && refs.includes('refs/stash') ? 'all' : entries;
}
