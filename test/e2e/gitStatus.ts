// Git as a user runs it, hooks and refusals included.
import { spawnSync } from 'node:child_process';
import { gitEnv } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

/** Runs git in a repository, which may refuse, and gives its exit status. */
export function gitStatus(repo: TestRepository, ...args: string[]): number | null {
  return spawnSync('git', args, { cwd: repo.dir, env: { ...gitEnv } }).status;
}
