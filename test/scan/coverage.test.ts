import { describe, expect, it } from 'vitest';
import { createCoverage } from '../../src/scan/coverage.ts';

const counts = {
  commits: 1,
  trees: 1,
  blobs: 1,
  bytes: 5,
  messages: 1,
  worktreeFiles: 0,
  missingObjects: 0,
};

describe('the coverage receipt', () => {
  it('is complete without problems, whatever was left out by its nature', () => {
    const coverage = createCoverage();
    coverage.skip('symlink', 0, 'b');
    coverage.skip('symlink', 3, 'a');
    expect(coverage.build(counts, true)).toEqual({
      complete: true,
      ...counts,
      skipped: [{ reason: 'symlink', count: 2, bytes: 3, examples: ['a', 'b'] }],
      problems: [],
    });
  });

  it('is incomplete with one problem, and for a repository that is not whole', () => {
    const coverage = createCoverage();
    expect(coverage.build(counts, false).complete).toBe(false);
    coverage.problem({ kind: 'limit', message: 'too large' });
    expect(coverage.build(counts, true).complete).toBe(false);
  });

  it('lists the same problem once, sorted whatever the order of their coming', () => {
    const coverage = createCoverage();
    coverage.problem({ kind: 'missing-object', message: 'gone', oid: 'b' });
    coverage.problem({ kind: 'corrupt-object', message: 'bad', oid: 'c' });
    coverage.problem({ kind: 'missing-object', message: 'gone', oid: 'a' });
    coverage.problem({ kind: 'missing-object', message: 'gone', oid: 'b' });
    expect(coverage.build(counts, true).problems.map(({ oid }) => oid)).toEqual(['c', 'a', 'b']);
  });

  it('counts what a hundred problems of a kind leave unsaid', () => {
    const coverage = createCoverage();
    for (let i = 0; i < 250; i++) {
      coverage.problem({
        kind: 'missing-object',
        message: 'gone',
        oid: String(i).padStart(4, '0'),
      });
    }
    const { problems } = coverage.build(counts, true);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('150 more problems of this kind');
  });

  it('gives at most five examples of a reason', () => {
    const coverage = createCoverage();
    for (const path of ['g', 'f', 'e', 'd', 'c', 'b', 'a']) coverage.skip('ignored', 1, path);
    expect(coverage.build(counts, true).skipped).toEqual([
      { reason: 'ignored', count: 7, bytes: 7, examples: ['a', 'b', 'c', 'd', 'e'] },
    ]);
  });
});

it('what a limit cut off from an archive makes a scan incomplete, what is locked does not', () => {
  const coverage = createCoverage();
  coverage.unreadPart({ reason: 'encrypted-member', bytes: 4, count: 2 }, { oid: 'a'.repeat(40) });
  expect(coverage.build(counts, true)).toMatchObject({ complete: true, problems: [] });
  coverage.unreadPart({ reason: 'archive-limit', bytes: 5, count: 1 }, { oid: 'b'.repeat(40) });
  expect(coverage.build(counts, true)).toMatchObject({
    complete: false,
    skipped: [
      { reason: 'archive-limit', count: 1, bytes: 5 },
      { reason: 'encrypted-member', count: 2, bytes: 4 },
    ],
    problems: [{ kind: 'archive-limit', oid: 'b'.repeat(40) }],
  });
});
