// --max-blob at its border: a content of exactly that size is read, one byte more is left out and counted, wherever it stands.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { parseReport } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const limit = 4096;

/** A content of so many bytes with a token in front. */
function content(seed: string, sizeBytes: number): string {
  return `${tokenLine(seed)}\n`.padEnd(sizeBytes - 1, '# filled up\n').concat('\n');
}

const atBorder = content('border', limit);
const beyond = content('beyond', limit + 1);

/** An audit counts the object and the file of the work tree, two contents that it would read. */
async function expectBorder(args: readonly string[], input = '', count = 1): Promise<void> {
  const all = [...args, '--max-blob', String(limit), '-f', 'json', '--no-cache'];
  const { exitCode, stdout, stderr } = await runLeaktrail(all, { input });
  const { findings, coverage } = parseReport(stdout, stderr);
  expect({ args, exitCode, findings: findings.length }).toEqual({ args, exitCode: 1, findings: 1 });
  expect(coverage.complete).toBe(false);
  const skipped = coverage.skipped.filter(({ reason }) => reason === 'max-blob');
  expect(skipped).toMatchObject([{ count, bytes: count * (limit + 1) }]);
  const told = {
    kind: 'limit',
    message: expect.stringContaining('is larger than --max-blob'),
  };
  expect(coverage.problems).toMatchObject(Array.from({ length: count }, () => told));
}

function committed(): TestRepository {
  const repo = makeRepository([{ write: { 'seed.py': 'pass\n' }, message: 'Start' }]);
  writeFileSync(join(repo.dir, 'a.py'), atBorder);
  writeFileSync(join(repo.dir, 'b.py'), beyond);
  return repo;
}

test('loose, staged, in a range, as deltas in a pack, and in the work tree', async () => {
  const repo = committed();
  await expectBorder(['audit', repo.dir]);
  repo.git('add', '.');
  await expectBorder(['staged', repo.dir]);
  await expectBorder(['audit', repo.dir], '', 2);
  repo.git('commit', '-q', '-m', 'Add');
  await expectBorder(['range', 'HEAD~1..HEAD', repo.dir]);
  await expectBorder(['audit', repo.dir], '', 2);
  repo.git('repack', '-adfq');
  await expectBorder(['audit', repo.dir], '', 2);
  await expectBorder(['range', 'HEAD~1..HEAD', repo.dir]);
});

test('files and standard input', async () => {
  const repo = committed();
  await expectBorder(['files', join(repo.dir, 'a.py'), join(repo.dir, 'b.py')]);
  await expectBorder(['files', join(repo.dir, 'a.py'), '-'], beyond);
  await expectBorder(['files', join(repo.dir, 'b.py'), '-'], atBorder);
});
