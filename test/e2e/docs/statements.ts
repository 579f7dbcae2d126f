// A block of shell as the statements that a reader would type one after the other, and how each of them ended.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from './pages.ts';

export interface Ending {
  /** Without comments, blanks joined. */
  readonly statement: string;
  /** What a comment beside it says (`# exit code 1`); undefined where none does. */
  readonly told: number | undefined;
  /** Undefined where the shell did not come so far. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The statements of a block. In `console` those are the lines behind a `$`; throws where bash cannot read them. */
export function statementsOf({ language, text, page, line }: Block): string[] {
  const lines =
    language === 'console'
      ? text.split('\n').flatMap((typed) => /^\$ (.*)$/u.exec(typed)?.[1] ?? [])
      : text.split('\n');
  const statements: string[] = [];
  let pending = '';
  for (const part of lines) {
    pending += `${part}\n`;
    if (part.endsWith('\\') || !isWhole(pending)) continue;
    if (withoutComment(pending) !== '') statements.push(pending);
    pending = '';
  }
  if (pending.trim() !== '') throw new Error(`${page}:${line}: bash cannot read ${pending}`);
  return statements;
}

function isWhole(statement: string): boolean {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: statement, encoding: 'utf8' });
  // A here-document without its end is no error to `bash -n`, only a warning.
  return status === 0 && stderr === '';
}

export function withoutComment(statement: string): string {
  return statement
    .replaceAll(/(?:^|\s)#(?:\s.*)?$/gmu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Runs the statements in one shell, each to its end whatever the one before ended with. */
export async function runStatements(
  statements: readonly string[],
  { cwd, env, logs }: { cwd: string; env: Readonly<Record<string, string>>; logs: string },
): Promise<Ending[]> {
  mkdirSync(logs, { recursive: true });
  const script = statements.map(
    (statement, i) =>
      `{ ${statement}} >'${logs}/${i}.out' 2>'${logs}/${i}.err'\necho "$?" >'${logs}/${i}.status'\n`,
  );
  const file = join(logs, 'script');
  writeFileSync(file, script.join(''));
  const said = await shell(file, cwd, env);
  return statements.map((statement, i) => {
    const read = (kind: string) => readOr(join(logs, `${i}.${kind}`));
    const status = read('status');
    const told = /# .*\bexit code (\d+)/u.exec(statement)?.[1];
    return {
      statement: withoutComment(statement),
      told: told === undefined ? undefined : Number(told),
      status: status === '' ? undefined : Number(status),
      stdout: read('out'),
      stderr: read('err') + said,
    };
  });
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Runs a script; what the shell itself says on standard error. */
async function shell(
  file: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn('bash', [file], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return said;
}
