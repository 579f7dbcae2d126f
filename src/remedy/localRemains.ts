// What of a repository's secrets is on this disk alone: in files that no commit holds, and in objects that no push sends.
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { refKind, refKinds } from '../model/refKind.ts';
import type { LocalRemains } from '../model/verdict.ts';
import { groupBy } from '../triage/groupBy.ts';
import { listed, secrets } from './verdictWords.ts';

/** Files by path, then objects by what keeps them. `local` are the findings of which a push sends nothing. */
export function localRemains(
  { hygiene }: { readonly hygiene: readonly HygieneEntry[] },
  local: readonly Finding[],
): LocalRemains[] {
  const byState = groupBy(local, ({ state }) => state);
  const index = byPath(byState.get('index') ?? []);
  const worktree = byPath(byState.get('worktree') ?? []);
  const entryOf = new Map(hygiene.map((entry) => [entry.path, entry]));
  const told = new Set([...index, ...worktree].map(([path]) => path));
  return [
    ...index.map(([path, { length }]) => {
      const text = `${secrets(length)} in ${path} of the index: the next commit would publish it`;
      return { kind: 'index', count: length, path, text };
    }),
    ...worktree.map(([path, { length }]) => {
      const text = `${secrets(length)} in ${path} of the working tree${ruleText(entryOf.get(path))}`;
      return { kind: 'worktree', count: length, path, text };
    }),
    ...hygiene.filter(({ path }) => !told.has(path)).flatMap(envFileHere),
    ...inObjects(local.filter(({ state }) => state !== 'index' && state !== 'worktree')),
  ];
}

function byPath(findings: readonly Finding[]): [path: string, findings: Finding[]][] {
  const groups = [...groupBy(findings, pathOf)];
  return groups.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The first file of the index or the working tree in which a finding stands. */
function pathOf({ occurrences }: Finding): string {
  return occurrences.find(({ commit, path }) => commit === null && path !== null)?.path ?? '';
}

/** `, ignored by .gitignore:3`. */
function ruleText(entry: HygieneEntry | undefined): string {
  if (entry === undefined) return '';
  const { check, rule } = entry;
  if (check === 'tracked') return ', a tracked file';
  if (rule === null || rule.pattern.startsWith('!')) return ', which nothing ignores';
  return `, ignored by ${rule.source}:${rule.line}`;
}

/** A file of secrets in which nothing was found, or that was not read because git ignores it. */
function envFileHere(entry: HygieneEntry): LocalRemains[] {
  const { check, path, inHead, onDisk } = entry;
  const isStaged = check === 'tracked' && inHead === false;
  // What HEAD holds is not only here, and a .dockerignore holds nothing.
  const isOnlyHere = check !== 'docker' && inHead !== true && onDisk === true;
  if (!isStaged && (check === 'tracked' || !isOnlyHere)) return [];
  const text = isStaged
    ? `${path} of the index: the next commit would publish it`
    : `${path} of the working tree${ruleText(entry)}`;
  return [{ kind: 'env-file', count: 1, path, text }];
}

function inObjects(findings: readonly Finding[]): LocalRemains[] {
  const byKeeper = groupBy(findings, keeperOf);
  const remains = (kind: string, where: string): LocalRemains[] => {
    const count = byKeeper.get(kind)?.length ?? 0;
    return count === 0
      ? []
      : [{ kind, count, path: null, text: `${secrets(count)} in ${where} sends` }];
  };
  const lists = new Set(byKeeper.get('other-refs')?.map(({ reachableFrom }) => reachableFrom));
  const otherRefs = new Set([...lists].flat().filter((ref) => refKind(ref) === 'other'));
  const mirror = 'which only `git push --mirror`';
  return [
    ...remains('stash', `the stash, ${mirror}`),
    ...remains('other-refs', `${listed([...otherRefs].sort())}, ${mirror}`),
    ...remains(
      'reflogs',
      'objects that only reflogs, ORIG_HEAD or other worktrees reach, which no push',
    ),
    ...remains('unreachable', 'unreachable objects, which no push'),
    ...remains('message', 'messages that no ref reaches, which no push'),
  ];
}

/** What keeps the object from being pruned. */
function keeperOf({ state, reachableFrom }: Finding): string {
  const kinds = refKinds(reachableFrom);
  if (kinds.has('stash')) return 'stash';
  if (kinds.has('other')) return 'other-refs';
  if (state === 'history') return 'reflogs';
  return state === 'message' ? 'message' : 'unreachable';
}
