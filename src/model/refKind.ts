// What a ref is for, by its name (gitglossary, "ref"; git-push, "--all" and "--mirror"), and with it whether a push sends
// what it reaches.

/**
 * `pull`: what a hosting service makes for each pull or merge request, pipeline or change, and keeps whatever is
 * force-pushed (refs/pull/ of GitHub, Azure and Gitea, refs/merge-requests/ and refs/pipelines/ of GitLab,
 * refs/pull-requests/ of Bitbucket, refs/changes/ of Gerrit). `other`: a namespace of some tool.
 */
export type RefKind = 'branch' | 'tag' | 'remote' | 'note' | 'pull' | 'stash' | 'other';

const pullRef =
  /^refs\/(?:remotes\/)?((?:pull|pull-requests|merge-requests|pipelines)\/\d+|changes\/\d\d\/\d+)(?:\/|$)/u;

const folders: readonly (readonly [folder: string, kind: RefKind])[] = [
  ['refs/heads/', 'branch'],
  ['refs/tags/', 'tag'],
  ['refs/remotes/', 'remote'],
  // Copies of a remote's branches that git-maintenance fetches ahead.
  ['refs/prefetch/', 'remote'],
  ['refs/notes/', 'note'],
];

/** The kind of a full ref name. */
export function refKind(name: string): RefKind {
  if (name === 'refs/stash') return 'stash';
  if (pullRef.test(name)) return 'pull';
  return folders.find(([folder]) => name.startsWith(folder))?.[1] ?? 'other';
}

const known = new WeakMap<readonly string[], ReadonlySet<RefKind>>();

/** The kinds of a list of refs. Findings share lists of up to 60,000 names, so each is looked at once. */
export function refKinds(refs: readonly string[]): ReadonlySet<RefKind> {
  let kinds = known.get(refs);
  if (kinds === undefined) {
    kinds = new Set(refs.map(refKind));
    known.set(refs, kinds);
  }
  return kinds;
}

/** `pull/12` of `refs/pull/12/head`: the request that a ref of the kind `pull` belongs to. */
export function pullRequestOf(name: string): string {
  return pullRef.exec(name)?.[1] ?? name;
}
