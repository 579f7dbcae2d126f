// `leaktrail report FILE.json --format F`: renders a saved JSON report.
import type { CommonOptions } from './commonOptions.ts';
import { checkOutputs, emitReports } from './emitReports.ts';
import type { CliIo } from './io.ts';
import { readSavedReport } from './savedReport.ts';

/** Renders the file (`-` is standard input); status 0 whatever the report says: nothing was scanned. */
export async function reportCommand(
  io: CliIo,
  file: string,
  options: CommonOptions,
): Promise<number> {
  await checkOutputs(io, options);
  const document = await readSavedReport(io, file, options.showSecrets);
  await emitReports(io, { ...options, quiet: true }, document);
  return 0;
}
