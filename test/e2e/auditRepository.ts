// Audits a test repository and reads the JSON report, which every time must fit its schema.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { FindingDocument, ReportDocument } from '../../src/report/document.ts';
import { githubToken } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunOptions, RunResult } from './runLeaktrail.ts';

export interface Audit extends RunResult {
  readonly report: ReportDocument;
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);
const validate = ajv.compile<ReportDocument>(JSON.parse(readFileSync(schemaFile, 'utf8')));

/** `leaktrail audit DIR -f json` with these further arguments. */
export async function auditRepository(
  dir: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Audit> {
  const run = await runLeaktrail(['audit', dir, '-f', 'json', ...args], options);
  const report = parseReport(run.stdout, run.stderr);
  expectNoStack(run);
  expect(run.exitCode).toBe(report.summary.exitCode);
  return { ...run, report };
}

/** Parses a JSON report; `context` is shown when it is none. */
export function parseReport(text: string, context = ''): ReportDocument {
  expect(text, context).toMatch(/^\{/u);
  const value: unknown = JSON.parse(text);
  if (!validate(value)) throw new Error(ajv.errorsText(validate.errors));
  return value;
}

/** Standard error holds no line of a stack trace. */
export function expectNoStack({ stderr }: RunResult): void {
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/mu);
}

/** The one finding of the token that was planted from this seed. */
export function findingOf(report: ReportDocument, seed: string): FindingDocument {
  const token = githubToken(seed);
  const found = report.findings.filter(
    ({ secret }) => secret.redacted.endsWith(token.slice(-4)) && secret.length === token.length,
  );
  const [finding] = found;
  if (finding === undefined || found.length > 1) {
    throw new Error(`${found.length} findings of "${seed}" in ${JSON.stringify(report, null, 1)}`);
  }
  return finding;
}
