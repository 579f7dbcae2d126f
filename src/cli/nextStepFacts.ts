// What decides which commands make sense after an audit, from its document and from the repository on disk.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderReader, largestFileBytes } from '../config/configFolder.ts';
import { remoteUri } from '../git/remoteUri.ts';
import type { Repository } from '../git/repository.ts';
import { lacksLine } from '../hygiene/advice.ts';
import { isUserError } from '../model/errors.ts';
import type { NextStep } from '../model/nextStep.ts';
import { nextSteps } from '../remedy/nextSteps.ts';
import type { ReportDocument } from '../report/document.ts';
import { defaultBaselineFile } from '../triage/baseline.ts';
import { hookRequest } from './hookCommand.ts';
import type { CliIo } from './io.ts';

/** Where services look for a pipeline. */
const workflowFolder = '.github/workflows';
const pipelineFiles = [
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
      uncoveredEnvFiles: hygiene.filter(lacksLine).length,
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

/** Read as what may be a stranger's: no link is followed, no pipe or device waited for. */
async function namesLeaktrail(workTree: string): Promise<boolean> {
  const readFile = folderReader(workTree, {
    largestBytes: largestFileBytes,
    onLink: () => undefined,
  });
  const textAt = (path: string): string => {
    try {
      return Buffer.from(readFile(path) ?? []).toString('utf8');
    } catch (error) {
      // Too large, or not to be read.
      if (!isUserError(error)) throw error;
      return '';
    }
  };
  const workflows = await readdir(join(workTree, workflowFolder)).catch(() => []);
  const paths = [...workflows.map((name) => `${workflowFolder}/${name}`), ...pipelineFiles];
  return paths.some((path) => /\bleaktrail\b/u.test(textAt(path)));
}
