// How git is run on a repository that may be hostile: with settings that keep it from running anything the
// repository names, an environment without the user's settings, and never a git that the repository brings. Used by gitProcess.ts and catFileBatch.ts.
//
// safe.directory (git-config) guards discovery: git refuses a repository of another owner that it finds by itself. Here
// the directory is always named by GIT_DIR, so git does not ask; that is right because nothing of such a
// repository is run.
import { delimiter, join } from 'node:path';
import type { Environment } from './environment.ts';
import { safePath } from './programPath.ts';
import type { Repository } from './repository.ts';

/** What git needs to know of a repository to run on it. */
export type GitTarget = Pick<
  Repository,
  'gitDir' | 'commonDir' | 'workTree' | 'objectDirs' | 'indexFile'
>;

/**
 * Settings for `git -c`. No hooks, monitor, pager, attributes or replace refs; no transport, so a promisor
 * remote is never asked. The commit graph and the multi-pack index are left out because they repeat
 * what objects say, and a hostile one could say otherwise.
 */
export const gitSettings: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'core.useReplaceRefs=false',
  'core.commitGraph=false',
  'core.multiPackIndex=false',
  'protocol.allow=never',
  'log.showSignature=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/**
 * Where git is started: everything it needs is named by absolute paths, and a folder of the repository would be searched for
 * the program first on Windows (CreateProcess).
 */
export const gitStartFolder = '/';

/** Set for every run. GIT_ALLOW_PROTOCOL overrides `protocol.<name>.allow` of the repository (git(1)). */
const fixedVariables: Readonly<Record<string, string>> = {
  GIT_ADVICE: '0',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Variables that make git run a program of the user's; it needs none here. */
const programVariables = /^(?:GIT_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/iu;

/** The environment of a git process for this repository; `env` is that of the command line. */
export function gitEnvironment(target: GitTarget, env: Environment): Record<string, string> {
  const folders = [target.gitDir, target.commonDir, target.workTree].filter(isFolder);
  const kept = Object.entries(safePath(env, folders)).filter(
    ([name, value]) => value !== undefined && !programVariables.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    ...fixedVariables,
    GIT_DIR: target.gitDir,
    ...folderVariables(target),
    ...quarantineVariable(env),
  };
}

function isFolder(folder: string | null): folder is string {
  return folder !== null;
}

/** Only what git would not find by itself from GIT_DIR. */
function folderVariables(target: GitTarget): Record<string, string> {
  const variables: Record<string, string> = {};
  if (target.commonDir !== target.gitDir) variables['GIT_COMMON_DIR'] = target.commonDir;
  if (target.workTree !== null) variables['GIT_WORK_TREE'] = target.workTree;
  if (target.indexFile !== join(target.gitDir, 'index')) {
    variables['GIT_INDEX_FILE'] = target.indexFile;
  }
  const [objects, ...alternates] = target.objectDirs;
  if (objects !== undefined && objects !== join(target.commonDir, 'objects')) {
    variables['GIT_OBJECT_DIRECTORY'] = objects;
    variables['GIT_ALTERNATE_OBJECT_DIRECTORIES'] = alternates.map(quoteEntry).join(delimiter);
  }
  return variables;
}

function quarantineVariable(env: Environment): Record<string, string> {
  const folder = env['GIT_QUARANTINE_PATH'];
  return folder === undefined ? {} : { GIT_QUARANTINE_PATH: folder };
}

function quoteEntry(folder: string): string {
  if (!folder.includes(delimiter) && !folder.startsWith('"')) return folder;
  return `"${folder.replaceAll(/["\\]/gu, '\\$&')}"`;
}
