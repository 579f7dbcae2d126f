// `leaktrail hook install`: from a request to the hook in its place. Installing twice changes nothing.
import { installHookFile } from './hookFile.ts';
import type { Change, HookFile } from './hookFile.ts';
import { hookKind, keptName } from './hookName.ts';
import type { HookName } from './hookName.ts';
import { hookScript } from './hookScript.ts';
import { managerGap } from './hookManagers.ts';
import type { Manager } from './hookManagers.ts';
import { useTemplate } from './hooksFolder.ts';
import { huskyGap } from './huskyFolder.ts';
import { readHuskyScript, writeHuskyScript } from './huskyFile.ts';
import { withHuskyBlock } from './huskyScript.ts';
import type { HookOutcome } from './outcome.ts';
import { findTargets, scriptOptions } from './target.ts';
import type { HookRequest, Target } from './target.ts';

/** Installs one hook. Throws UsageError and GitError; nothing was changed then. */
export async function installHook(request: HookRequest): Promise<HookOutcome> {
  const [target] = await findTargets(request, 'change');
  if (target === undefined) throw new TypeError('a request names at least one hook');
  switch (target.way) {
    case 'husky':
      return installInHusky(target);
    case 'manager':
      return tellManager(target.name, target.manager, target.hook);
    case 'plain':
      return installPlain(target, request);
  }
}

type PlainTarget = Target & { readonly way: 'plain' };

async function installPlain(target: PlainTarget, request: HookRequest): Promise<HookOutcome> {
  const { hook, name, folder } = target;
  const options = scriptOptions(target, request);
  const change = await installHookFile(hook, hookScript(name, options));
  const remarks: string[] = [];
  if (folder.owner === 'work-tree') {
    remarks.push(
      `${folder.path} is part of the work tree: commit the hook to share it. It holds no paths of this machine, so everybody needs leaktrail on the PATH or in the project`,
    );
  }
  if (change === 'chained' && /\bbasename\b|\$\{0##|argv\[0\]/u.test(hook.text)) {
    remarks.push(
      `the hook that was there looks at its own name, which is ${keptName(name)} now: check that it still works`,
    );
  }
  if (change === 'chained' && hook.state === 'foreign' && !hook.isExecutable) {
    remarks.push(`the hook that was there is not executable: git did not run it, nor does ours`);
  }
  if (options.program !== null && /[/\\]_npx[/\\]/u.test(options.program.script)) {
    remarks.push(
      'this leaktrail was started by npx and may go away: install it (npm install --save-dev leaktrail) so that the hook finds one',
    );
  }
  if (request.repoPath === null) remarks.push(...(await globalRemarks(target, request)));
  else if (folder.owner === 'shared') {
    remarks.push(
      `core.hooksPath is outside the repository: every repository with that setting has this hook now`,
    );
  }
  return { lines: [changeText(change, hook, name)], remarks, isDone: true };
}

async function globalRemarks(
  { folder, name }: PlainTarget,
  request: HookRequest,
): Promise<readonly string[]> {
  if (folder.setting === 'core.hooksPath') {
    return [
      `core.hooksPath of your global settings names ${folder.path}: all your repositories have the hook now, except those with a core.hooksPath of their own`,
    ];
  }
  const isNew = await useTemplate(folder, request.env);
  return [
    ...(isNew ? ['init.templateDir of your global settings names that folder now'] : []),
    `git copies the hook into repositories that you create or clone from now on; in one that you have, run \`leaktrail hook install${name === 'pre-push' ? ' --pre-push' : ''}\``,
  ];
}

function changeText(change: Change, hook: HookFile, name: HookName): string {
  const { gate, command } = hookKind(name);
  const [verb = ''] = command.split(' ');
  const what = `it runs \`leaktrail ${verb}\` on each ${gate}`;
  switch (change) {
    case 'unchanged':
      return `${hook.path} is up to date, nothing was changed`;
    case 'updated':
      return `updated ${hook.path}`;
    case 'installed':
      return `installed ${hook.path}: ${what}`;
    case 'chained':
      return `installed ${hook.path}: ${what}, after the hook that was there, now ${hook.keptPath}`;
  }
}

async function installInHusky({
  folder,
  name,
  script,
}: Target & { readonly way: 'husky' }): Promise<HookOutcome> {
  const old = await readHuskyScript(script);
  const text = withHuskyBlock(old ?? '', name);
  if (text !== old) await writeHuskyScript(script, text);
  const gap = await huskyGap(folder.path, script);
  const outcome = { remarks: gap === undefined ? [] : [gap], isDone: gap === undefined };
  if (text === old) {
    return { ...outcome, lines: [`${script} is up to date, nothing was changed`] };
  }
  outcome.remarks.unshift(
    'the script is shared: commit it, and add leaktrail to the project (npm install --save-dev leaktrail)',
  );
  return { ...outcome, lines: [`husky runs the hooks here: leaktrail's lines are in ${script}`] };
}

function tellManager(name: HookName, manager: Manager, hook: HookFile): HookOutcome {
  if (manager.knowsLeaktrail) {
    const gap = managerGap(name, manager, hook);
    return {
      lines: [`${manager.name} writes the hooks here, and ${manager.file} has leaktrail already`],
      remarks: gap === undefined ? [] : [gap],
      isDone: gap === undefined,
    };
  }
  return {
    lines: manager.lines.trimEnd().split('\n'),
    remarks: [
      `nothing was installed: ${manager.name} writes the hooks here. Add the lines above to ${manager.file}, then run \`${manager.setUp}\``,
    ],
    isDone: false,
  };
}
