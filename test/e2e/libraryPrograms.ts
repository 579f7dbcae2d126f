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

/** Runs a program of these files, by default in its own folder. The first one is started. */
export function runProgram(
  files: Readonly<Record<string, string>>,
  { cwd, args = [], input = '', node = process.execPath }: ProgramOptions = {},
): ProgramResult {
  const folder = temporaryFolder('program');
  mkdirSync(join(folder, 'node_modules'));
  // Windows lets everybody make a junction, and not everybody a link.
  symlinkSync(packageRoot, join(folder, 'node_modules/leaktrail'), 'junction');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [first = ''] = Object.keys(files);
  const { status, stdout, stderr } = spawnSync(node, [join(folder, first), ...args], {
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
