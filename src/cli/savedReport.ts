// A saved JSON report, from a file or from standard input.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../model/errors.ts';
import type { ReportDocument } from '../report/document.ts';
import { parseDocument } from '../report/parseDocument.ts';
import type { CliIo } from './io.ts';

const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);

/** The report's document (`-` is standard input). Throws UsageError or ConfigError, which name the file. */
export async function readSavedReport(
  io: CliIo,
  file: string,
  showSecrets: boolean,
): Promise<ReportDocument> {
  const text = file === '-' ? await readText(io.stdin) : await readReport(file, io.cwd);
  const schema: unknown = JSON.parse(await readFile(schemaFile, 'utf8'));
  return parseDocument(text, { fileName: reportName(file), schema: Object(schema), showSecrets });
}

/** What messages call it. */
export function reportName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

async function readReport(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the report ${file}`, { cause });
  }
}
