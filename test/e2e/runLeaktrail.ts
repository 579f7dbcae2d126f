// Runs the real command: bin/leaktrail.js of this folder, or the one that LEAKTRAIL_BIN names (the
// same suite runs on the installed package).
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { gitEnv } from '../makeRepository.ts';
import { madeFolders } from '../temporaryFolder.ts';
import { faultsLeftIn, faultsOfOutput } from './leftBehind.ts';
import { plantedIn } from './plantedSecrets.ts';

export interface RunOptions {
  readonly cwd?: string;
  /** On top of the environment that the test repositories use. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty by default. */
  readonly input?: string | Buffer;
}

export interface RunResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const bin =
  process.env['LEAKTRAIL_BIN'] ?? fileURLToPath(new URL('../../bin/leaktrail.js', import.meta.url));

// Before the folders go, as hooks run in reverse: what all runs of the file left there.
afterAll(() => {
  const faults = faultsLeftIn(madeFolders());
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

/**
 * Runs leaktrail to its end. Every run is also a test that no planted secret is shown: it throws when half of one stands, in
 * clear or encoded, in the output or a report of a run that did not ask for secrets.
 */
export async function runLeaktrail(
  args: readonly string[],
  { cwd, env = {}, input = '' }: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(process.execPath, [bin, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...gitEnv, ...env },
    stdio: 'pipe',
  });
  // A command that does not read its input closes the pipe; that is no failure of the test.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [stdout, stderr, exitCode] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  if (!args.includes('--show-secrets')) refuseSecrets(args, cwd, `${stdout}${stderr}`);
  return { exitCode, stdout, stderr };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function refuseSecrets(args: readonly string[], cwd: string | undefined, output: string): void {
  const shown = plantedIn(output);
  if (shown !== undefined) {
    throw new Error(`A planted secret (${shown}) is shown by ${args.join(' ')}:\n${output}`);
  }
  const files = args.filter((_, i) => ['-o', '--output'].includes(args[i - 1] ?? ''));
  const faults = files.flatMap((file) => faultsOfOutput(path.resolve(cwd ?? '', file)));
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
