// The report as it leaves the program: the JSON of CLI.md ("JSON report"), secrets redacted. Every
// reporter renders this form, so none of them can show more than was asked for. toDocument.ts makes it
// from the findings in clear, parseDocument.ts from a saved file; schemas/report.schema.json says the same.
import type { Finding } from '../model/finding.ts';
import type { ValueEncoding } from '../model/match.ts';
import type { Report } from '../model/report.ts';

export interface SecretDocument {
  readonly redacted: string;
  /** Code points. */
  readonly length: number;
  /** Bits per character, two decimals. */
  readonly entropy: number;
  readonly encoding?: ValueEncoding;
  /** Only with --show-secrets. */
  readonly value?: string;
}

export interface FindingDocument extends Omit<Finding, 'secret'> {
  readonly secret: SecretDocument;
  readonly occurrenceCount: number;
}

export interface ReportDocument extends Omit<Report, 'findings'> {
  readonly findings: readonly FindingDocument[];
}
