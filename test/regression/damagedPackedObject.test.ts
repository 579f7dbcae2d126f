// Damaged objects of packs that are read one by one after the histories of the packs were: this once ended the audit.
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { runAudit } from '../../src/scan/audit.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';
import { runIn } from '../scanRepository.ts';

/** Overwrites the packed bytes of an object, wherever they stand, but for the header; the first pack alone that has it. */
function damage(repo: TestRepository, oid: string): void {
  const folder = join(repo.gitDir, 'objects/pack');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.idx'))) {
    const listed = repo.git('verify-pack', '-v', join(folder, name));
    const entry = new RegExp(`^${oid} \\w+ +\\d+ (\\d+) (\\d+)`, 'mu').exec(listed);
    if (entry === null) continue;
    const pack = join(folder, name.replace('.idx', '.pack'));
    const bytes = readFileSync(pack);
    const [length, offset] = [Number(entry[1]), Number(entry[2])];
    chmodSync(pack, 0o644);
    writeFileSync(pack, bytes.fill(0, offset + 4, offset + length));
    return;
  }
  throw new Error(`${oid} is in no pack`);
}

it('a damaged tag is a problem, and the rest is told with its trail', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('here')}\n` }, message: 'Add' }]);
  repo.git('tag', '-a', 'v1', '-m', 'A first version, with a long and telling message about it');
  repo.git('repack', '-adfq');
  damage(repo, repo.git('rev-parse', 'v1'));
  const { coverage, findings } = await runAudit(runIn(repo.dir, {}, repo.env));
  expect(coverage.complete).toBe(false);
  expect(findings).toMatchObject([
    { secret: { value: githubToken('here') }, reachableFrom: ['refs/heads/main'] },
  ]);
});

it('a copy in another pack stands in for a damaged blob', async () => {
  const text = Array.from({ length: 60 }, (_, i) => `${i * 7919}`).join('\n');
  const repo = makeRepository([
    { write: { 'a.py': `${text}\n${tokenLine('twice')}\n` }, message: 'Add' },
  ]);
  const oid = repo.git('rev-parse', 'HEAD:a.py');
  repo.git('repack', '-adfq');
  // The same blob once more, in a pack of its own.
  repo.gitBytes(['pack-objects', '-q', join(repo.gitDir, 'objects/pack/pack')], `${oid}\n`);
  damage(repo, oid);
  const { findings } = await runAudit(runIn(repo.dir, {}, repo.env));
  expect(findings).toMatchObject([
    { secret: { value: githubToken('twice') }, introduced: { path: 'a.py' } },
  ]);
});
