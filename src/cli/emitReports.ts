// Sends one document to every output that was asked for.
import { isUserError } from '../model/errors.ts';
import type { ReportDocument } from '../report/document.ts';
import { reporterOf } from '../report/reporters.ts';
import type { CommonOptions } from './commonOptions.ts';
import { boundHeap } from './heapGrowth.ts';
import type { CliIo } from './io.ts';
import { say } from './messages.ts';
import { pageTemplate } from './pageTemplate.ts';
import { reportContext } from './reportContext.ts';
import { terminalContext } from './terminalContext.ts';
import { terminalWidth, usesColor } from './terminal.ts';
import {
  appendReportFile,
  checkDestination,
  writeReportFile,
  writeReportStream,
} from './writeReport.ts';

const fileWidth = 80;

/** Fails before the scan where an output could not be written after it. Throws UsageError. */
export async function checkOutputs(io: CliIo, { outputs }: CommonOptions): Promise<void> {
  for (const { destination } of outputs) {
    if (destination !== '-') await checkDestination(destination, io.cwd);
  }
  if (outputs.some(({ format }) => format === 'html')) await pageTemplate();
}

/** Writes the reports in the order of the outputs; warns of an incomplete scan that no text report tells of. */
export async function emitReports(
  io: CliIo,
  options: Omit<CommonOptions, 'run'>,
  document: ReportDocument,
): Promise<void> {
  const { outputs, color, verbose, showSecrets, quiet } = options;
  boundHeap(document.findings.length);
  const context = await reportContext(io, outputs, document);
  const onTerminal = await terminalContext(io, options, document);
  for (const { format, destination } of outputs) {
    const report = await reporterOf(format);
    if (destination === '-') {
      const shown = {
        color: usesColor(io.stdout, io.env, color),
        width: terminalWidth(io.stdout, io.env),
        verbose,
        ...context,
        ...onTerminal,
      };
      await writeReportStream(io.stdout, report(document, shown));
    } else {
      const chunks = report(document, { color: false, width: fileWidth, verbose, ...context });
      await writeReportFile(destination, chunks, { cwd: io.cwd, isPrivate: showSecrets });
    }
  }
  if (outputs.some(({ format }) => format === 'github')) await appendJobSummary(io, document);
  const isTold = outputs.some((output) => output.format === 'text' && output.destination === '-');
  if (!document.coverage.complete && !isTold && !quiet) say(io, incompleteText(document));
}

/** The file that GitHub's runner names for it (GITHUB_STEP_SUMMARY). Without it the annotations still say all. */
async function appendJobSummary(io: CliIo, document: ReportDocument): Promise<void> {
  const file = io.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  const report = await reporterOf('markdown');
  const chunks = report(document, {
    color: false,
    width: fileWidth,
    verbose: false,
  });
  try {
    await appendReportFile(file, chunks, io.cwd);
  } catch (error) {
    if (!isUserError(error)) throw error;
    say(io, `no job summary: ${error.message}`);
  }
}

function incompleteText({ coverage, target }: ReportDocument): string {
  const limits = coverage.problems.filter((problem) => problem.kind === 'limit');
  const gaps = coverage.problems.filter((problem) => problem.kind !== 'limit');
  // What the user did or asked for comes first: Ctrl-C, --timeout, --max-blob.
  const reasons = [
    ...limits.map((problem) => problem.message),
    ...(target.shallow ? ['the clone is shallow'] : []),
    ...(target.partial ? ['the clone is partial'] : []),
    ...gaps.map((problem) => problem.message),
  ];
  const [first = 'something could not be read', ...rest] = reasons;
  const more = rest.length > 0 ? ` (and ${rest.length} more, see the report)` : '';
  return `the scan was incomplete: ${first}${more}`;
}
