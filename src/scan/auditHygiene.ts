// The hygiene part of an audit: hands hygiene/ what the scan knows of paths.
import type { Environment } from '../git/environment.ts';
import type { Repository } from '../git/repository.ts';
import { judgeHygiene } from '../hygiene/collectHygiene.ts';
import type { JudgedHygiene } from '../hygiene/collectHygiene.ts';
import { fixIgnoreFiles } from '../hygiene/fixIgnoreFiles.ts';
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { EnvRun } from '../model/run.ts';
import type { ObjectScan } from './objects.ts';
import type { PresentScan } from './present.ts';
import type { Traced } from './trace.ts';

export interface AuditHygieneInput {
  readonly repository: Repository;
  readonly env: Environment;
  readonly objects: Pick<ObjectScan, 'store'>;
  readonly present: Pick<PresentScan, 'entries' | 'headFiles'>;
  readonly traced: Pick<Traced, 'envLikePaths'>;
  readonly pathsWithSecrets: ReadonlySet<BytePath>;
  readonly run: Pick<EnvRun, 'options' | 'showIgnoreFix' | 'signal' | 'onWarning'>;
  readonly findings: readonly Pick<Finding, 'secret'>[];
}

export interface AuditHygiene {
  readonly entries: readonly HygieneEntry[];
  readonly problems: readonly Problem[];
}

/** The entries on all paths; where the run fixes, on the state after the fix. Throws GitError where nothing could be fixed. */
export async function auditHygiene(input: AuditHygieneInput): Promise<AuditHygiene> {
  const headGitignores = gitignoresOfHead(input);
  const found = await judge(input, headGitignores);
  return (await fix(input, found)) ? judge(input, headGitignores) : found;
}

function gitignoresOfHead({ present, objects }: AuditHygieneInput): Map<BytePath, Uint8Array> {
  const headGitignores = new Map<BytePath, Uint8Array>();
  for (const [path, { oid, kind }] of present.headFiles) {
    // git does not follow a symlink of that name.
    if (kind !== 'file' || baseName(path) !== '.gitignore') continue;
    const object = objects.store.read(oid);
    if (object !== undefined) headGitignores.set(path, Buffer.from(object.bytes));
  }
  return headGitignores;
}

async function judge(
  { repository, env, run, present, traced, pathsWithSecrets }: AuditHygieneInput,
  headGitignores: ReadonlyMap<BytePath, Uint8Array>,
): Promise<AuditHygiene & JudgedHygiene> {
  const problems: Problem[] = [];
  const judgement = await judgeHygiene({
    repository,
    indexEntries: present.entries,
    headPaths: present.headFiles.keys(),
    headGitignores,
    historyPaths: traced.envLikePaths,
    pathsWithSecrets,
    envFiles: run.options.settings?.envFiles ?? [],
    env,
    onProblem: (problem) => problems.push(problem),
  });
  return { ...judgement, entries: judgement.judged.map(({ entry }) => entry), problems };
}

/** Whether files may have been written. */
async function fix(input: AuditHygieneInput, found: JudgedHygiene): Promise<boolean> {
  const { run, repository, findings } = input;
  const { showIgnoreFix, signal, onWarning } = run;
  if (showIgnoreFix === undefined || repository.workTree === null) return false;
  if (signal.aborted) {
    onWarning?.('stopped before the end: no .gitignore was written');
    return false;
  }
  const secrets = findings.map(({ secret }) => secret.value);
  await fixIgnoreFiles({
    ...found,
    workTree: repository.workTree,
    show: (edits) => showIgnoreFix({ edits, secrets }),
    onWarning,
  });
  return true;
}
