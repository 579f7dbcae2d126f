// Runs the real command: bin/leaktrail.js of this folder, or the one that LEAKTRAIL_BIN names (the
// same suite runs on the installed package).
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gitEnv } from '../makeRepository.ts';
import { knownTokens } from './githubToken.ts';

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

/**
 * Runs leaktrail to its end. Every run is also a test that no planted token is shown: it throws when
 * one stands in the output of a run that did not ask for secrets.
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
  if (!args.includes('--show-secrets')) refuseTokens(`${stdout}${stderr}`);
  return { exitCode, stdout, stderr };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function refuseTokens(output: string): void {
  const shown = [...knownTokens].find((token) => output.includes(token.slice(8, 32)));
  if (shown !== undefined) throw new Error(`A planted token is shown in: ${output}`);
}
