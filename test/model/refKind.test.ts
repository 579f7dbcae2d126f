import { expect, test } from 'vitest';
import { pullRequestOf, refKind } from '../../src/model/refKind.ts';

test.each([
  ['refs/heads/main', 'branch'],
  ['refs/heads/pull/12/head', 'branch'],
  ['refs/tags/v1.0', 'tag'],
  ['refs/remotes/origin/main', 'remote'],
  ['refs/remotes/origin/pull/12', 'remote'],
  ['refs/prefetch/remotes/origin/main', 'remote'],
  ['refs/notes/commits', 'note'],
  ['refs/stash', 'stash'],
  ['refs/pull/12/head', 'pull'],
  ['refs/pull/12/merge', 'pull'],
  ['refs/remotes/pull/12/merge', 'pull'],
  ['refs/merge-requests/3/head', 'pull'],
  ['refs/pipelines/99', 'pull'],
  ['refs/pull-requests/7/from', 'pull'],
  ['refs/changes/34/1234/2', 'pull'],
  ['refs/pull/main', 'other'],
  ['refs/stashes', 'other'],
  ['refs/original/refs/heads/main', 'other'],
] as const)('%s is of the kind %s', (name, kind) => {
  expect(refKind(name)).toBe(kind);
});

test.each([
  ['refs/pull/12/head', 'pull/12'],
  ['refs/remotes/pull/12/merge', 'pull/12'],
  ['refs/pipelines/99', 'pipelines/99'],
  ['refs/changes/34/1234/2', 'changes/34/1234'],
])('%s belongs to %s', (name, request) => {
  expect(pullRequestOf(name)).toBe(request);
});
