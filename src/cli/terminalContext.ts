// What the text report has on a terminal alone: hyperlinks, and what to do next.
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commitPages } from '../git/commitPages.ts';
import { isUserError } from '../model/errors.ts';
import type { ReportDocument } from '../report/document.ts';
import type { ReportOptions } from '../report/reporters.ts';
import type { LinkTargets } from '../report/textLinks.ts';
import type { CommonOptions } from './commonOptions.ts';
import { hasHyperlinks } from './hyperlinks.ts';
import type { CliIo } from './io.ts';
import { isCi } from './terminal.ts';

type TerminalContext = Pick<ReportOptions, 'links' | 'nextSteps'>;

/** Looks at the repository only where the report will say what it finds. `quiet` asks for no advice. */
export async function terminalContext(
  io: CliIo,
  { outputs, quiet }: Pick<CommonOptions, 'outputs' | 'quiet'>,
  document: ReportDocument,
): Promise<TerminalContext> {
  if (!outputs.some(({ format, destination }) => format === 'text' && destination === '-')) {
    return {};
  }
  const links = hasHyperlinks(io.stdout, io.env) ? await linkTargets(io, document) : undefined;
  const isWatched = io.stdout.isTTY === true && !isCi(io.env);
  if (!isWatched || quiet || document.mode !== 'audit') return links ? { links } : {};
  const { nextStepsAfter } = await import('./nextStepFacts.ts');
  const nextSteps = await nextStepsAfter(io, document);
  return { nextSteps, ...(links ? { links } : {}) };
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
