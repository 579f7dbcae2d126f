// `leaktrail explain FINGERPRINT|PATH:LINE`: prints why something was reported or was not.
import { explanationDocument, explanationLines } from '../report/textExplanation.ts';
import type { CommonOptions } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { wantsJson } from './outputs.ts';
import { contextOf } from './runContext.ts';
import { runWatched } from './scanCommand.ts';
import { terminalWidth } from './terminal.ts';
import { writeReportStream } from './writeReport.ts';

/** Explains a line of a file or a finding; status 0, whatever it says. */
export async function explainCommand(
  io: CliIo,
  target: string,
  options: CommonOptions,
): Promise<number> {
  const isJson = wantsJson('explain', options);
  const aborter = new AbortController();
  const context = contextOf(io, options, aborter);
  const explanation = await runWatched(io, options, aborter, context, (watched) =>
    io.engine.explain({ ...context, ...watched, target }),
  );
  const document = explanationDocument(explanation, { showSecrets: options.showSecrets });
  const lines = isJson
    ? [JSON.stringify(document, null, 2)]
    : explanationLines(document, terminalWidth(io.stdout, io.env));
  await writeReportStream(io.stdout, [lines.map((line) => `${line}\n`).join('')]);
  return 0;
}
