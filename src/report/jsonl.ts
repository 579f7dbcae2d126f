// JSON lines: one finding a line, in the order and shape of the JSON report, and nothing else.
import type { ReportDocument } from './document.ts';
import { safeJson } from './json.ts';

/** One line for each finding; nothing where there is none. */
export function* jsonlReport(document: ReportDocument): Generator<string> {
  for (const finding of document.findings) yield `${safeJson(finding)}\n`;
}
