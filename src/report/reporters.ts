// The table of report formats: a name to its reporter, loaded when it is asked for. Rendering only; what a document
// may show was decided in toDocument.ts.
import { UsageError } from '../model/errors.ts';
import type { ReportDocument } from './document.ts';
import type { LinkTargets } from './textLinks.ts';

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
  /** When the scan ended, in milliseconds since 1970; for formats that state times. */
  readonly endedAtMs?: number;
  /** Absolute address of the repository, without credentials; for formats that state it. */
  readonly repositoryUri?: string;
  /** Hyperlinks of the text report; absent = none. */
  readonly links?: LinkTargets;
  /** Whether the reader refuses findings without a file (GitHub's code scanning does). */
  readonly needsFiles?: boolean;
}

/** Chunks of the finished report. */
export type Reporter = (document: ReportDocument, options: ReportOptions) => Iterable<string>;

const loaders: Readonly<Partial<Record<ReportFormat, () => Promise<Reporter>>>> = {
  text: async () => (await import('./text.ts')).textReport,
  json: async () => (await import('./json.ts')).jsonReport,
  jsonl: async () => (await import('./jsonl.ts')).jsonlReport,
  sarif: async () => (await import('./sarif.ts')).sarifReport,
  gitlab: async () => (await import('./gitlab.ts')).gitlabReport,
  junit: async () => (await import('./junit.ts')).junitReport,
  csv: async () => (await import('./csv.ts')).csvReport,
  markdown: async () => (await import('./markdown.ts')).markdownReport,
  github: async () => (await import('./github.ts')).githubReport,
};

/** The formats that this version writes. */
export const writtenFormats: readonly ReportFormat[] = reportFormats.filter(
  (format) => loaders[format] !== undefined,
);

/** Throws UsageError for a format that does not exist yet. */
export function checkWritten(format: ReportFormat): void {
  loaderOf(format);
}

/** The reporter of a format. Rejects with UsageError for one that does not exist yet. */
export async function reporterOf(format: ReportFormat): Promise<Reporter> {
  return loaderOf(format)();
}

function loaderOf(format: ReportFormat): () => Promise<Reporter> {
  const loader = loaders[format];
  if (loader !== undefined) return loader;
  throw new UsageError(
    `format '${format}' is not available in this version (available: ${writtenFormats.join(', ')})`,
  );
}
