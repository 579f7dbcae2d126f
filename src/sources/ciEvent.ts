// Which commits a CI run is about, from the variables that the system sets. Sources: GitHub "Variables reference" and
// "Webhook events and payloads"; GitLab "Predefined CI/CD variables"; Bitbucket "Variables and secrets"; Azure "Predefined
// variables"; CircleCI "Project values and variables"; Jenkins Pipeline, "Environment variables" of multibranch jobs.
import type { Environment } from '../git/environment.ts';

export interface CiEvent {
  /** The system's name. */
  readonly system: string;
  /** What was decided from, for the log. */
  readonly why: string;
  readonly range: string;
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
  const head = textAt(objectAt(pull, 'head'), 'sha');
  if (base !== undefined && head !== undefined) {
    return { system, why: 'a pull request', range: `${base}..${head}` };
  }
  const group = objectAt(event, 'merge_group');
  const groupBase = textAt(group, 'base_sha');
  const groupHead = textAt(group, 'head_sha');
  if (groupBase !== undefined && groupHead !== undefined) {
    return { system, why: 'a merge queue', range: `${groupBase}..${groupHead}` };
  }
  const before = textAt(event, 'before');
  const after = textAt(event, 'after') ?? env['GITHUB_SHA'] ?? 'HEAD';
  if (isCommit(before)) return { system, why: 'a push', range: `${before}..${after}` };
  return newBranch(system, after, defaultBranchOf(event));
}

function gitlabEvent(env: Environment): CiEvent {
  const system = 'GitLab CI';
  const head = env['CI_COMMIT_SHA'] ?? 'HEAD';
  const mergeBase = env['CI_MERGE_REQUEST_DIFF_BASE_SHA'];
  if (isCommit(mergeBase)) {
    return { system, why: 'a merge request', range: `${mergeBase}..${head}` };
  }
  const before = env['CI_COMMIT_BEFORE_SHA'];
  if (isCommit(before)) return { system, why: 'a push', range: `${before}..${head}` };
  return newBranch(system, head, env['CI_DEFAULT_BRANCH']);
}

function bitbucketEvent(env: Environment): CiEvent {
  const system = 'Bitbucket Pipelines';
  const head = env['BITBUCKET_COMMIT'] ?? 'HEAD';
  const target = env['BITBUCKET_PR_DESTINATION_COMMIT'];
  if (isSet(target)) return { system, why: 'a pull request', range: `${target}..${head}` };
  const branch = env['BITBUCKET_PR_DESTINATION_BRANCH'];
  if (isSet(branch)) return { system, why: 'a pull request', range: `origin/${branch}..${head}` };
  return newBranch(system, head, undefined);
}

function azureEvent(env: Environment): CiEvent {
  const system = 'Azure Pipelines';
  const head = env['SYSTEM_PULLREQUEST_SOURCECOMMITID'] ?? env['BUILD_SOURCEVERSION'] ?? 'HEAD';
  const target = env['SYSTEM_PULLREQUEST_TARGETBRANCH'];
  if (isSet(target)) {
    const branch = target.replace(/^refs\/heads\//u, '');
    return { system, why: 'a pull request', range: `origin/${branch}..${head}` };
  }
  return newBranch(system, head, undefined);
}

function circleEvent(env: Environment): CiEvent {
  return newBranch('CircleCI', env['CIRCLE_SHA1'] ?? 'HEAD', undefined);
}

function jenkinsEvent(env: Environment): CiEvent {
  const system = 'Jenkins';
  const head = env['GIT_COMMIT'] ?? 'HEAD';
  const target = env['CHANGE_TARGET'];
  if (isSet(target)) return { system, why: 'a change request', range: `origin/${target}..${head}` };
  const before = env['GIT_PREVIOUS_SUCCESSFUL_COMMIT'] ?? env['GIT_PREVIOUS_COMMIT'];
  if (isCommit(before)) {
    return { system, why: 'since the last build', range: `${before}..${head}` };
  }
  return newBranch(system, head, undefined);
}

/** A branch that was not there before, or of which nothing is told: what the default branch does not have. */
function newBranch(system: string, head: string, defaultBranch: string | undefined): CiEvent {
  const base = isSet(defaultBranch) ? `origin/${defaultBranch}` : 'origin/HEAD';
  return { system, why: `a branch, compared with ${base}`, range: `${base}..${head}` };
}

function defaultBranchOf(event: unknown): string | undefined {
  return textAt(objectAt(event, 'repository'), 'default_branch');
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
  return value !== undefined && /^[0-9a-f]{40,64}$/u.test(value) && !/^0+$/u.test(value);
}
