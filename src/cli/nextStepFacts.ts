// What decides which commands make sense after an audit, from its document and from the repository on disk.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { remoteUri } from '../git/remoteUri.ts';
import type { Repository } from '../git/repository.ts';
import type { NextStep } from '../model/nextStep.ts';
import { nextSteps } from '../remedy/nextSteps.ts';
import type { ReportDocument } from '../report/document.ts';
import { defaultBaselineFile } from '../triage/baseline.ts';
import { hookRequest } from './hookCommand.ts';
import type { CliIo } from './io.ts';

/** Folders and files in which services look for a pipeline. */
const pipelinePlaces = [
  '.github/workflows',
  '.gitlab-ci.yml',
  'bitbucket-pipelines.yml',
  'azure-pipelines.yml',
  '.circleci/config.yml',
  'Jenkinsfile',
];

/** The next steps after an audit; none where the repository is not to be looked at. */
export async function nextStepsAfter(
  io: CliIo,
  document: ReportDocument,
): Promise<readonly NextStep[]> {
  const { target, summary, hygiene, findings, verdict } = document;
  const { openRepository } = await import('../git/repository.ts');
  const { hasHook } = await import('../hooks/hasHook.ts');
  try {
    const path = resolve(io.cwd, target.path);
    const repository = await openRepository(path, io.env);
    const { workTree } = repository;
    return nextSteps({
      repoPath: target.path,
      isBare: workTree === null,
      isShallow: target.shallow,
      cloneUri: target.partial ? wholeUri(repository) : undefined,
      findings: summary.findings,
      isUnsafe: verdict?.verdict === 'not safe',
      exposedEnvFiles: hygiene.filter(({ status }) => status === 'fail').length,
      hasBaseline:
        findings.some(({ suppressed }) => suppressed?.by === 'baseline') ||
        (workTree !== null && existsSync(join(workTree, defaultBaselineFile))),
      hasHook: await hasHook(hookRequest(io, path, false)),
      hasPipeline: workTree !== null && (await namesLeaktrail(workTree)),
    });
  } catch (error) {
    // A hook that cannot be read, a repository that went away: what is left to do is not known.
    if (error instanceof Error && ('code' in error || 'syscall' in error)) return [];
    throw error;
  }
}

/** Of the remote that was asked for a part; undefined where its address is not one to be told. */
function wholeUri({ config, promisorRemote, gitDir }: Repository): string | undefined {
  const url = config.get(`remote.${promisorRemote ?? 'origin'}.url`);
  if (url === undefined) return undefined;
  const uri = remoteUri(url, gitDir);
  return uri === pathToFileURL(gitDir).href ? undefined : uri;
}

async function namesLeaktrail(workTree: string): Promise<boolean> {
  const texts = await Promise.all(
    pipelinePlaces.map(async (place) => textsOf(join(workTree, place))),
  );
  return texts.flat().some((text) => /\bleaktrail\b/u.test(text));
}

/** Of a file, or of the files of a folder; nothing where there is neither. */
async function textsOf(path: string): Promise<string[]> {
  try {
    const names = await readdir(path).catch(() => undefined);
    if (names === undefined) return [await readFile(path, 'utf8')];
    return await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  } catch {
    // Not there, or not to be read.
    return [];
  }
}
