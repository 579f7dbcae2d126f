// What some formats want to know that no report holds, from the process and the repository: the time, the address of
// the repository, who will read it, and the page to write it into.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { remoteUri } from '../git/remoteUri.ts';
import { isUserError } from '../model/errors.ts';
import type { ReportDocument } from '../report/document.ts';
import type { ReportOptions } from '../report/reporters.ts';
import type { CliIo } from './io.ts';
import type { Output } from './outputs.ts';
import { pageTemplate } from './pageTemplate.ts';

type ReportContext = Pick<
  ReportOptions,
  'endedAtMs' | 'repositoryUri' | 'needsFiles' | 'pageTemplate'
>;

/** Opens the repository only where an output asks for its address. */
export async function reportContext(
  io: CliIo,
  outputs: readonly Output[],
  { target }: ReportDocument,
): Promise<ReportContext> {
  const wantsPage = outputs.some(({ format }) => format === 'html');
  const context = {
    endedAtMs: io.now(),
    needsFiles: io.env['GITHUB_ACTIONS'] === 'true',
    ...(wantsPage ? { pageTemplate: await pageTemplate() } : {}),
  };
  const wantsUri = outputs.some(({ format }) => format === 'sarif');
  if (!wantsUri || target.head === null) return context;
  return { ...context, repositoryUri: await repositoryUri(resolve(io.cwd, target.path), io.env) };
}

/** The address of the remote `origin`; that of the folder where there is none. */
async function repositoryUri(path: string, env: CliIo['env']): Promise<string> {
  const { openRepository } = await import('../git/repository.ts');
  try {
    const { config, workTree, gitDir } = await openRepository(path, env);
    const folder = workTree ?? gitDir;
    const remote = config.get('remote.origin.url');
    return remote === undefined ? pathToFileURL(folder).href : remoteUri(remote, folder);
  } catch (error) {
    if (!isUserError(error)) throw error;
    // A saved report may tell of a repository that is elsewhere.
    return pathToFileURL(path).href;
  }
}
