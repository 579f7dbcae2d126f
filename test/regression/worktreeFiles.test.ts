// Files of the work tree that once passed for read because the index or a blob spoke for them.
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { runAudit } from '../../src/scan/audit.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

const token = (seed: string): string => expandTemplate('<crc32:ghp_>', seed);

function audit(repo: TestRepository, repoPath = repo.dir): Promise<Report> {
  return runAudit({
    cwd: repo.dir,
    repoPath,
    env: { ...repo.env },
    options: {
      ruleFiles: [],
      enable: [],
      disable: [],
      minConfidence: 'medium',
      threads: 0,
      useCache: false,
      incremental: true,
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

describe('a file of the work tree is read', () => {
  it('when its blob is missing from the storage', async () => {
    const repo = makeRepository([
      { write: { 'a.py': `TOKEN = "${token('a')}"\n` }, message: 'Add' },
    ]);
    const oid = repo.git('rev-parse', 'HEAD:a.py');
    rmSync(join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)));
    const report = await audit(repo);
    expect(report.findings.map(({ state }) => state)).toEqual(['worktree']);
    expect(report.coverage.complete).toBe(false);
  });

  it('when a clean filter hides from the blob what it holds', async () => {
    const repo = makeRepository();
    repo.git('config', 'filter.hide.clean', 'sed s/ghp_.*/hidden/');
    repo.write('.gitattributes', '*.py filter=hide\n');
    repo.write('a.py', `TOKEN = "${token('b')}"\n`);
    utimesSync(join(repo.dir, 'a.py'), 1_500_000_000, 1_500_000_000);
    repo.commit('Add');
    const report = await audit(repo);
    expect(report.findings.map(({ state }) => state)).toEqual(['worktree']);
  });

  it('when it was changed and its time put back', async () => {
    const value = token('c');
    const harmless = `TOKEN = "${'x'.repeat(value.length)}"\n`;
    const repo = makeRepository();
    repo.write('a.py', harmless);
    utimesSync(join(repo.dir, 'a.py'), 1_500_000_000, 1_500_000_000);
    repo.commit('Add');
    repo.write('a.py', `TOKEN = "${value}"\n`);
    utimesSync(join(repo.dir, 'a.py'), 1_500_000_000, 1_500_000_000);
    const report = await audit(repo);
    expect(report.findings.map(({ state }) => state)).toEqual(['worktree']);
  });
});

describe('a report', () => {
  it('hides tokens in names, subjects, paths and refs that are no findings', async () => {
    const repo = makeRepository();
    const [folder, subject, branch, address] = ['d', 'e', 'f', 'g'].map(token);
    repo.write(`d-${folder}/x.py`, `TOKEN = "${token('h')}"\n`);
    repo.commit(`Add ${subject}`, { author: `Ada <${address}@example.com>` });
    repo.git('branch', `b-${branch}`);
    const shown = JSON.stringify(toDocument(await audit(repo), { showSecrets: false }));
    for (const hidden of [folder, subject, branch, address]) expect(shown).not.toContain(hidden);
    expect(shown).not.toContain('alsoSecret');
  });

  it('is refused for an empty REPO, which an unset variable of a script gives', async () => {
    await expect(audit(makeRepository(), '')).rejects.toThrow('REPO is empty');
  });
});
