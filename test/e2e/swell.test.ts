// Repositories of a few kilobytes that spell gigabytes: a run over them ends, within its memory and time, and says what it left
// out. `STRESS=1` tries them with the limits of everyday use.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const isStress = process.env['STRESS'] === '1';

/** Ten levels of ten folders each, all the same: 10,000,000,000 paths to one file. */
function gitBomb(content: string): TestRepository {
  const repo = makeRepository({ bare: true });
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], content).toString().trim();
  let tree = repo.gitBytes(['mktree'], `100644 blob ${blob}\ta.py\n`).toString().trim();
  for (let level = 0; level < 10; level++) {
    const entries = Array.from({ length: 10 }, (_, i) => `040000 tree ${tree}\t${i}\n`);
    tree = repo.gitBytes(['mktree'], entries.join('')).toString().trim();
  }
  repo.git('update-ref', 'refs/heads/main', repo.git('commit-tree', tree, '-m', 'Add'));
  return repo;
}

function limitsOf({
  coverage,
}: {
  readonly coverage: { readonly problems: readonly { kind: string; message: string }[] };
}): string[] {
  return coverage.problems.filter(({ kind }) => kind === 'limit').map(({ message }) => message);
}

test('trees that spell ten billion paths are audited in part, which the receipt tells', async () => {
  const repo = gitBomb('pass\n');
  const args = isStress ? [] : ['--max-memory', '300M'];
  const { exitCode, report } = await auditRepository(repo.dir, args);
  expect(exitCode).toBe(3);
  expect(report.coverage).toMatchObject({ complete: false, blobs: 1, trees: 11 });
  expect(limitsOf(report)).toEqual([
    expect.stringContaining('the tree of HEAD spells more paths than'),
  ]);
});

test('a secret at ten billion paths does not keep an audit beyond --timeout, and is one finding without', async () => {
  const repo = gitBomb(`${tokenLine('bomb')}\n`);
  const args = isStress ? [] : ['--timeout', '0.5'];
  const { exitCode, report } = await auditRepository(repo.dir, args);
  expect(report.coverage.complete).toBe(false);
  expect(exitCode).toBe(report.findings.length > 0 ? 1 : 3);
  if (!isStress) return;
  const { state, introduced } = findingOf(report, 'bomb');
  expect({ state, path: introduced.path }).toEqual({
    state: 'head',
    path: expect.stringMatching(/^(?:\d\/){10}a\.py$/u),
  });
  expect(limitsOf(report)).toContainEqual(expect.stringContaining('every secret is reported'));
});

test('a secret at a thousand lines under many names does not take more memory than there is', async () => {
  const repo = makeRepository({ bare: true });
  const content = `${tokenLine('many')}\n`.repeat(1000);
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], content).toString().trim();
  const names = Array.from({ length: isStress ? 3000 : 300 }, (_, i) => `a${i}.py`).toSorted();
  const entries = names.map((name) => `100644 blob ${blob}\t${name}\n`).join('');
  const tree = repo.gitBytes(['mktree'], entries).toString().trim();
  repo.git('update-ref', 'refs/heads/main', repo.git('commit-tree', tree, '-m', 'Add'));
  const args = isStress ? [] : ['--max-memory', '500M'];
  const run = await runLeaktrail(['audit', repo.dir, '-f', 'csv', '--no-cache', ...args]);
  expect(run.exitCode).toBe(1);
  expect(run.stdout.split('\r\n').filter((line) => line !== '')).toHaveLength(2);
  expect(run.stderr).toContain('every secret is reported, not each of its places');
});
