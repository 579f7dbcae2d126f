// What a report owes to the baseline: its contents, which may lie outside the repository, and the day, on which entries
// expire without any file changing.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorCode } from '../git/fileErrors.ts';
import type { Repository } from '../git/repository.ts';
import type { RunContext } from '../model/run.ts';
import { defaultBaselineFile } from '../triage/baseline.ts';
import { dayOf } from '../triage/days.ts';

/** Empty where no baseline is read; else values for a key. */
export function baselineState(
  { cwd, options, now = new Date() }: Pick<RunContext, 'cwd' | 'options' | 'now'>,
  { workTree }: Pick<Repository, 'workTree'>,
): readonly string[] {
  const baselineFile = options.baselineFile ?? options.settings?.baseline;
  if (baselineFile === undefined && workTree === null) return ['of HEAD', dayOf(now)];
  const path =
    baselineFile === undefined
      ? join(workTree ?? '', defaultBaselineFile)
      : resolve(options.baselineFile === undefined ? (workTree ?? cwd) : cwd, baselineFile);
  try {
    const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
    return [baselineFile ?? '', digest, dayOf(now)];
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    // The run itself says so.
    return baselineFile === undefined ? [] : [baselineFile, errorCode(error)];
  }
}
