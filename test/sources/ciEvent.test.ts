import { expect, test } from 'vitest';
import type { Ref } from '../../src/git/refs.ts';
import { readCiEvent } from '../../src/sources/ciEvent.ts';
import { rangeOfEvent } from '../../src/sources/commitRange.ts';
import type { CheckedOut, CommitRange } from '../../src/sources/commitRange.ts';

const base = 'b'.repeat(40);
const head = 'a'.repeat(40);
const zero = '0'.repeat(40);

const branches: readonly Ref[] = ['dev', 'main', 'release/1', 'trunk'].map((name) => ({
  name: `refs/remotes/origin/${name}`,
  oid: base,
}));
const remoteHead = {
  name: 'refs/remotes/origin/HEAD',
  oid: base,
  symbolicTarget: 'refs/remotes/origin/main',
};
const clone: CheckedOut = {
  refs: [...branches, remoteHead],
  isShallow: false,
  has: (oid) => oid === base || oid === head,
};

function decide(
  env: Readonly<Record<string, string>>,
  event?: unknown,
  checkedOut = clone,
): { readonly range: CommitRange; readonly said: string } | undefined {
  const read = readCiEvent(env, () => JSON.stringify(event));
  return read && rangeOfEvent(read, checkedOut);
}

/** `..HEAD` where the whole history counts. */
function rangeOf(...args: Parameters<typeof decide>): string | undefined {
  const range = decide(...args)?.range;
  return range && `${range.base ?? ''}..${range.tip}`;
}

const github = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'event.json', GITHUB_SHA: head };

test.each([
  [
    'a pull request',
    { pull_request: { base: { sha: base }, head: { sha: head } } },
    `${base}..${head}`,
  ],
  ['a push', { before: base, after: head }, `${base}..${head}`],
  ['a merge queue', { merge_group: { base_sha: base, head_sha: head } }, `${base}..${head}`],
  [
    'a new branch',
    { before: zero, after: head, repository: { default_branch: 'trunk' } },
    `origin/trunk..${head}`,
  ],
  ['a schedule', { schedule: '0 0 * * *' }, `origin/main..${head}`],
  ['nothing that is known', 'text', `origin/main..${head}`],
  ['a deletion', { before: base, after: zero }, 'HEAD..HEAD'],
])('GitHub: %s', (_name, event, range) => {
  expect(rangeOf(github, event)).toBe(range);
});

test('GitHub: an event file that cannot be read', () => {
  const event = readCiEvent(github, () => {
    throw new Error('gone');
  });
  expect(event).toEqual({ system: 'GitHub Actions', why: 'a branch', head });
});

test.each([
  [
    'GitLab, merge request',
    { GITLAB_CI: 'true', CI_COMMIT_SHA: head, CI_MERGE_REQUEST_DIFF_BASE_SHA: base },
    `${base}..${head}`,
  ],
  [
    'GitLab, push',
    { GITLAB_CI: 'true', CI_COMMIT_SHA: head, CI_COMMIT_BEFORE_SHA: base },
    `${base}..${head}`,
  ],
  [
    'GitLab, new branch',
    {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: head,
      CI_COMMIT_BEFORE_SHA: zero,
      CI_DEFAULT_BRANCH: 'main',
    },
    `origin/main..${head}`,
  ],
  [
    'Bitbucket, pull request',
    { BITBUCKET_BUILD_NUMBER: '7', BITBUCKET_COMMIT: head, BITBUCKET_PR_DESTINATION_COMMIT: base },
    `${base}..${head}`,
  ],
  [
    'Bitbucket, pull request without the commit',
    { BITBUCKET_BUILD_NUMBER: '7', BITBUCKET_COMMIT: head, BITBUCKET_PR_DESTINATION_BRANCH: 'dev' },
    `origin/dev..${head}`,
  ],
  [
    'Azure, pull request',
    {
      TF_BUILD: 'True',
      BUILD_SOURCEVERSION: base,
      SYSTEM_PULLREQUEST_SOURCECOMMITID: head,
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/release/1',
    },
    `origin/release/1..${head}`,
  ],
  ['Azure, branch', { TF_BUILD: 'True', BUILD_SOURCEVERSION: head }, `origin/main..${head}`],
  ['CircleCI', { CIRCLECI: 'true', CIRCLE_SHA1: head }, `origin/main..${head}`],
  [
    'Jenkins, change request',
    { JENKINS_URL: 'https://ci.example', GIT_COMMIT: head, CHANGE_TARGET: 'main' },
    `origin/main..${head}`,
  ],
  [
    'Jenkins, branch',
    { JENKINS_URL: 'https://ci.example', GIT_COMMIT: head, GIT_PREVIOUS_SUCCESSFUL_COMMIT: base },
    `${base}..${head}`,
  ],
])('%s', (_name, env, range) => {
  expect(rangeOf(env)).toBe(range);
});

test('outside of CI there is no event', () => {
  expect(rangeOf({ HOME: '/home/ada', CI: '' })).toBeUndefined();
});

const onMain: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
  [
    'GitHub, first push',
    { ...github, GITHUB_REF: 'refs/heads/main' },
    { before: zero, after: head, repository: { default_branch: 'main' } },
  ],
  [
    'GitHub, forced push',
    { ...github, GITHUB_REF: 'refs/heads/main' },
    { before: 'c'.repeat(40), after: head, repository: { default_branch: 'main' } },
  ],
  [
    'GitLab, first push',
    {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: head,
      CI_COMMIT_BEFORE_SHA: zero,
      CI_COMMIT_BRANCH: 'main',
      CI_DEFAULT_BRANCH: 'main',
    },
    undefined,
  ],
  [
    'Bitbucket',
    { BITBUCKET_BUILD_NUMBER: '7', BITBUCKET_COMMIT: head, BITBUCKET_BRANCH: 'main' },
    undefined,
  ],
  [
    'Azure',
    { TF_BUILD: 'True', BUILD_SOURCEVERSION: head, BUILD_SOURCEBRANCH: 'refs/heads/main' },
    undefined,
  ],
  ['CircleCI', { CIRCLECI: 'true', CIRCLE_SHA1: head, CIRCLE_BRANCH: 'main' }, undefined],
  [
    'Jenkins, first build',
    { JENKINS_URL: 'https://ci.example', GIT_COMMIT: head, GIT_BRANCH: 'origin/main' },
    undefined,
  ],
];

test.each(onMain)('the default branch is not compared with itself: %s', (_name, env, event) => {
  expect(rangeOf(env, event)).toBe(`..${head}`);
  expect(decide(env, event)?.said).toMatch(
    /the default one, with nothing to compare it with; scanning all that leads up to a{40}$/u,
  );
});

test('a forced push over a commit that is gone is compared with the default branch', () => {
  const gone = 'c'.repeat(40);
  const pushes: Readonly<Record<string, string>>[] = [
    { GITLAB_CI: 'true', CI_COMMIT_SHA: head, CI_COMMIT_BEFORE_SHA: gone, CI_COMMIT_BRANCH: 'dev' },
    { JENKINS_URL: 'x', GIT_COMMIT: head, GIT_PREVIOUS_COMMIT: gone, BRANCH_NAME: 'dev' },
  ];
  for (const env of pushes) {
    expect(rangeOf(env)).toBe(`origin/main..${head}`);
    expect(decide(env)?.said).toContain('over a commit that is gone, compared with origin/main');
    // In a shallow clone it may only be cut off.
    expect(rangeOf(env, undefined, { ...clone, isShallow: true })).toBe(`${gone}..${head}`);
  }
});

test('where no remote branch is here, all that leads up to the commit counts', () => {
  const env = { TF_BUILD: 'True', BUILD_SOURCEVERSION: head, BUILD_SOURCEBRANCH: 'refs/heads/dev' };
  const bare = { ...clone, refs: branches };
  expect(rangeOf(env, undefined, bare)).toBe(`..${head}`);
  expect(rangeOf(env, undefined, { ...bare, isShallow: true })).toBe(`origin/HEAD..${head}`);
});
