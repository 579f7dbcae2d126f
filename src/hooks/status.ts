// `leaktrail hook status`: what is installed where, whether git would run it, and which leaktrail it would find.
import { openRepository } from '../git/repository.ts';
import { findProgram } from './findProgram.ts';
import type { ProgramSearch } from './findProgram.ts';
import type { HookFile } from './hookFile.ts';
import { managerGap } from './hookManagers.ts';
import { hookKind } from './hookName.ts';
import { hookScript } from './hookScript.ts';
import type { OwnScript } from './hookScript.ts';
import { huskyGap } from './huskyFolder.ts';
import { readHuskyScript } from './huskyFile.ts';
import { hasHuskyBlock, withHuskyBlock } from './huskyScript.ts';
import type { HookOutcome } from './outcome.ts';
import { findTargets, scriptOptions } from './target.ts';
import type { HookRequest, Target } from './target.ts';

/** Tells of each hook; changes nothing. */
export async function hookStatus(request: HookRequest): Promise<HookOutcome> {
  const targets = await findTargets(request, 'status');
  const top =
    request.repoPath === null
      ? null
      : (await openRepository(request.repoPath, request.env)).workTree;
  const [first] = targets;
  const lines = first === undefined ? [] : [folderText(first)];
  for (const target of targets)
    lines.push(`${target.name}: ${await targetText(target, request, top)}`);
  return { lines, remarks: [], isDone: true };
}

function folderText({ folder }: Target): string {
  const owners = {
    repository: '',
    'work-tree': ', part of the work tree',
    shared: ', outside the repository',
  };
  const setting = folder.setting === null ? '' : ` (${folder.setting}${owners[folder.owner]})`;
  return `hooks folder: ${folder.path}${setting}`;
}

async function targetText(
  target: Target,
  request: HookRequest,
  top: string | null,
): Promise<string> {
  switch (target.way) {
    case 'husky':
      return huskyText(target, request, top);
    case 'manager': {
      const { name, file, knowsLeaktrail } = target.manager;
      if (!knowsLeaktrail) return `not installed (${name}: ${file})`;
      const gap = managerGap(target.name, target.manager, target.hook);
      return `${name}: leaktrail stands in ${file}${gap === undefined ? '' : `, but ${gap}`}`;
    }
    case 'plain':
      return plainText(target, request, top);
  }
}

async function huskyText(
  { folder, name, script }: Target & { readonly way: 'husky' },
  request: HookRequest,
  top: string | null,
): Promise<string> {
  const text = await readHuskyScript(script);
  if (text === undefined || !hasHuskyBlock(text)) return `not installed (husky: ${script})`;
  const gap = await huskyGap(folder.path, script);
  const parts = [`installed in ${script}${gap === undefined ? ' (husky)' : `, but ${gap}`}`];
  if (withHuskyBlock(text, name) !== text) {
    parts.push('of another version or edited by hand: install it again');
  }
  const { env } = request;
  parts.push(await programText({ env, top, program: null, prefers: 'project' }));
  return parts.join('; ');
}

async function plainText(
  target: Target & { readonly way: 'plain' },
  request: HookRequest,
  top: string | null,
): Promise<string> {
  const { hook, name } = target;
  if (hook.own === null) return otherText(hook);
  const parts = ['installed'];
  if (target.runBy !== null) parts.push(`${target.runBy} runs it first, as ${hook.path}`);
  if (!hook.isExecutable) parts.push('NOT executable, so git does not run it: install it again');
  if (!hook.own.isIntact) parts.push('edited by hand');
  else if (isOutdated(target, request, hook.own))
    parts.push('of another version or place: install it again');
  if (hook.hasKept) parts.push(`runs ${hook.keptPath} first`);
  const { program, looksInProject } = hook.own;
  const { prefers } = hookKind(name);
  const { env } = request;
  parts.push(await programText({ env, top: looksInProject ? top : null, program, prefers }));
  return parts.join('; ');
}

function otherText(hook: HookFile): string {
  const kept = hook.hasKept ? `; ${hook.keptPath} is left from an earlier install` : '';
  return hook.state === 'absent'
    ? `not installed${kept}`
    : `not installed; there is another hook${kept}`;
}

/** A copy from git's template looks at no project, and is up to date so. */
function isOutdated(
  target: Target & { readonly way: 'plain' },
  request: HookRequest,
  own: OwnScript,
): boolean {
  const options = scriptOptions(target, request);
  const looksInProject = options.looksInProject && own.looksInProject;
  const script = hookScript(target.name, { ...options, looksInProject });
  return Buffer.from(script).toString('latin1') !== target.hook.text;
}

async function programText(search: ProgramSearch): Promise<string> {
  const found = await findProgram(search);
  return found === undefined
    ? 'leaktrail is NOT found by it: npm install --global leaktrail'
    : `leaktrail: ${found}`;
}
