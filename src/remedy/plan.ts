// `leaktrail plan`: what to do about the findings of a repository, in order. Reads like a contents page; each step has its file.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createObjectStore } from '../git/objectStore.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import { filesOfCommit } from '../git/treeFiles.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import { isEnvExample, isEnvLike } from '../hygiene/envLike.ts';
import type { Finding } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import type { DisplayPath } from '../model/path.ts';
import { shownPath } from '../model/path.ts';
import type { Plan, PlanRun, UnreadFinding } from '../model/plan.ts';
import { planSchema } from '../model/plan.ts';
import type { Coverage, Report, Target } from '../model/report.ts';
import type { SoughtValue } from '../model/run.ts';
import { runAudit } from '../scan/audit.ts';
import { configureRun } from '../scan/configureRun.ts';
import { readRoots } from '../scan/roots.ts';
import type { Roots } from '../scan/roots.ts';
import { codeFiles } from './codeFiles.ts';
import { commandFacts, holdersFirst, stashToDrop } from './commandFacts.ts';
import { commandSteps } from './commandSteps.ts';
import { planCredentials } from './credentials.ts';
import { mayStandElsewhere } from './expressions.ts';
import { hostNotices } from './hosts.ts';
import { committersOf } from './people.ts';
import { planFolder, writePlanFolder } from './planFolder.ts';
import { planPurge } from './purge.ts';
import { planCode } from './replaceInCode.ts';
import { gatherFacts } from './repositoryFacts.ts';
import { readSavedFindings } from './savedFindings.ts';
import { searchValues } from './soughtPlaces.ts';

/**
 * The plan, and on disk the inputs of git-filter-repo. Throws UsageError where the folder cannot serve or a saved report does not
 * belong to the repository, GitError where there is none.
 */
export async function runPlan(run: PlanRun): Promise<Plan> {
  const { env, cwd } = run;
  const repository = await openRepository(resolve(cwd, run.repoPath), env);
  // A folder that cannot serve is told before the audit.
  if (run.folder !== undefined) await planFolder(repository, { cwd, env, folder: run.folder });
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  try {
    const known = await findingsOf(run, repository, store);
    const roots = await readRoots(repository, env);
    const gathered = await gatherFacts(repository, roots.refs);
    const paths = envPaths(known, repository, { roots, store });
    const code = planCode(codeFiles(known.findings, repository, store), new Set(paths));
    const hasWork = known.findings.length > 0;
    const folder = hasWork ? await planFolder(repository, { cwd, env, folder: run.folder }) : '';
    const found = hasWork
      ? await searchValues({ ...run, wantsPlaces: true }, valuesOf(known.findings))
      : [];
    const { purge, files } = planPurge({
      findings: known.findings,
      found,
      paths: hasWork ? paths : [],
      facts: gathered,
      objects: store,
      gitDir: repository.commonDir,
      folder,
    });
    if (files.size > 0) writePlanFolder(folder, files);
    const facts = { ...gathered, remotes: holdersFirst(gathered.remotes, purge.refs) };
    const needsPurge = purge.route === 'in-place' || purge.route === 'fresh-clone';
    return {
      schema: planSchema,
      target: { path: run.repoPath, head: roots.head },
      gaps: [known, ...found].flatMap(gapsIn).filter(isFirst),
      credentials: planCredentials(known.findings, code.variables),
      replacements: code.replacements,
      variables: [...code.variables.values()],
      purge,
      steps: commandSteps({
        ...commandFacts(purge, facts, store),
        stashEntries: await stashToDrop(purge, repository, facts, {
          env,
          objects: store,
          findings: [known, ...found].flatMap(({ findings }) => findings),
        }),
        folder,
        isNamed: run.folder !== undefined,
        backupName: freeName(folder, 'backup'),
        cloneName: freeName(folder, 'clean'),
        files: new Set([...files.keys()].filter(() => needsPurge)),
        keptPaths: onDisk(purge.paths, repository),
      }),
      hosts: needsPurge ? hostNotices(facts.remotes) : [],
      people: needsPurge
        ? committersOf(
            roots.refs.map(({ oid }) => oid),
            store,
          )
        : [],
      unread: known.unread,
      suppressed: known.suppressed,
      secrets: secretsOf(known, found),
    };
  } finally {
    store.close();
  }
}

interface KnownFindings {
  /** Those that are not suppressed. */
  readonly findings: readonly Finding[];
  readonly unread: readonly UnreadFinding[];
  readonly suppressed: number;
  readonly hygiene: readonly HygieneEntry[];
  readonly coverage: Coverage;
  readonly target: Target;
  readonly alsoSecret: readonly string[];
}

async function findingsOf(
  run: PlanRun,
  repository: Repository,
  store: ObjectStore,
): Promise<KnownFindings> {
  const { saved } = run;
  if (saved === undefined) {
    const report = await runAudit({ ...run, wantsPlaces: true });
    const { hygiene, coverage, target, alsoSecret = [] } = report;
    const findings = report.findings.filter(({ suppressed }) => suppressed === null);
    const suppressed = report.findings.length - findings.length;
    return { findings, unread: [], suppressed, hygiene, coverage, target, alsoSecret };
  }
  const configured = await configureRun(run, repository);
  const { findings, unread } = readSavedFindings(saved, configured, { repository, store });
  const suppressed = saved.findings.length - findings.length - unread.length;
  const { hygiene, coverage, target } = saved;
  return { findings, unread, suppressed, hygiene, coverage, target, alsoSecret: [] };
}

/** Files of .env's kind that are tracked, or that the history holds. Examples stay, without the values. */
function envPaths(
  { hygiene, findings }: KnownFindings,
  repository: Repository,
  { roots, store }: { readonly roots: Roots; readonly store: ObjectStore },
): DisplayPath[] {
  const inHead = filesOfCommit(store, roots.head.oid, repository.objectFormat);
  const paths = hygiene
    .filter(
      ({ check, path }) =>
        check === 'history' || (check === 'tracked' && inHead.has(shownPath(path))),
    )
    .map(({ path }) => path)
    .filter((path) => !isEnvExample(path));
  // Others (.npmrc, key files) are meant where they hold a secret.
  const withSecrets = new Set(
    findings.flatMap(({ occurrences }) => occurrences.flatMap(({ path }) => path ?? [])),
  );
  return paths.filter((path) => isEnvLike(path) || withSecrets.has(path));
}

/** What short or plain values stand for elsewhere is no secret. */
function valuesOf(findings: readonly Finding[]): SoughtValue[] {
  return findings
    .map(({ title, secret }) => ({ name: title, value: secret.value }))
    .filter(({ value }) => !mayStandElsewhere(Buffer.from(value).toString('latin1')));
}

/** An earlier plan may have been carried out in part. */
function freeName(folder: string, stem: string): string {
  let name = `${stem}.git`;
  for (let number = 2; existsSync(join(folder, name)); number++) name = `${stem}-${number}.git`;
  return name;
}

function onDisk(paths: readonly DisplayPath[], { workTree }: Repository): DisplayPath[] {
  if (workTree === null) return [];
  return paths.filter((path) => existsSync(worktreeFile(workTree, shownPath(path))));
}

function gapsIn({ coverage, target }: Pick<Report, 'coverage' | 'target'>): string[] {
  if (coverage.complete) return [];
  const messages = coverage.problems.map(({ message, path }) =>
    path === undefined ? message : `${path}: ${message}`,
  );
  return [
    ...(target.shallow ? ['the clone is shallow: git fetch --unshallow gets the rest'] : []),
    ...(target.partial
      ? ['the clone is partial: objects are missing that only the remote has']
      : []),
    ...messages,
    ...(target.shallow || target.partial || messages.length > 0 ? [] : ['something was not read']),
  ];
}

function isFirst(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index;
}

function secretsOf({ findings, alsoSecret }: KnownFindings, found: readonly Report[]): string[] {
  const values = findings.map(({ secret }) => secret.value);
  return [
    ...new Set([...values, ...alsoSecret, ...found.flatMap((report) => report.alsoSecret ?? [])]),
  ];
}
