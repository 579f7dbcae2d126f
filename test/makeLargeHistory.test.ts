import { expect, test } from 'vitest';
import { makeLargeHistory } from './makeLargeHistory.ts';

test('plants secrets where it says, and takes them out where it says', () => {
  const { repo, planted, branches } = makeLargeHistory(1000);
  expect(repo.git('rev-list', '--all', '--count')).toBe('1000');
  expect(Number(repo.git('rev-list', '--all', '--merges', '--count'))).toBeGreaterThan(10);
  expect(repo.git('for-each-ref', '--format=%(refname)', 'refs/heads').split('\n')).toEqual(
    branches,
  );
  expect(planted).toHaveLength(5);
  for (const { value, path, line, introducedCommit, removedCommit, state } of planted) {
    const log = repo.git('log', '--all', '--reverse', '--format=%H', `-S${value}`).split('\n');
    expect(log).toEqual([introducedCommit, ...(removedCommit === null ? [] : [removedCommit])]);
    const lines = repo.git('show', `${introducedCommit}:${path}`).split('\n');
    expect(lines[line - 1]).toContain(value);
    const inHead = repo.git('ls-tree', '-r', '--name-only', 'HEAD').split('\n').includes(path);
    expect(state === 'head').toBe(inHead && removedCommit === null);
  }
});

test('is the same every time', () => {
  expect(makeLargeHistory(200).repo.git('rev-parse', 'main')).toBe(
    makeLargeHistory(200).repo.git('rev-parse', 'main'),
  );
});
