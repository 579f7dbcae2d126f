// What commands are given beside options: repositories, files, and what git writes to a hook's standard input.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { suggestion } from '../rules/ruleFields.ts';
import { commandNames } from './commandNames.ts';
import type { CliIo } from './io.ts';

/** What git writes to a hook's standard input; a terminal would be waited for in vain. */
export async function readUpdates({ stdin }: CliIo, name: string): Promise<string> {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    throw new UsageError(`'${name}' reads what git hands a pre-${name} hook on standard input`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** What other scanners call it. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['scan', 'audit'],
  ['detect', 'audit'],
  ['git', 'audit'],
  ['protect', 'staged'],
  ['dir', 'files'],
  ['filesystem', 'files'],
  ['stdin', '-'],
  ['version', '--version'],
]);

/** The one repository of the operands; a mistyped command must not pass for a missing folder. */
export function repositoryOf(operands: readonly string[], io: CliIo, isExplicit: boolean): string {
  const [first = '.', second] = operands;
  if (second === undefined && existsSync(resolve(io.cwd, first))) return first;
  const misplaced = operands.find((operand) => commandNames.includes(operand));
  if (misplaced !== undefined) {
    throw new UsageError(`the command '${misplaced}' comes before its options and operands`);
  }
  if (second !== undefined && (isExplicit || existsSync(resolve(io.cwd, first)))) {
    throw new UsageError(`one REPO at a time, not '${first}' and '${second}'`);
  }
  const known = elsewhere.get(first);
  const hint = known === undefined ? suggestion(first, commandNames) : ` (did you mean ${known}?)`;
  throw new UsageError(
    isExplicit
      ? `there is no folder '${first}'`
      : `no command or folder is called '${first}'${hint}`,
  );
}

/** Throws UsageError for a path that does not exist. */
export function requireExisting(path: string, io: CliIo): void {
  if (path === '-' || existsSync(resolve(io.cwd, path))) return;
  throw new UsageError(`there is no file or folder '${path}'`);
}
