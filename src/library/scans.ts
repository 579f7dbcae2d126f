// The scans of the command line for programs. Each is loaded when it begins.
import { textArgument } from './scanOptions.ts';
import type { AuditOptions, ScanOptions, StagedOptions } from './scanOptions.ts';
import { createScanRun } from './scanRun.ts';
import type { ScanRun } from './scanRun.ts';

/**
 * Audits a repository: every object, the index, the working tree, messages, hygiene, with a verdict. As `leaktrail audit`.
 * `repoPath` is its folder, or one below it.
 */
export function audit(repoPath: string, options: AuditOptions = {}): ScanRun {
  return createScanRun(options, async (context) => {
    const { runWeighedAudit } = await import('../remedy/weighedAudit.ts');
    return runWeighedAudit({ ...context, repoPath: textArgument('repoPath', repoPath) });
  });
}

/** Scans what the next commit would bring in. As `leaktrail staged`. */
export function staged(repoPath: string, options: StagedOptions = {}): ScanRun {
  return createScanRun(options, async (context) => {
    const { runStaged } = await import('../scan/staged.ts');
    return runStaged({
      ...context,
      repoPath: textArgument('repoPath', repoPath),
      all: options.all === true,
    });
  });
}

/**
 * Scans what the commits of a range bring in. As `leaktrail range`: `commits` is `BASE..HEAD` in any revisions that git
 * takes. Configuration and suppressions are those of the base.
 */
export function range(repoPath: string, commits: string, options: ScanOptions = {}): ScanRun {
  return createScanRun(options, async (context) => {
    const { runRange } = await import('../scan/commitRuns.ts');
    return runRange({
      ...context,
      repoPath: textArgument('repoPath', repoPath),
      range: textArgument('commits', commits),
    });
  });
}

/**
 * Scans files and folders without git, hidden and ignored files too. As `leaktrail files`; `-` is standard input. Throws
 * UsageError for a path that does not exist.
 */
export function scanFiles(paths: string | readonly string[], options: ScanOptions = {}): ScanRun {
  return createScanRun(options, async (context) => {
    const { runFiles } = await import('../scan/files.ts');
    const list = Array.isArray(paths) ? paths : [paths];
    for (const path of list) textArgument('path', path);
    return runFiles({ ...context, paths: list, stdin: standardInput() });
  });
}

/** Node opens it when it is first named. */
async function* standardInput(): AsyncGenerator<Uint8Array> {
  yield* process.stdin;
}
