// Where reports go: pairs the n-th --format with the n-th --output before the scan, so that a mistake is
// told at once rather than after an hour. Writing them is left to writeReport.ts.
import { basename, extname, normalize } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { reportFormats } from '../report/reporters.ts';
import type { ReportFormat } from '../report/reporters.ts';
import { oneOf } from './values.ts';

/** `-` as destination is standard output. */
export interface Output {
  readonly format: ReportFormat;
  readonly destination: string;
}

const formatOfEnding: Readonly<Record<string, ReportFormat>> = {
  '.txt': 'text',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.sarif': 'sarif',
  '.xml': 'junit',
  '.csv': 'csv',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
};

/**
 * The outputs of a run: standard output as text when nothing was asked for. Throws UsageError for an unknown
 * format, formats without outputs and one destination named twice.
 */
export function pairOutputs(
  formats: readonly string[],
  destinations: readonly string[],
): readonly Output[] {
  const named = formats.map((format) => oneOf('--format', format, reportFormats));
  const targets = destinations.length === 0 ? ['-'] : destinations;
  if (named.length > targets.length) {
    throw new UsageError(
      `${named.length} formats but ${targets.length} output${targets.length === 1 ? '' : 's'}: give each format its --output (- is standard output)`,
    );
  }
  const places = targets.map((target) => normalize(target));
  const twice = targets.find((_target, index) => places.indexOf(places[index] ?? '') !== index);
  if (twice !== undefined) throw new UsageError(`--output ${twice} is given twice`);
  return targets.map((destination, index) => ({
    destination,
    format: named[index] ?? formatOf(destination),
  }));
}

function formatOf(destination: string): ReportFormat {
  const name = basename(destination).toLowerCase();
  if (name.endsWith('.sarif.json')) return 'sarif';
  // The name under which GitLab's own jobs keep theirs.
  if (name.endsWith('.gitlab.json') || name === 'gl-secret-detection-report.json') return 'gitlab';
  return formatOfEnding[extname(name)] ?? 'text';
}

/** Whether a command that prints no report is to print JSON. Throws UsageError for other formats and for files. */
export function wantsJson(
  command: string,
  { outputs }: { readonly outputs: readonly Output[] },
): boolean {
  const [output] = outputs;
  if (outputs.length > 1 || output?.destination !== '-') {
    throw new UsageError(`${command} prints to standard output: --output is for reports`);
  }
  if (output.format === 'text' || output.format === 'json') return output.format === 'json';
  throw new UsageError(`${command} prints text or json, not ${output.format}`);
}
