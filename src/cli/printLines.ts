// Lines of our own on standard output, harmless for a terminal and as wide as it.
import { sanitize } from '../report/sanitize.ts';
import { displayWidth, wrap } from '../report/wrap.ts';
import type { CliIo } from './io.ts';
import { terminalWidth } from './terminal.ts';
import { writeReportStream } from './writeReport.ts';

/** Prints them; on a terminal the long ones are broken at spaces, what follows indented. Elsewhere each stays one line. */
export async function printLines(
  { stdout, env }: Pick<CliIo, 'stdout' | 'env'>,
  lines: readonly string[],
): Promise<void> {
  const width = stdout.isTTY === true ? terminalWidth(stdout, env) : Number.POSITIVE_INFINITY;
  const fitting = lines.map(sanitize).flatMap((line) => fit(line, width));
  await writeReportStream(stdout, [fitting.map((line) => `${line}\n`).join('')]);
}

function fit(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const lead = /^ */u.exec(line)?.[0] ?? '';
  const hanging = `${lead}  `;
  const parts = wrap(line.slice(lead.length), width - hanging.length);
  return parts.map((part, i) => (i === 0 ? lead : hanging) + part);
}
