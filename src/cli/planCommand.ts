// `leaktrail plan [FILE.json|REPO]` and `plan --verify`: prints the plan, or whether it was carried out.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { Plan, SavedReport, Verification } from '../model/plan.ts';
import type { RunContext } from '../model/run.ts';
import { planDocument, verificationDocument } from '../report/planDocument.ts';
import { planLines } from '../report/planText.ts';
import { safeJson } from '../report/json.ts';
import { verificationLines } from '../report/verificationText.ts';
import type { CommonOptions } from './commonOptions.ts';
import { checkOutputs } from './emitReports.ts';
import type { ExitPolicy } from '../report/exitCode.ts';
import type { CliIo } from './io.ts';
import { repositoryOf } from './operands.ts';
import { contextOf } from './runContext.ts';
import { inputName } from './readInput.ts';
import { readSavedReport } from './savedReport.ts';
import { runWatched } from './scanCommand.ts';
import { terminalWidth, usesColor } from './terminal.ts';
import { writeReportFile, writeReportStream } from './writeReport.ts';

export interface PlanArguments {
  readonly operands: readonly string[];
  readonly verify: boolean;
  /** `--dir`. */
  readonly folder: string | undefined;
}

const fileWidth = 80;

/**
 * Status 0 where there is nothing to do (or, verifying, nothing left), 1 where there is, 3 where a finding could not be read
 * again or, with nothing found, the scan was incomplete.
 */
export async function planCommand(
  io: CliIo,
  options: CommonOptions,
  { operands, verify, folder }: PlanArguments,
): Promise<number> {
  checkFormats(options);
  await checkOutputs(io, options);
  if (folder === '') throw new UsageError('--dir is empty: name a folder outside the repository');
  const place = folder === undefined ? {} : { folder };
  const { showSecrets, exitPolicy } = options;
  if (verify) {
    const repoPath = repositoryOf(operands, io, true);
    const done = await watched(io, options, (context) =>
      io.engine.verifyPlan({ ...context, ...place, repoPath }),
    );
    const exitCode = verificationCode(done, exitPolicy);
    const document = verificationDocument(done, { showSecrets, exitCode });
    await print(io, options, document, (style) => verificationLines(document, style));
    return exitCode;
  }
  const asked = await readOperand(operands, io);
  const plan = await watched(io, options, (context) =>
    io.engine.plan({ ...context, ...place, ...asked }),
  );
  const exitCode = planCode(plan, exitPolicy);
  const document = planDocument(plan, { showSecrets, exitCode });
  await print(io, options, document, (style) => planLines(document, style));
  return exitCode;
}

function checkFormats({ outputs }: CommonOptions): void {
  const other = outputs.find(({ format }) => format !== 'text' && format !== 'json');
  if (other !== undefined) {
    throw new UsageError(`plan prints text or json, not ${other.format}`);
  }
}

interface Asked {
  readonly repoPath: string;
  readonly saved?: SavedReport;
}

/** A folder is a repository, a file a saved report; `-` is a report on standard input. */
async function readOperand(operands: readonly string[], io: CliIo): Promise<Asked> {
  const [first] = operands;
  if (first === undefined || !isReport(first, io)) {
    return { repoPath: repositoryOf(operands, io, true) };
  }
  const saved = await readSavedReport(io, first, true);
  const fileName = inputName(first);
  const repoPath = saved.target.path;
  if (saved.mode === 'files') {
    throw new UsageError(
      `${fileName} is a report about files: a plan takes one about a repository`,
    );
  }
  if (!existsSync(resolve(io.cwd, repoPath))) {
    throw new UsageError(
      `${fileName} is about the repository '${repoPath}', which is not there from here: run this in the folder in which the report was made`,
    );
  }
  return { repoPath, saved };
}

/** A folder may be called anything; a file that is not there was meant where it ends in `.json`. */
function isReport(operand: string, io: CliIo): boolean {
  const stats = statSync(resolve(io.cwd, operand), { throwIfNoEntry: false });
  return (
    operand === '-' ||
    stats?.isFile() === true ||
    (stats === undefined && /\.json$/iu.test(operand))
  );
}

async function watched<Result>(
  io: CliIo,
  options: CommonOptions,
  run: (context: RunContext) => Promise<Result>,
): Promise<Result> {
  const aborter = new AbortController();
  const context = contextOf(io, options, aborter);
  return runWatched(io, options, aborter, context, (told) => run({ ...context, ...told }));
}

interface Style {
  readonly color: boolean;
  readonly width: number;
  readonly verbose: boolean;
}

/** What the plan tells of secrets is redacted already; with --show-secrets its files are for the user alone. */
async function print(
  io: CliIo,
  { outputs, color, verbose, showSecrets }: CommonOptions,
  document: object,
  linesOf: (style: Style) => readonly string[],
): Promise<void> {
  for (const { format, destination } of outputs) {
    const isScreen = destination === '-';
    const style = {
      color: isScreen && usesColor(io.stdout, io.env, color),
      width: isScreen ? terminalWidth(io.stdout, io.env) : fileWidth,
      verbose,
    };
    const chunks =
      format === 'json'
        ? [`${safeJson(document, 2)}\n`]
        : linesOf(style).map((line) => `${line.trimEnd()}\n`);
    if (isScreen) await writeReportStream(io.stdout, chunks);
    else await writeReportFile(destination, chunks, { cwd: io.cwd, isPrivate: showSecrets });
  }
}

function planCode(plan: Plan, { findingsCode, allowsIncomplete }: ExitPolicy): number {
  const incomplete = allowsIncomplete ? undefined : 3;
  // What is not in the plan must not look done.
  if (plan.unread.length > 0 && incomplete !== undefined) return incomplete;
  if (plan.credentials.length > 0 || plan.unread.length > 0) return findingsCode;
  return plan.gaps.length > 0 ? (incomplete ?? 0) : 0;
}

function verificationCode(
  { report, blobs, paths }: Verification,
  { findingsCode, allowsIncomplete }: ExitPolicy,
): number {
  if (report.findings.length > 0 || blobs.length > 0 || paths.length > 0) return findingsCode;
  return report.coverage.complete || allowsIncomplete ? 0 : 3;
}
