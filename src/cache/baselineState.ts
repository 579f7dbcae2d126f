// What a report owes to the baseline: its contents, which may lie outside the repository, and the day, on which entries
// expire without any file changing.
import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { folderReader } from '../config/configFolder.ts';
import { readNamedBaseline, suppressionRules } from '../config/suppressionFiles.ts';
import type { Repository } from '../git/repository.ts';
import type { RunContext } from '../model/run.ts';
import { defaultBaselineFile } from '../triage/baseline.ts';
import { dayOf } from '../triage/days.ts';

/**
 * Empty where no baseline is read; else values for a key. Throws ConfigError for one that cannot be read, as the run would.
 */
export function baselineState(
  { cwd, options, now = new Date() }: Pick<RunContext, 'cwd' | 'options' | 'now'>,
  { workTree }: Pick<Repository, 'workTree'>,
): readonly string[] {
  const { baselineFile, settings } = options;
  const file = baselineFile ?? settings?.baseline ?? defaultBaselineFile;
  const isNamed = baselineFile !== undefined || isAbsolute(file);
  if (!isNamed && workTree === null) return ['of HEAD', file, dayOf(now)];
  const bytes =
    isNamed || workTree === null
      ? readNamedBaseline(cwd, file)
      : folderReader(workTree, suppressionRules())(file);
  if (bytes === undefined) return file === defaultBaselineFile ? [] : [file];
  return [file, createHash('sha256').update(bytes).digest('hex'), dayOf(now)];
}
