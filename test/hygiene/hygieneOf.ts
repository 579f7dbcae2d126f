// Hygiene of a test repository: what the scan hands over is asked of git here.
import { judgeHygiene } from '../../src/hygiene/collectHygiene.ts';
import type { HygieneInput, JudgedHygiene } from '../../src/hygiene/collectHygiene.ts';
import { openRepository } from '../../src/git/repository.ts';
import { readStagingIndex } from '../../src/git/stagingIndex.ts';
import type { HygieneEntry } from '../../src/model/hygiene.ts';
import type { TestRepository } from '../makeRepository.ts';

/** All entries of a repository. */
export async function hygieneOf(
  repo: TestRepository,
  more: Partial<HygieneInput> = {},
): Promise<HygieneEntry[]> {
  return [...(await judgeHygiene(await inputOf(repo, more))).entries];
}

/** The entries with what a fix needs. */
export async function judgedHygieneOf(
  repo: TestRepository,
  more: Partial<HygieneInput> = {},
): Promise<JudgedHygiene> {
  return judgeHygiene(await inputOf(repo, more));
}

/** The one entry on a path, without its texts. */
export async function verdictOn(repo: TestRepository, path: string): Promise<string> {
  const entries = (await hygieneOf(repo)).filter((entry) => entry.path === path);
  return entries.map(summary).join(' and ');
}

/** `status check source:line:pattern`. */
export function summary({ status, check, rule }: HygieneEntry): string {
  const named = rule === null ? 'no rule' : `${rule.source}:${rule.line}:${rule.pattern}`;
  return `${status} ${check} ${named}`;
}

async function inputOf(repo: TestRepository, more: Partial<HygieneInput>): Promise<HygieneInput> {
  const env = { ...repo.env, ...more.env };
  const repository = await openRepository(repo.dir, env);
  const index = await readStagingIndex(repository.indexFile, repository.objectFormat);
  const hasCommits = repo.git('for-each-ref') !== '';
  const list = (...args: string[]): string[] =>
    hasCommits ? repo.gitBytes(args).toString('latin1').split('\0').filter(Boolean) : [];
  const headPaths = list('ls-tree', '-r', '-z', '--name-only', 'HEAD');
  const gitignores = headPaths.filter((path) => /(?:^|\/)\.gitignore$/u.test(path));
  return {
    repository,
    indexEntries: index.entries,
    headPaths,
    headGitignores: new Map(
      gitignores.map((path) => [path, repo.gitBytes(['cat-file', 'blob', `HEAD:${path}`])]),
    ),
    historyPaths: list('log', '--all', '-m', '--root', '--format=', '--name-only', '-z'),
    ...more,
    env,
  };
}
