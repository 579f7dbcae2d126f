// Runs programs that use the library as users do: in a folder of their own, with the built or installed package beside them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { bin } from './runLeaktrail.ts';

export const packageRoot = dirname(dirname(bin));

export interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `source` in `cwd`, by default the program's own folder. */
export function runProgram(
  source: string,
  { cwd, args = [], input = '', node = process.execPath }: ProgramOptions = {},
): ProgramResult {
  const folder = temporaryFolder('program');
  mkdirSync(join(folder, 'node_modules'));
  // Windows lets everybody make a junction, and not everybody a link.
  symlinkSync(packageRoot, join(folder, 'node_modules/leaktrail'), 'junction');
  const file = join(folder, 'program.mjs');
  writeFileSync(file, source);
  const { status, stdout, stderr } = spawnSync(node, [file, ...args], {
    cwd: cwd ?? folder,
    encoding: 'utf8',
    env: { ...gitEnv },
    input,
  });
  return { status, stdout, stderr };
}

interface ProgramOptions {
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly input?: string;
  /** The node that runs it. */
  readonly node?: string;
}
