// Audits of a repository that git packs anew all the while. GC_RUNS=100 tries more of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import { auditRepository } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';

const runs = Number(process.env['GC_RUNS'] ?? 4);

test('packs that are rewritten, loose objects and refs that are packed cost nothing', async () => {
  const filler = Array.from({ length: 400 }, (_, i) => `line_${i} = ${i * 37}\n`);
  const steps = Array.from({ length: 10 }, (_, i) => ({
    write: { 'a.py': `${filler.slice(i).join('')}${tokenLine(`gc ${i}`)}\n` },
    message: `Step ${i}`,
    tag: `v${i}`,
  }));
  const repo = makeRepository(steps);
  const loop = [
    'while :; do',
    'git repack -Adfq; git pack-refs --all; git commit -q --allow-empty -m Later;',
    'git repack -dq; git prune-packed -q; git branch -f moving; done',
  ].join(' ');
  const packing = spawn('sh', ['-c', loop], {
    cwd: repo.dir,
    env: { ...gitEnv },
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(packing, 'close');
  try {
    for (let run = 0; run < runs; run++) {
      const { report } = await auditRepository(repo.dir, run % 2 === 0 ? ['--no-cache'] : []);
      expect(report.coverage).toMatchObject({ complete: true, problems: [] });
      expect(report.findings).toHaveLength(10);
    }
  } finally {
    // Its whole group: git is at work in it.
    process.kill(-packing.pid!);
    await ended;
  }
});
