// The table of report formats: a name to its reporter. Rendering only; what a document may show was
// decided in toDocument.ts.
import { UsageError } from '../model/errors.ts';
import type { ReportDocument } from './document.ts';
import { jsonReport } from './json.ts';
import { jsonlReport } from './jsonl.ts';
import { textReport } from './text.ts';

/** Every format of the command line's contract, in the order of its help. */
export const reportFormats = [
  'text',
  'json',
  'jsonl',
  'sarif',
  'gitlab',
  'junit',
  'csv',
  'markdown',
  'html',
  'github',
] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions {
  /** SGR sequences; only the text report knows colour. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** List everything rather than the first few. */
  readonly verbose: boolean;
}

/** Chunks of the finished report. */
export type Reporter = (document: ReportDocument, options: ReportOptions) => Iterable<string>;

const reporters: Readonly<Partial<Record<ReportFormat, Reporter>>> = {
  text: textReport,
  json: jsonReport,
  jsonl: jsonlReport,
};

/** The formats that this version writes. */
export const writtenFormats: readonly ReportFormat[] = reportFormats.filter(
  (format) => reporters[format] !== undefined,
);

/** The reporter of a format. Throws UsageError for one that does not exist yet. */
export function reporterOf(format: ReportFormat): Reporter {
  const reporter = reporters[format];
  if (reporter !== undefined) return reporter;
  throw new UsageError(
    `format '${format}' is not available in this version (available: ${writtenFormats.join(', ')})`,
  );
}
