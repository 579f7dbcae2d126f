// `leaktrail baseline [REPO]`: audits, then writes the baseline under which what was found no longer counts.
import { UsageError } from '../model/errors.ts';
import type { Decision } from '../model/decision.ts';
import type { BaselineResult, StaleEntry } from '../model/baseline.ts';
import { dayOf, isDay } from '../triage/days.ts';
import { parseDecisions } from '../triage/decisions.ts';
import { counted } from '../report/quantities.ts';
import type { CommonOptions } from './commonOptions.ts';
import type { CliIo } from './io.ts';
import { printLines } from './printLines.ts';
import { inputName, readInput } from './readInput.ts';
import { scanCommand } from './scanCommand.ts';
import { writeReportFile } from './writeReport.ts';

export interface BaselineArguments {
  readonly repoPath: string;
  /** As commander has them: `reason`, `until`, `prune`. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Writes the file and says what changed; what `--format` and `--output` ask for beside text is the report of the audit.
 * Status 0, 1 where decisions leave findings over, or 3 where the scan was incomplete.
 */
export async function baselineCommand(
  io: CliIo,
  options: CommonOptions,
  { repoPath, values }: BaselineArguments,
): Promise<number> {
  const { reason, until, decisions } = values;
  if (reason !== undefined && decisions !== undefined) {
    throw new UsageError('--decisions brings the reasons along: leave out --reason');
  }
  const asked = {
    repoPath,
    prune: values['prune'] === true,
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof until === 'string' ? { until: dayToCome(until) } : {}),
    ...(typeof decisions === 'string' ? { decisions: await readDecisions(io, decisions) } : {}),
  };
  const isTold = ({ format, destination }: CommonOptions['outputs'][number]): boolean =>
    format === 'text' && destination === '-';
  const reports = { ...options, outputs: options.outputs.filter((output) => !isTold(output)) };
  let lines: string[] = [];
  const exitCode = await scanCommand(io, reports, async (context) => {
    const result = await io.engine.baseline({ ...context, ...asked });
    if (context.signal.aborted) lines = ['The audit was stopped: nothing was written.'];
    else {
      if (result.text !== undefined) {
        await writeReportFile(result.path, [result.text], { cwd: io.cwd, isPrivate: false });
      }
      lines = resultLines(result);
    }
    return result.report;
  });
  if (options.outputs.some(isTold)) {
    await printLines(io, lines);
  }
  return exitCode;
}

/** `-` is standard input. */
async function readDecisions(io: CliIo, file: string): Promise<Decision[]> {
  return parseDecisions(await readInput(io, file, 'the decisions'), inputName(file));
}

function dayToCome(text: string): string {
  if (!isDay(text)) throw new UsageError(`--until takes a day such as 2030-12-31, not '${text}'`);
  if (text < dayOf(new Date())) throw new UsageError(`--until ${text} is over already`);
  return text;
}

function resultLines(result: BaselineResult): string[] {
  const { name, text, added, renewed, kept, stale, isPruned } = result;
  if (text === undefined) {
    return ['Nothing to add: no baseline is needed.', ...unusedLines(result.unused)];
  }
  const changes = [`${counted(added, 'finding')} added`, `${kept} kept`];
  if (renewed > 0) changes.push(`${renewed} renewed`);
  return [
    `${name}: ${changes.join(', ')}.`,
    ...unusedLines(result.unused),
    ...leftLines(result),
    ...staleLines(stale, isPruned),
  ];
}

function unusedLines(unused: readonly Decision[]): string[] {
  if (unused.length === 0) return [];
  return [
    `${counted(unused.length, 'decision')} without effect (no such finding, or it was known already):`,
    ...unused.map(({ fingerprint, ruleId, decision }) => `  ${fingerprint} ${ruleId} ${decision}`),
  ];
}

function leftLines({ report }: BaselineResult): string[] {
  const { findings } = report.summary;
  return findings === 0
    ? []
    : [`Without a decision, and so still counted: ${counted(findings, 'finding')}.`];
}

function staleLines(stale: readonly StaleEntry[], isPruned: boolean): string[] {
  if (stale.length === 0) return [];
  const what = `${stale.length === 1 ? '1 entry' : `${stale.length} entries`} that no finding has any more`;
  return [
    isPruned ? `Dropped ${what}:` : `Stale: ${what} (--prune drops them):`,
    ...stale.map(
      ({ fingerprint, ruleId, added, reason }) => `  ${fingerprint} ${ruleId} ${added}: ${reason}`,
    ),
  ];
}
