// `--fix` from the judged paths to the written files: plans, shows, writes, and says what could not be done.
import type { IgnoreSources } from '../git/ignore.ts';
import { GitError } from '../model/errors.ts';
import type { IgnoreEdit } from '../model/hygiene.ts';
import { displayPath } from '../model/path.ts';
import type { JudgedPath } from './checkHygiene.ts';
import { planIgnoreFix } from './ignoreFix.ts';
import type { IgnoreRefusal } from './ignoreFix.ts';
import { checkIgnoreFix, writeIgnoreFix } from './writeIgnoreFix.ts';

export interface FixInput {
  /** Top of the work tree. */
  readonly workTree: string;
  readonly judged: readonly JudgedPath[];
  readonly ignoreSources: IgnoreSources;
  /** Shows what is about to be written; called once, also where that is nothing. */
  readonly show: (edits: readonly IgnoreEdit[]) => Promise<void>;
  /** One line for each file that is left as it is while others are written. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Writes the missing lines. Throws GitError where lines are missing and none of their files could be written. */
export async function fixIgnoreFiles(input: FixInput): Promise<void> {
  const { workTree, judged, ignoreSources, show, onWarning } = input;
  const plan = await checkIgnoreFix(workTree, planIgnoreFix(judged, ignoreSources));
  if (plan.edits.length > 0 || plan.refusals.length === 0) await show(plan.edits);
  const failed = await writeIgnoreFix(workTree, plan.edits);
  const refusals = [...plan.refusals, ...failed];
  if (refusals.length > 0 && failed.length === plan.edits.length) {
    throw new GitError(`nothing was fixed: ${refusals.map(refusalText).join('; ')}`);
  }
  for (const refusal of refusals) onWarning?.(`not fixed: ${refusalText(refusal)}`);
}

function refusalText({ file, reason }: IgnoreRefusal): string {
  return `${displayPath(file)} ${reason}`;
}
