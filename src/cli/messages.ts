// One line on standard error, with the program's name before it.
import type { Writable } from 'node:stream';
import { sanitize } from '../report/sanitize.ts';

/** Writes `leaktrail: message`, on one line, safe for a terminal. */
export function say(io: { readonly stderr: Writable }, message: string): void {
  io.stderr.write(`leaktrail: ${sanitize(message.replaceAll(/\s*\n\s*/gu, ' '))}\n`);
}
