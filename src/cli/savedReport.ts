// A saved JSON report, from a file or from standard input.
import { readFile } from 'node:fs/promises';
import type { ReportDocument } from '../report/document.ts';
import { parseDocument } from '../report/parseDocument.ts';
import type { CliIo } from './io.ts';
import { inputName, readInput } from './readInput.ts';

const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);

/** The report's document (`-` is standard input). Throws UsageError or ConfigError, which name the file. */
export async function readSavedReport(
  io: CliIo,
  file: string,
  showSecrets: boolean,
): Promise<ReportDocument> {
  const text = await readInput(io, file, 'the report');
  const schema: unknown = JSON.parse(await readFile(schemaFile, 'utf8'));
  return parseDocument(text, { fileName: inputName(file), schema: Object(schema), showSecrets });
}
