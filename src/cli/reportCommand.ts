// `leaktrail report FILE.json --format F`: renders a saved JSON report.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { UsageError } from '../model/errors.ts';
import { parseDocument } from '../report/parseDocument.ts';
import type { CommonOptions } from './commonOptions.ts';
import { checkOutputs, emitReports } from './emitReports.ts';
import type { CliIo } from './io.ts';

const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);

/** Renders the file (`-` is standard input); status 0 whatever the report says: nothing was scanned. */
export async function reportCommand(
  io: CliIo,
  file: string,
  options: CommonOptions,
): Promise<number> {
  await checkOutputs(io, options);
  const text = file === '-' ? await readText(io.stdin) : await readReport(file, io.cwd);
  const schema: unknown = JSON.parse(await readFile(schemaFile, 'utf8'));
  const document = parseDocument(text, {
    fileName: file === '-' ? 'standard input' : file,
    schema: Object(schema),
    showSecrets: options.showSecrets,
  });
  await emitReports(io, { ...options, quiet: true }, document);
  return 0;
}

async function readReport(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the report ${file}`, { cause });
  }
}
