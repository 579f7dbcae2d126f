// The table of report formats: a name to its reporter, loaded when it is asked for. Rendering only; what a document
// may show was decided in toDocument.ts.
import type { NextStep } from '../model/nextStep.ts';
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
  /** What to do after an audit, for its text report; absent = the verdict's own word on it. */
  readonly nextSteps?: readonly NextStep[];
  /** Whether the reader refuses findings without a file (GitHub's code scanning does). */
  readonly needsFiles?: boolean;
  /** The page without a report, for `html` alone, which needs it. */
  readonly pageTemplate?: string;
}

/** Chunks of the finished report. */
export type Reporter = (document: ReportDocument, options: ReportOptions) => Iterable<string>;

const loaders: Readonly<Record<ReportFormat, () => Promise<Reporter>>> = {
  text: async () => (await import('./text.ts')).textReport,
  json: async () => (await import('./json.ts')).jsonReport,
  jsonl: async () => (await import('./jsonl.ts')).jsonlReport,
  sarif: async () => (await import('./sarif.ts')).sarifReport,
  gitlab: async () => (await import('./gitlab.ts')).gitlabReport,
  junit: async () => (await import('./junit.ts')).junitReport,
  csv: async () => (await import('./csv.ts')).csvReport,
  markdown: async () => (await import('./markdown.ts')).markdownReport,
  html: async () => (await import('./html.ts')).htmlReport,
  github: async () => (await import('./github.ts')).githubReport,
};

/** The reporter of a format. */
export async function reporterOf(format: ReportFormat): Promise<Reporter> {
  return loaders[format]();
}
