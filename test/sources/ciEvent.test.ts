import { expect, test } from 'vitest';
import { readCiEvent } from '../../src/sources/ciEvent.ts';

const base = 'b'.repeat(40);
const head = 'a'.repeat(40);
const zero = '0'.repeat(40);

function rangeOf(env: Readonly<Record<string, string>>, event?: unknown): string | undefined {
  return readCiEvent(env, () => JSON.stringify(event))?.range;
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
  ['a schedule', { schedule: '0 0 * * *' }, `origin/HEAD..${head}`],
  ['nothing that is known', 'text', `origin/HEAD..${head}`],
])('GitHub: %s', (_name, event, range) => {
  expect(rangeOf(github, event)).toBe(range);
});

test('GitHub: an event file that cannot be read', () => {
  const event = readCiEvent(github, () => {
    throw new Error('gone');
  });
  expect(event?.range).toBe(`origin/HEAD..${head}`);
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
  ['Azure, branch', { TF_BUILD: 'True', BUILD_SOURCEVERSION: head }, `origin/HEAD..${head}`],
  ['CircleCI', { CIRCLECI: 'true', CIRCLE_SHA1: head }, `origin/HEAD..${head}`],
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
