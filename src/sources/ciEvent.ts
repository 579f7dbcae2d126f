// What a CI run is about, from the variables that the system sets; commitRange.ts makes a range of it. Sources: GitHub
// "Variables reference" and "Webhook events and payloads"; GitLab "Predefined CI/CD variables"; Bitbucket "Variables and
// secrets"; Azure "Predefined variables"; CircleCI "Project values and variables"; Jenkins Pipeline, "Environment
// variables" of multibranch jobs.
import type { Environment } from '../git/environment.ts';
import { isZeroOid } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';

export interface CiEvent {
  /** The system's name. */
  readonly system: string;
  /** What happened, for the log. */
  readonly why: string;
  /** The revision that is checked. */
  readonly head: string;
  /** What a change is to be compared with; undefined where that is not told. */
  readonly base?: string;
  /** What a pushed branch was before: an id, of which a forced push may have left nothing. */
  readonly before?: Oid;
  /** Short name of the branch, and of the default one, as far as they are told. */
  readonly branch?: string | undefined;
  readonly defaultBranch?: string | undefined;
}

/** Undefined outside of the systems it knows. `readFile` reads the event that GitHub leaves in a file. */
export function readCiEvent(
  env: Environment,
  readFile: (path: string) => string,
): CiEvent | undefined {
  if (isTrue(env['GITHUB_ACTIONS'])) return githubEvent(env, readFile);
  if (isTrue(env['GITLAB_CI'])) return gitlabEvent(env);
  if (isSet(env['BITBUCKET_BUILD_NUMBER'])) return bitbucketEvent(env);
  if (isTrue(env['TF_BUILD'])) return azureEvent(env);
  if (isTrue(env['CIRCLECI'])) return circleEvent(env);
  if (isSet(env['JENKINS_URL'])) return jenkinsEvent(env);
  return undefined;
}

function githubEvent(env: Environment, readFile: (path: string) => string): CiEvent {
  const system = 'GitHub Actions';
  const event = parseJson(env['GITHUB_EVENT_PATH'], readFile);
  const pull = objectAt(event, 'pull_request');
  const base = textAt(objectAt(pull, 'base'), 'sha');
  const pullHead = textAt(objectAt(pull, 'head'), 'sha');
  if (base !== undefined && pullHead !== undefined) {
    return { system, why: 'a pull request', base, head: pullHead };
  }
  const group = objectAt(event, 'merge_group');
  const groupBase = textAt(group, 'base_sha');
  const groupHead = textAt(group, 'head_sha');
  if (groupBase !== undefined && groupHead !== undefined) {
    return { system, why: 'a merge queue', base: groupBase, head: groupHead };
  }
  const head = textAt(event, 'after') ?? env['GITHUB_SHA'] ?? 'HEAD';
  if (isZeroOid(head)) return { system, why: 'a deletion', base: 'HEAD', head: 'HEAD' };
  const branch = branchOf(env['GITHUB_REF']);
  const defaultBranch = textAt(objectAt(event, 'repository'), 'default_branch');
  return { system, head, ...pushOf(textAt(event, 'before')), branch, defaultBranch };
}

function gitlabEvent(env: Environment): CiEvent {
  const system = 'GitLab CI';
  const head = env['CI_COMMIT_SHA'] ?? 'HEAD';
  const base = env['CI_MERGE_REQUEST_DIFF_BASE_SHA'];
  if (isCommit(base)) return { system, why: 'a merge request', base, head };
  const branch = env['CI_COMMIT_BRANCH'];
  const defaultBranch = env['CI_DEFAULT_BRANCH'];
  return { system, head, ...pushOf(env['CI_COMMIT_BEFORE_SHA']), branch, defaultBranch };
}

function bitbucketEvent(env: Environment): CiEvent {
  const system = 'Bitbucket Pipelines';
  const head = env['BITBUCKET_COMMIT'] ?? 'HEAD';
  const target = env['BITBUCKET_PR_DESTINATION_COMMIT'];
  if (isSet(target)) return { system, why: 'a pull request', base: target, head };
  const branch = env['BITBUCKET_PR_DESTINATION_BRANCH'];
  if (isSet(branch)) return { system, why: 'a pull request', base: `origin/${branch}`, head };
  return { system, head, ...pushOf(undefined), branch: env['BITBUCKET_BRANCH'] };
}

function azureEvent(env: Environment): CiEvent {
  const system = 'Azure Pipelines';
  const head = env['SYSTEM_PULLREQUEST_SOURCECOMMITID'] ?? env['BUILD_SOURCEVERSION'] ?? 'HEAD';
  const target = env['SYSTEM_PULLREQUEST_TARGETBRANCH'];
  if (isSet(target)) {
    const branch = target.replace(/^refs\/heads\//u, '');
    return { system, why: 'a pull request', base: `origin/${branch}`, head };
  }
  return { system, head, ...pushOf(undefined), branch: branchOf(env['BUILD_SOURCEBRANCH']) };
}

function circleEvent(env: Environment): CiEvent {
  const head = env['CIRCLE_SHA1'] ?? 'HEAD';
  return { system: 'CircleCI', head, ...pushOf(undefined), branch: env['CIRCLE_BRANCH'] };
}

function jenkinsEvent(env: Environment): CiEvent {
  const system = 'Jenkins';
  const head = env['GIT_COMMIT'] ?? 'HEAD';
  const target = env['CHANGE_TARGET'];
  if (isSet(target)) return { system, why: 'a change request', base: `origin/${target}`, head };
  const branch = env['BRANCH_NAME'] ?? env['GIT_BRANCH']?.replace(/^origin\//u, '');
  const before = env['GIT_PREVIOUS_SUCCESSFUL_COMMIT'] ?? env['GIT_PREVIOUS_COMMIT'];
  return { system, head, ...pushOf(before, 'since the last build'), branch };
}

/** A push, or a branch that was not there before, or of which nothing is told. */
function pushOf(before: string | undefined, why = 'a push'): Pick<CiEvent, 'why' | 'before'> {
  return isCommit(before) ? { why, before } : { why: 'a branch' };
}

function branchOf(ref: string | undefined): string | undefined {
  return /^refs\/heads\/(.+)$/u.exec(ref ?? '')?.[1];
}

function parseJson(path: string | undefined, readFile: (path: string) => string): unknown {
  if (!isSet(path)) return undefined;
  try {
    return JSON.parse(readFile(path));
  } catch {
    // No event, or one that is no JSON: the variables tell the rest.
    return undefined;
  }
}

function objectAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = objectAt(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:true|1)$/iu.test(value);
}

/** An id that is not all zeros, which stand for "none". */
function isCommit(value: string | undefined): value is string {
  return value !== undefined && /^[0-9a-f]{40,64}$/u.test(value) && !isZeroOid(value);
}
