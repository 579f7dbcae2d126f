// What some formats want to know that no report holds, from the process and the repository: the time, the address of
// the repository, who will read it, and the page to write it into.
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commitPages } from '../git/commitPages.ts';
import { remoteUri } from '../git/remoteUri.ts';
import { isUserError } from '../model/errors.ts';
import type { ReportDocument } from '../report/document.ts';
import type { ReportOptions } from '../report/reporters.ts';
import type { LinkTargets } from '../report/textLinks.ts';
import { hasHyperlinks } from './hyperlinks.ts';
import type { CliIo } from './io.ts';
import type { Output } from './outputs.ts';
import { pageTemplate } from './pageTemplate.ts';

type ReportContext = Pick<
  ReportOptions,
  'endedAtMs' | 'repositoryUri' | 'needsFiles' | 'links' | 'pageTemplate'
>;

/** Opens the repository only where an output asks for its address. */
export async function reportContext(
  io: CliIo,
  outputs: readonly Output[],
  document: ReportDocument,
): Promise<ReportContext> {
  const { target } = document;
  const wantsLinks =
    outputs.some(({ format, destination }) => format === 'text' && destination === '-') &&
    hasHyperlinks(io.stdout, io.env);
  const wantsPage = outputs.some(({ format }) => format === 'html');
  const context = {
    endedAtMs: io.now(),
    needsFiles: io.env['GITHUB_ACTIONS'] === 'true',
    ...(wantsLinks ? { links: await linkTargets(io, document) } : {}),
    ...(wantsPage ? { pageTemplate: await pageTemplate() } : {}),
  };
  const wantsUri = outputs.some(({ format }) => format === 'sarif');
  if (!wantsUri || target.head === null) return context;
  return { ...context, repositoryUri: await repositoryUri(resolve(io.cwd, target.path), io.env) };
}

/** Where links of the report lead: the work tree, or, for files alone, the current folder; commits of the remote `origin`. */
async function linkTargets(io: CliIo, { mode, target }: ReportDocument): Promise<LinkTargets> {
  // There a host would make a path of a share of it.
  const host = process.platform === 'win32' ? '' : hostname();
  if (mode === 'files') return { host, folderUri: folderUri(io.cwd) };
  const { openRepository } = await import('../git/repository.ts');
  try {
    const { config, workTree, gitDir } = await openRepository(resolve(io.cwd, target.path), io.env);
    const remote = config.get('remote.origin.url');
    const pages = remote === undefined ? undefined : commitPages(remote, workTree ?? gitDir);
    return {
      host,
      ...(workTree === null ? {} : { folderUri: folderUri(workTree) }),
      ...(pages === undefined ? {} : { commitPages: pages }),
    };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { host };
  }
}

function folderUri(folder: string): string {
  return pathToFileURL(folder).href.replace(/\/$/u, '');
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
