// What hosting services keep after a force-push, and how they are asked to purge it; from their own documents.
import { hostKind } from '../git/hostKind.ts';
import type { HostKind } from '../git/hostKind.ts';
import type { HostNotice } from '../model/plan.ts';
import type { Remote } from './repositoryFacts.ts';

interface Host {
  readonly kind: HostKind;
  readonly keeps: string;
  readonly ask: string;
  readonly reference: string | null;
}

const hosts: readonly Host[] = [
  {
    kind: 'github',
    keeps:
      'the refs of pull requests (refs/pull/*, which nobody can push), forks, cached views of commits by their ids, artifacts, caches and logs of workflow runs, releases.',
    ask: 'Write to GitHub Support (on Enterprise Server to the site administrator) with owner and name of the repository, the number of pull requests concerned, and the first changed commits: filter-repo/first-changed-commits and filter-repo/changed-refs in the git directory of the rewritten clone name both. Ask for dereferencing or deleting the pull requests, for garbage collection and for removal of cached views. Owners of forks have to delete or rewrite them. Delete workflow runs, caches and artifacts that hold the values.',
    reference:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
  },
  {
    kind: 'gitlab',
    keeps:
      'internal refs (refs/merge-requests/*, refs/pipelines/*, refs/environments/*, refs/keep-around/*), forks, diffs cached in the database, logs and artifacts of pipelines.',
    ask: 'As an owner use Settings > Repository > Repository maintenance: "Redact text" with the values and "Remove blobs" with the ids, then Settings > General > Advanced > Run housekeeping > Prune unreachable objects. Delete merge requests and pipelines that show the values. On GitLab.com ask Support where something is left.',
    reference: 'https://docs.gitlab.com/user/project/repository/repository_size/',
  },
  {
    kind: 'bitbucket',
    keeps:
      'references to commits of pull requests that no clone shows, forks, logs and artifacts of pipelines.',
    ask: 'Ask Atlassian Support to remove these references and to run garbage collection (on Data Center the administrator does); historic pull requests may lose their diffs.',
    reference: 'https://support.atlassian.com/bitbucket-cloud/docs/maintain-a-git-repository/',
  },
  {
    kind: 'azure',
    keeps:
      'the refs of pull requests (refs/pull/*), commits by their ids, forks, logs and artifacts of pipelines.',
    ask: 'Delete the branches of old pull requests and the pipeline runs that show the values; unreachable commits stay until Microsoft collects them, so a new repository with the rewritten history is the sure way.',
    reference: 'https://learn.microsoft.com/azure/devops/repos/git/remove-binaries',
  },
];

const otherHost: Omit<Host, 'kind'> = {
  keeps:
    'refs of pull or merge requests, objects that nothing reaches any more, forks and mirrors, caches, logs and artifacts of CI.',
  ask: 'On the server run git reflog expire --expire=now --all and git gc --prune=now in the repository (or ask its administrator), and delete forks, mirrors and CI runs that hold the values.',
  reference: null,
};

/** One notice for each remote. */
export function hostNotices(remotes: readonly Remote[]): HostNotice[] {
  return remotes.map(({ name, uri }) => {
    const host = URL.canParse(uri) ? new URL(uri).hostname.toLowerCase() : '';
    const known = hosts.find(({ kind }) => kind === hostKind(host)) ?? otherHost;
    const { keeps, ask, reference } = known;
    return { remote: name, host: host === '' ? uri : host, keeps, ask, reference };
  });
}
