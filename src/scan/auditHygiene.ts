// The hygiene part of an audit: hands hygiene/ what the scan knows of paths.
import type { Environment } from '../git/environment.ts';
import type { Repository } from '../git/repository.ts';
import { judgeHygiene } from '../hygiene/collectHygiene.ts';
import type { HygieneInput, JudgedHygiene } from '../hygiene/collectHygiene.ts';
import { isDockerFile } from '../hygiene/dockerSources.ts';
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
  const head: HeadContents = {
    headGitignores: contentsOfHead(input, (path) => baseName(path) === '.gitignore'),
    headDockerFiles:
      input.repository.workTree === null ? contentsOfHead(input, isDockerFile) : new Map(),
  };
  const found = await judge(input, head);
  return (await fix(input, found)) ? judge(input, head) : found;
}

type HeadContents = Required<Pick<HygieneInput, 'headGitignores' | 'headDockerFiles'>>;

function contentsOfHead(
  { present, objects }: AuditHygieneInput,
  isAsked: (path: BytePath) => boolean,
): Map<BytePath, Uint8Array> {
  const contents = new Map<BytePath, Uint8Array>();
  for (const [path, { oid, kind }] of present.headFiles) {
    // git does not follow a symlink named .gitignore.
    if (kind !== 'file' || !isAsked(path)) continue;
    const object = objects.store.read(oid);
    if (object !== undefined) contents.set(path, Buffer.from(object.bytes));
  }
  return contents;
}

async function judge(
  { repository, env, run, present, traced, pathsWithSecrets }: AuditHygieneInput,
  head: HeadContents,
): Promise<AuditHygiene & JudgedHygiene> {
  const problems: Problem[] = [];
  const judgement = await judgeHygiene({
    repository,
    indexEntries: present.entries,
    headPaths: [...present.headFiles.keys()],
    ...head,
    historyPaths: traced.envLikePaths,
    pathsWithSecrets,
    envFiles: run.options.settings?.envFiles ?? [],
    env,
    onProblem: (problem) => problems.push(problem),
  });
  return { ...judgement, problems };
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
