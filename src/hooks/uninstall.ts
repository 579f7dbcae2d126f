// `leaktrail hook uninstall`: what was there before is there again, byte for byte. What leaktrail did not write stays.
import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import { uninstallHookFile } from './hookFile.ts';
import { forgetTemplate } from './hooksFolder.ts';
import { readHuskyScript, writeHuskyScript } from './huskyFile.ts';
import { hasHuskyBlock, withoutHuskyBlock } from './huskyScript.ts';

import type { HookOutcome } from './outcome.ts';
import { findTargets } from './target.ts';
import type { HookRequest, Target } from './target.ts';

/** Takes one hook out. Throws UsageError and GitError; nothing was changed then. */
export async function uninstallHook(request: HookRequest): Promise<HookOutcome> {
  const [target] = await findTargets(request, 'change');
  if (target === undefined) throw new TypeError('a request names at least one hook');
  switch (target.way) {
    case 'husky':
      return uninstallFromHusky(target.script);
    case 'manager':
      return {
        lines: [
          target.manager.knowsLeaktrail
            ? `${target.manager.name} writes the hooks here: take leaktrail out of ${target.manager.file}${target.manager.wroteHook ? `, then run \`${target.manager.setUp}\`` : ''}`
            : 'no hook of leaktrail is installed here',
        ],
        remarks: [],
        isDone: !target.manager.knowsLeaktrail,
      };
    case 'plain':
      return uninstallPlain(target, request);
  }
}

async function uninstallPlain(
  { hook, folder }: Target & { readonly way: 'plain' },
  request: HookRequest,
): Promise<HookOutcome> {
  const removal = await uninstallHookFile(hook);
  const remarks: string[] = [];
  if (removal === 'absent' && hook.hasKept) {
    remarks.push(
      `${hook.keptPath} is a hook that leaktrail once put aside, and ${hook.path} is not leaktrail's: see which of them you need`,
    );
  }
  if (removal !== 'absent' && request.repoPath === null) {
    await removeEmptyTemplate(folder.path, () => forgetTemplate(folder, request.env));
    remarks.push(
      'repositories that have a copy of the hook keep it: run `leaktrail hook uninstall` in them',
    );
  }
  const lines = {
    absent: 'no hook of leaktrail is installed here',
    removed: `removed ${hook.path}`,
    restored: `removed leaktrail's ${hook.path} and put the hook back that was there before`,
  };
  return { lines: [lines[removal]], remarks, isDone: true };
}

async function uninstallFromHusky(script: string): Promise<HookOutcome> {
  const old = await readHuskyScript(script);
  if (old === undefined || !hasHuskyBlock(old)) {
    return { lines: ['no hook of leaktrail is installed here'], remarks: [], isDone: true };
  }
  const text = withoutHuskyBlock(old);
  await writeHuskyScript(script, text);
  return { lines: [`took leaktrail's lines out of ${script}`], remarks: [], isDone: true };
}

/** The template folder that `--global` made goes with its last hook; one that holds anything else stays. */
async function removeEmptyTemplate(hooks: string, forget: () => Promise<boolean>): Promise<void> {
  if (!(await removedIfEmpty(hooks))) return;
  if (await forget()) await removedIfEmpty(dirname(hooks));
}

async function removedIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (isAbsent(error)) return true;
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) return false;
    throw error;
  }
}
