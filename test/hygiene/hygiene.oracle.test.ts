// Hygiene against git on generated repositories: what git tracks or would add must fail, and nothing else may.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEnvLike } from '../../src/hygiene/envLike.ts';
import { planIgnoreFix } from '../../src/hygiene/ignoreFix.ts';
import { writeIgnoreFix } from '../../src/hygiene/writeIgnoreFix.ts';
import { askGit } from '../git/ignoreOracle.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { hygieneOf, judgedHygieneOf } from './hygieneOf.ts';

const folders = ['', 'api/', 'web/', 'api/v1/', 'build/', 'conf/'];
const names = ['.env', '.env.local', 'prod.env', '.envrc', '.env.example', 'setup.py', 'a.txt'];
const paths = folders.flatMap((folder) => names.map((name) => folder + name));
const lines = [
  '.env',
  '.env*',
  '*.env',
  '/.env',
  '.env.*',
  '!.env',
  '!.env.example',
  '!prod.env',
  '**/.envrc',
  'build/',
  'api/*',
  '!api/v1',
  'api/.env',
  'conf',
  '.env # no',
  '.env/',
  '.ENV',
  'api/**/.env',
  '*',
];

const generated = fc.record({
  gitignores: fc.dictionary(
    fc.constantFrom('', '', 'api/', 'api/v1/', 'build/'),
    fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 4 }),
    { maxKeys: 3 },
  ),
  exclude: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(...lines), { maxLength: 2 })),
  tracked: fc.subarray(paths, { maxLength: 4 }),
  untracked: fc.subarray(paths, { maxLength: 12 }),
  areRulesTracked: fc.boolean(),
});

test('agrees with git on what is tracked, what it would add and which rule decides', async () => {
  const counts = { fail: 0, warn: 0, ok: 0 };
  await fc.assert(
    fc.asyncProperty(generated, async (given) => {
      const repo = makeRepository();
      for (const path of [...given.tracked, ...given.untracked]) repo.write(path, 'A=1\n');
      if (given.tracked.length > 0) repo.git('add', '-f', '--', ...given.tracked);
      for (const [folder, text] of Object.entries(given.gitignores)) {
        repo.write(`${folder}.gitignore`, `${text.join('\n')}\n`);
        if (given.areRulesTracked) repo.git('add', '-f', '--', `${folder}.gitignore`);
      }
      repo.write('.git/info/exclude', `${given.exclude.join('\n')}\n`);

      const entries = await hygieneOf(repo);
      const failed = entries.filter(({ status }) => status === 'fail').map(({ path }) => path);
      expect(failed).toEqual(atRisk(repo));
      const asked = entries.map(({ path }) => path);
      const answers = askGit({ dir: repo.dir, env: repo.env, paths: asked });
      expect(entries.map(({ path, rule }) => ({ path, rule }))).toEqual(answers);
      for (const { status } of entries) counts[status]++;

      const { judged, ignoreSources } = await judgedHygieneOf(repo);
      expect(await writeIgnoreFix(repo.dir, planIgnoreFix(judged, ignoreSources).edits)).toEqual(
        [],
      );
      rmSync(join(repo.gitDir, 'info', 'exclude'));
      const after = askGit({ dir: repo.dir, env: repo.env, paths: asked });
      expect(after.filter(({ rule }) => rule === null || rule.pattern.startsWith('!'))).toEqual([]);
      const again = await judgedHygieneOf(repo);
      expect(planIgnoreFix(again.judged, again.ignoreSources)).toEqual({ edits: [], refusals: [] });
      rmSync(repo.dir, { recursive: true });
    }),
    { seed: 7, numRuns: 60 },
  );
  expect(Math.min(counts.fail, counts.warn, counts.ok)).toBeGreaterThan(30);
}, 120_000);

/** .env-like paths that git tracks or that `git add .` would take in. */
function atRisk(repo: TestRepository): string[] {
  const list = (...args: string[]): string[] =>
    repo
      .git('ls-files', '-z', ...args)
      .split('\0')
      .filter(Boolean);
  const all = [...list('--cached'), ...list('--others', '--exclude-standard')];
  return all.filter(isEnvLike).toSorted();
}
