// The hygiene part of an audit: hands hygiene/ what the scan knows of paths.
import { existsSync } from 'node:fs';
import type { Detector } from '../detect/detector.ts';
import type { Environment } from '../git/environment.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import type { Repository } from '../git/repository.ts';
import { judgeHygiene } from '../hygiene/collectHygiene.ts';
import type { HygieneInput, JudgedHygiene } from '../hygiene/collectHygiene.ts';
import { isDockerFile } from '../hygiene/dockerSources.ts';
import { isEnvExample } from '../hygiene/envLike.ts';
import { fixIgnoreFiles } from '../hygiene/fixIgnoreFiles.ts';
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { baseName, shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { EnvRun } from '../model/run.ts';
import type { ObjectScan } from './objects.ts';
import type { PresentScan } from './present.ts';
import { chooseValues } from './soughtValues.ts';
import type { Traced } from './trace.ts';

export interface AuditHygieneInput {
  readonly repository: Repository;
  readonly env: Environment;
  readonly objects: Pick<ObjectScan, 'store'>;
  readonly present: Pick<PresentScan, 'entries' | 'headFiles'>;
  readonly traced: Pick<Traced, 'envLikePaths'>;
  readonly detector: () => Detector;
  readonly run: Pick<EnvRun, 'options' | 'showIgnoreFix' | 'signal' | 'onWarning'>;
  readonly findings: readonly Finding[];
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
  input: AuditHygieneInput,
  head: HeadContents,
): Promise<AuditHygiene & JudgedHygiene> {
  const { repository, env, run, present, traced, detector } = input;
  const problems: Problem[] = [];
  const judgement = await judgeHygiene({
    repository,
    indexEntries: present.entries,
    headPaths: [...present.headFiles.keys()],
    ...head,
    historyPaths: traced.envLikePaths,
    ...secretPathsOf(input.findings),
    committedContents: (path) => committedContents(input, path),
    tellingValues: (values) => {
      const options = { detector: detector(), all: false };
      const { sought, undecodable } = chooseValues([{ file: '', values }], options);
      return [...sought, ...undecodable];
    },
    envFiles: run.options.settings?.envFiles ?? [],
    env,
    onProblem: (problem) => problems.push(problem),
  });
  const entries = judgement.entries.map(placed(repository, present));
  return { ...judgement, entries, problems };
}

const accountRules = new Set([
  'google-service-account-key',
  'google-application-default-credentials',
]);

/** Where the secrets stand that nobody has said are none. */
function secretPathsOf(
  findings: readonly Finding[],
): Required<Pick<HygieneInput, 'pathsWithSecrets' | 'uncommittedSecrets' | 'secretsAt'>> {
  const pathsWithSecrets = new Set<BytePath>();
  const committed = new Set<BytePath>();
  const secretsAt = new Map<BytePath, Set<string>>();
  for (const { ruleId, secret, confidence, suppressed, occurrences } of findings) {
    if (suppressed !== null) continue;
    for (const { path: shown, commit } of occurrences) {
      if (shown === null) continue;
      const path = shownPath(shown);
      // What is less than certain is common in examples.
      if (confidence !== 'high' && isEnvExample(path)) continue;
      // Of JSON only a service account is made to hold a secret: other files are about other things.
      if (/\.json$/iu.test(path) && !isEnvExample(path) && !accountRules.has(ruleId)) continue;
      pathsWithSecrets.add(path);
      if (commit !== null) committed.add(path);
      if (confidence !== 'high') continue;
      secretsAt.set(path, (secretsAt.get(path) ?? new Set()).add(secret.value));
    }
  }
  const uncommittedSecrets = new Set([...pathsWithSecrets].filter((path) => !committed.has(path)));
  return { pathsWithSecrets, uncommittedSecrets, secretsAt };
}

function committedContents(
  { present, objects }: AuditHygieneInput,
  path: BytePath,
): readonly Uint8Array[] {
  const inHead = present.headFiles.get(path);
  const oids = new Set([
    ...present.entries.filter((entry) => entry.path === path).map(({ oid }) => oid),
    ...(inHead?.kind === 'file' ? [inHead.oid] : []),
  ]);
  return [...oids].flatMap((oid) => {
    const object = objects.store.read(oid);
    return object?.type === 'blob' ? [Buffer.from(object.bytes)] : [];
  });
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

/** Adds where the file of an entry stands now. */
function placed(
  { workTree }: Repository,
  { headFiles }: AuditHygieneInput['present'],
): (entry: HygieneEntry) => HygieneEntry {
  return (entry) => {
    const path = shownPath(entry.path);
    const onDisk = workTree !== null && existsSync(worktreeFile(workTree, path));
    return { ...entry, inHead: headFiles.has(path), onDisk };
  };
}
