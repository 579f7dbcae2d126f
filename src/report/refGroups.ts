// The refs that hold a secret as a reader wants them: by what they are for, HEAD's branch first.
import { pullRequestOf, refKind } from '../model/refKind.ts';
import type { RefKind } from '../model/refKind.ts';
import { groupDigits } from './quantities.ts';

const labels: Readonly<Record<Exclude<RefKind, 'pull'>, string>> = {
  branch: 'branches',
  tag: 'tags',
  remote: 'remotes',
  note: 'notes',
  stash: '',
  other: 'other refs',
};
const kinds = ['branch', 'tag', 'remote', 'note', 'stash', 'other'] as const;
const namesListed = 4;

export interface RefTexts {
  /** `branches main, dev`, `tags v1.0`, `remotes origin/main`: a part for each kind, refs of pull requests left out. */
  readonly parts: readonly string[];
  /** `pull/12, pull/15 and 3 more`, each request once; empty where none holds it. */
  readonly pulls: string;
}

/** A function from a list of refs to its texts, nothing in them made harmless. Findings share lists: each is told once. */
export function createRefTexts(headRef: string | null): (refs: readonly string[]) => RefTexts {
  const known = new Map<readonly string[], RefTexts>();
  return (refs) => {
    let texts = known.get(refs);
    if (texts === undefined) {
      const byKind = groupByKind(refs);
      texts = { parts: refParts(byKind, headRef), pulls: pullText(byKind.get('pull') ?? []) };
      known.set(refs, texts);
    }
    return texts;
  };
}

/** The refs of each kind, in their order. */
export function groupByKind(refs: readonly string[]): ReadonlyMap<RefKind, readonly string[]> {
  const groups = new Map<RefKind, string[]>();
  for (const ref of refs) {
    const kind = refKind(ref);
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [ref]);
    else group.push(ref);
  }
  return groups;
}

function refParts(
  byKind: ReadonlyMap<RefKind, readonly string[]>,
  headRef: string | null,
): string[] {
  return kinds.flatMap((kind) => {
    const ofKind = byKind.get(kind) ?? [];
    const names = ofKind.filter((ref) => ofKind.length === 1 || !isRemoteHead(ref));
    if (names.length === 0) return [];
    const isHeadAmong = headRef !== null && names.includes(headRef);
    const ordered = isHeadAmong ? [headRef, ...names.filter((ref) => ref !== headRef)] : names;
    return [`${labels[kind]} ${someOf(ordered.map(shortRef))}`.trim()];
  });
}

function pullText(refs: readonly string[]): string {
  const requests = [...new Set(refs.map(pullRequestOf))];
  return someOf(requests.toSorted((a, b) => numberIn(a) - numberIn(b)));
}

function numberIn(request: string): number {
  return Number(/\d+$/u.exec(request)?.[0]);
}

/** `main`, `origin/main`, `v1.0`; as `git for-each-ref --format=%(refname:short)` where no two names clash. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags|remotes|notes)\//u, '').replace(/^refs\//u, '');
}

function someOf(names: readonly string[]): string {
  const rest = names.length - namesListed;
  const shown = names.slice(0, namesListed).join(', ');
  return rest > 0 ? `${shown} and ${groupDigits(rest)} more` : shown;
}

/** A symbolic ref to one of the others (git-remote, "set-head"). */
function isRemoteHead(ref: string): boolean {
  return /^refs\/remotes\/[^/]+\/HEAD$/u.test(ref);
}
