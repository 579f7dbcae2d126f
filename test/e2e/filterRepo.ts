// The real git-filter-repo, from the Python package index, in a folder of its own.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { gitEnv } from '../makeRepository.ts';
import { runPython } from '../python.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { bin } from './runLeaktrail.ts';

/** What a plan's first command asks for, of a version that is known to pass. */
const wanted = 'git-filter-repo==2.47.0';

/** An environment in which `git filter-repo` and `leaktrail` run; throws where pip cannot install it: no test may be skipped. */
export function filterRepoEnv(): Record<string, string> {
  const target = temporaryFolder('filter-repo');
  // The registry and certificates that pip is set up with here.
  const settings = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && /^(?:PIP_|https?_proxy$|SSL_)/iu.test(name),
  );
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, wanted];
  const { status, stderr } = runPython(install);
  if (status !== 0) {
    throw new Error(
      `this test needs pip, and a package index from which it can install ${wanted}: ${stderr}`,
    );
  }
  const command = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(join(target, 'bin', 'leaktrail'), command, { mode: 0o755 });
  const path = [join(target, 'bin'), gitEnv['PATH']].join(delimiter);
  return {
    ...Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
    ...gitEnv,
    PATH: path,
    PYTHONPATH: target,
  };
}

/** Runs commands as a plan prints them, in one shell that ends at the first failure; `status` of the last one. */
export function runCommands(
  commands: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): { readonly status: number | null; readonly output: string } {
  const script = ['set -eu', ...commands].join('\n');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}
