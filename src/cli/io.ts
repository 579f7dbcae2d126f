// Everything the command line needs from the process around it, as one value: tests hand in their own.
import type { Readable, Writable } from 'node:stream';
import type { Engine } from './engine.ts';
import type { TerminalStream } from './terminal.ts';

export interface CliIo {
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable & TerminalStream;
  readonly stderr: Writable & TerminalStream;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly engine: Engine;
  /** Calls `interrupt` at the first Ctrl-C or SIGTERM; the returned function stops listening. */
  readonly onInterrupt: (interrupt: () => void) => () => void;
}
