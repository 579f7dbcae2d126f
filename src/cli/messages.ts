// One line on standard error, with the program's name before it.
import type { Writable } from 'node:stream';
import { hideLogins, hideTokens } from '../report/redact.ts';
import { sanitize } from '../report/sanitize.ts';

/** Writes `leaktrail: message`, on one line, safe for a terminal; a token that was typed in the wrong place goes into no log. */
export function say(io: { readonly stderr: Writable }, message: string): void {
  const line = message.replaceAll(/\s*\n\s*/gu, ' ');
  io.stderr.write(`leaktrail: ${sanitize(hideTokens(hideLogins(line)))}\n`);
}
