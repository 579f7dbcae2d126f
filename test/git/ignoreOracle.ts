// What git itself says about paths: `git check-ignore --no-index -v -n --stdin -z`, for tests of our own rules.
import { execFileSync } from 'node:child_process';
import type { IgnoreRule } from '../../src/git/ignore.ts';

export interface GitAnswer {
  readonly path: string;
  readonly rule: Omit<IgnoreRule, 'negated'> | null;
}

/** Answers of git for latin1 paths, in their order; `settings` are `-c` values. */
export function askGit(options: {
  dir: string;
  env: Readonly<Record<string, string>>;
  paths: readonly string[];
  settings?: readonly string[];
}): GitAnswer[] {
  const { dir, env, paths, settings = [] } = options;
  const fields = checkIgnore({ dir, env, paths, settings }).toString('latin1').split('\0');
  return paths.map((_path, i) => {
    const [source = '', line = '', pattern = '', path = ''] = fields.slice(i * 4, i * 4 + 4);
    return { path, rule: line === '' ? null : { source, line: Number(line), pattern } };
  });
}

/** git ends with 1 when no path is ignored, which is an answer as well. */
function checkIgnore({
  dir,
  env,
  paths,
  settings,
}: {
  dir: string;
  env: Readonly<Record<string, string>>;
  paths: readonly string[];
  settings: readonly string[];
}): Buffer {
  const configuration = settings.flatMap((setting) => ['-c', setting]);
  const args = [...configuration, 'check-ignore', '--no-index', '-v', '-n', '--stdin', '-z'];
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  try {
    return execFileSync('git', args, {
      cwd: dir,
      env: { ...env },
      input,
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error) || error.status !== 1) throw error;
    if (!('stdout' in error) || !Buffer.isBuffer(error.stdout)) throw error;
    return error.stdout;
  }
}
