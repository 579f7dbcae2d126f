// `leaktrail hook install|uninstall|status`: prints what hooks/ did or found.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../config/version.ts';
import { installHook } from '../hooks/install.ts';
import type { HookOutcome } from '../hooks/outcome.ts';
import { hookStatus } from '../hooks/status.ts';
import type { HookRequest } from '../hooks/target.ts';
import { uninstallHook } from '../hooks/uninstall.ts';
import { UsageError } from '../model/errors.ts';
import { failureCode } from './exitCode.ts';
import type { CliIo } from './io.ts';
import { say } from './messages.ts';
import { printLines } from './printLines.ts';

export interface HookCommandOptions {
  readonly prePush: boolean;
  readonly global: boolean;
  readonly quiet: boolean;
}

const actions = { install: installHook, uninstall: uninstallHook, status: hookStatus };

/** Runs one of the actions; status 2 where nothing is checked until the user has done something, else 0. */
export async function hookCommand(
  io: CliIo,
  action: keyof typeof actions,
  repoPath: string | undefined,
  options: HookCommandOptions,
): Promise<number> {
  if (options.global && repoPath !== undefined) {
    throw new UsageError('--global is for no single repository: leave REPO out');
  }
  const path = options.global ? null : resolve(io.cwd, repoPath ?? '.');
  const request = hookRequest(io, path, options.prePush);
  return print(io, await refusedBySystem(actions[action](request)), options.quiet);
}

/** A request for the hooks of a repository, or, with null, for those of all that are made from now on. */
export function hookRequest(
  { env }: CliIo,
  repoPath: string | null,
  prePush: boolean,
): HookRequest {
  return { repoPath, prePush, env, version: version(), program: thisProgram() };
}

async function print(io: CliIo, outcome: HookOutcome, quiet: boolean): Promise<number> {
  const { lines, remarks, isDone } = outcome;
  await printLines(io, lines);
  if (!quiet || !isDone) for (const remark of remarks) say(io, remark);
  return isDone ? 0 : failureCode;
}

/** A file that the system does not let us read or write is no bug of ours. */
async function refusedBySystem(outcome: Promise<HookOutcome>): Promise<HookOutcome> {
  try {
    return await outcome;
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) throw cause;
    const path = 'path' in cause ? ` (${String(cause.path)})` : '';
    throw new UsageError(`the hook could not be read or written: ${String(cause.code)}${path}`, {
      cause,
    });
  }
}

/** This Node and this leaktrail; sh wants slashes on Windows as well. */
function thisProgram(): HookRequest['program'] {
  const script = fileURLToPath(new URL('../../bin/leaktrail.js', import.meta.url));
  const plain = (path: string): string =>
    process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  return { node: plain(process.execPath), script: plain(script) };
}
