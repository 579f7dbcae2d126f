// What is fuzzed: a parser, inputs that it should know, and what must hold whatever it is given.
import { spawnSync } from 'node:child_process';
import { gitEnv } from '../makeRepository.ts';

export interface Target {
  readonly name: string;
  /** Valid inputs, made when they are asked for, by git where git writes them. Damaged ones that found a fault, too. */
  readonly seeds: () => readonly (Buffer | string)[];
  /** Words of the format, for mutations. */
  readonly words?: readonly string[];
  /** Throws where something does not hold; of other errors only those that `answers` takes are answers. */
  readonly run: (bytes: Buffer) => void | Promise<void>;
  readonly answers?: (error: unknown) => boolean;
  /** As `run`, but asks another program, which takes milliseconds: asked for some of the inputs only. */
  readonly oracle?: (bytes: Buffer) => void | Promise<void>;
}

/** Words of JSON. */
export const jsonWords = ['[', ']', '{', '}', '"', ',', ':', 'null'] as const;

/** Says what does not hold. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Fault(what);
}

/** Both as JSON; `what` names them. */
export function demandSame(found: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left === right) return;
  let at = 0;
  while (left?.[at] !== undefined && left[at] === right?.[at]) at++;
  const around = (text: string | undefined): string =>
    String(text).slice(Math.max(0, at - 60), at + 120);
  throw new Fault(`${what}: ${around(left)} is not ${around(right)}`);
}

export interface GitOutput {
  /** Whether it ended with 0 and said nothing on standard error. */
  readonly isGood: boolean;
  readonly stdout: Buffer;
}

/** Runs git on what may be damaged. */
export function runGit(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly input?: Buffer;
    readonly env?: Readonly<Record<string, string>>;
  },
): GitOutput {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: options.cwd,
    env: { ...gitEnv, ...options.env },
    input: options.input ?? Buffer.alloc(0),
    maxBuffer: 1 << 28,
    timeout: 30_000,
  });
  return { isGood: status === 0 && stderr.length === 0, stdout };
}

/** Makes a value when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
