// A report as one text in a format, as the command line would write it.
import type { Report } from '../../src/model/report.ts';
import { reporterOf } from '../../src/report/reporters.ts';
import type { ReportFormat, ReportOptions } from '../../src/report/reporters.ts';
import { toDocument } from '../../src/report/toDocument.ts';

/** Stands for the page that the build makes. */
const pageTemplate =
  '<!doctype html><script type="application/json" id="report"></script><script>0</script>';

export interface RenderOptions extends Partial<ReportOptions> {
  readonly showSecrets?: boolean;
}

/** Renders with fixed times and address unless told otherwise. */
export async function render(
  format: ReportFormat,
  report: Report,
  { showSecrets = false, ...options }: RenderOptions = {},
): Promise<string> {
  return (await renderChunks(format, report, { showSecrets, ...options })).join('');
}

/** The chunks as the reporter yields them. */
export async function renderChunks(
  format: ReportFormat,
  report: Report,
  { showSecrets = false, ...options }: RenderOptions = {},
): Promise<string[]> {
  const reporter = await reporterOf(format);
  return [
    ...reporter(toDocument(report, { showSecrets }), {
      color: false,
      width: 80,
      verbose: false,
      endedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      repositoryUri: 'https://git.example/shop.git',
      pageTemplate,
      ...options,
    }),
  ];
}
