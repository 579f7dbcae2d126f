// Python, for tests of what is written for Python or for git-filter-repo.
import { spawnSync } from 'node:child_process';

export interface PythonResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs it to its end; throws where there is none: no test is skipped in silence. */
export function runPython(args: readonly string[], input = ''): PythonResult {
  for (const name of ['python3', 'python']) {
    const { status, stdout, stderr, error } = spawnSync(name, [...args], { input });
    if (error === undefined) return { status, stdout, stderr: stderr.toString('utf8') };
  }
  throw new Error('this test needs Python 3 on the PATH (python3 or python)');
}
